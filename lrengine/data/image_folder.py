"""A folder of pictures with one sub-folder for each class."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Dataset
from lrengine.data.reading import Asked, Progress, check_cancelled, reason, report
from lrengine.data.tables import number_classes
from lrengine.errors import LabError

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp")
SIDE = 28
LARGEST_KEPT_SIDE = 64

Pixels = NDArray[np.uint8]


def read_image_folder(
    folder: Path, *, progress: Progress | None = None, cancelled: Asked | None = None
) -> Dataset:
    """Read FOLDER/class/picture.png, and .jpg and .bmp, as grey images (n, side, side) with ink high.

    Pictures that all are the same square of at most 64 pixels keep it; otherwise each is padded to a square
    with its border's grey and scaled to 28 pixels. When most pictures have a bright border all are inverted,
    so that ink is high as in MNIST. Hidden files and files of other kinds are passed over. Raises LabError
    naming a picture that cannot be read.
    """
    found = [(path, group.name) for group in _visible(folder) if group.is_dir() for path in _pictures(group)]
    if not found:
        raise LabError(
            f"{folder} holds no pictures in sub-folders: make one sub-folder for each class and put PNG, "
            "JPEG or BMP files into it."
        )
    pictures: list[Pixels] = []
    same = True
    for position, (path, _) in enumerate(found):
        check_cancelled(cancelled)
        picture = _grey(path)
        side = picture.shape[0]
        same = same and picture.shape == (side, side) and side <= LARGEST_KEPT_SIDE
        same = same and (not pictures or pictures[0].shape == picture.shape)
        # Until one differs the pictures are kept as they are; large ones are never held at full size.
        pictures.append(picture if same else _scaled(picture))
        report(progress, (position + 1) / len(found))
    inputs = np.stack(pictures if same else [_scaled(picture) for picture in pictures])
    if np.mean([np.median(_border(image)) > 127 for image in inputs]) > 0.5:
        inputs = 255 - inputs
    labels, class_names = number_classes([name for _, name in found], str(folder))
    return Dataset(
        name=folder.name or str(folder),
        inputs=inputs,
        labels=labels,
        class_names=class_names,
        about=f"{len(inputs):,} pictures from the folder {folder.name}, a class for each sub-folder.",
    )


def _visible(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "__")))
    except OSError as error:
        raise LabError(
            f"Cannot read {folder} ({reason(error)}): choose a folder that you may read."
        ) from None


def _pictures(group: Path) -> Iterator[Path]:
    return (path for path in _visible(group) if path.suffix.lower() in SUFFIXES and path.is_file())


def _grey(path: Path) -> Pixels:
    """One picture as (height, width) grey values; what is transparent counts as white paper."""
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as stored:
            # A telephone stores the picture as the sensor lay and notes how to turn it.
            opened = ImageOps.exif_transpose(stored) if stored.format == "JPEG" else stored
            if opened.mode.startswith("I"):  # 16 bits a pixel, which converting to grey would clip
                return (np.asarray(opened).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8)
            if "A" in opened.mode or "transparency" in opened.info:
                layer = opened.convert("RGBA")
                return np.array(
                    Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("L")
                )
            return np.array(opened.convert("L"))
    # Damaged pictures fail in many ways (SyntaxError, struct.error, bombs): none is the program's.
    except Exception as error:
        raise LabError(
            f"The picture {path} cannot be read ({reason(error)}): replace it or take it out of the folder."
        ) from None


def _scaled(picture: Pixels) -> Pixels:
    """Padded to a square and scaled to 28×28."""
    from PIL import Image

    if picture.shape == (SIDE, SIDE):
        return picture
    height, width = picture.shape
    side = max(height, width)
    paper = Image.new("L", (side, side), int(np.median(_border(picture))))
    paper.paste(Image.fromarray(picture), ((side - width) // 2, (side - height) // 2))
    return np.array(paper.resize((SIDE, SIDE), Image.Resampling.LANCZOS))


def _border(picture: Pixels) -> Pixels:
    return np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
