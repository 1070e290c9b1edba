"""Pictures from the clipboard, a drag or a file, as grey values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from lrengine.errors import LabError

Grey = NDArray[np.uint8]

# A digit needs no more; a photograph is reduced while it is read.
LONGEST_SIDE = 512
_IMAGE_SUFFIXES = frozenset(
    (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".pgm", ".ppm", ".pbm", ".tif")
)


def holds_picture(mime: QMimeData) -> bool:
    """Whether there is image data or exactly one local file that is named like an image."""
    return mime.hasImage() or image_file(mime) is not None


def image_file(mime: QMimeData) -> Path | None:
    """The one local file named like an image, if that is what there is."""
    urls = mime.urls() if mime.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in _IMAGE_SUFFIXES else None


def picture_from(mime: QMimeData) -> Grey:
    """The picture in what was pasted or dropped. Raises LabError where there is none."""
    path = image_file(mime)
    if path is not None:
        return read_picture(path)
    # Not a QImage where the data claims to be an image but does not decode.
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        raise LabError("There is no picture to paste: copy an image of a digit first.")
    return grey_values(image)


def read_picture(path: Path) -> Grey:
    """An image file, turned the way its camera held it. Raises LabError for a file that is no image."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > LONGEST_SIDE:
        reader.setScaledSize(_reduced(size))
    image = reader.read()
    if image.isNull():
        raise LabError(f"{path.name} cannot be read as an image: choose a PNG or JPEG file.")
    return grey_values(image)


def grey_values(image: QImage) -> Grey:
    """The image as uint8 (h, w), its longer side at most 512; read-only.

    What is transparent becomes paper: white under dark ink, black under light ink.
    """
    if max(image.width(), image.height()) > LONGEST_SIDE:
        image = image.scaled(
            _reduced(image.size()),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    if image.hasAlphaChannel():
        pixels = _bytes(image.convertToFormat(QImage.Format.Format_RGBA8888), 4).astype(np.float32)
        light = pixels[..., :3] @ np.array([0.299, 0.587, 0.114], np.float32)
        cover = pixels[..., 3] / 255
        ink = (light * cover).sum() / max(float(cover.sum()), 1e-6)
        paper = 255.0 if ink < 128 else 0.0
        grey = np.rint(light * cover + paper * (1 - cover)).astype(np.uint8)
    else:
        grey = _bytes(image.convertToFormat(QImage.Format.Format_Grayscale8), 1)[..., 0].copy()
    grey.setflags(write=False)
    return grey


def _bytes(image: QImage, channels: int) -> Grey:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    # A copy: the bytes belong to the image.
    return rows[:, : image.width() * channels].reshape(image.height(), image.width(), channels).copy()


def _reduced(size: QSize) -> QSize:
    limit = QSize(LONGEST_SIDE, LONGEST_SIDE)
    return size.scaled(limit, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
