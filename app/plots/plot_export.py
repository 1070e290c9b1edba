"""Saving what a plot shows: a picture, a vector drawing, or the figures behind it."""

from __future__ import annotations

from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from lrengine.errors import LabError
from lrengine.history import History

# A saved picture has this many pixels for one on the screen.
_ENLARGEMENT = 2


def save_plot(plot: pg.PlotWidget, history: History | None, path: Path) -> None:
    """Write a plot as .png or .svg, or the run's figures as .csv, by the path's suffix.

    Raises LabError where the file cannot be written or the suffix is none of these.
    """
    match path.suffix.lower():
        case ".csv":
            contents = (history.to_csv() if history is not None else "").encode()
        case ".svg":
            contents = _drawing(plot)
        case ".png":
            contents = _picture(plot)
        case _:
            raise LabError(f"{path.name} could not be written: end its name with .png, .svg or .csv.")
    try:
        path.write_bytes(contents)
    except OSError as error:
        raise LabError(
            f"{path.name} could not be written ({error.strerror}): choose another folder."
        ) from None


def _picture(plot: pg.PlotWidget) -> bytes:
    image = QImage(plot.size() * _ENLARGEMENT, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_ENLARGEMENT)
    painter = QPainter(image)
    plot.render(painter, QRectF(plot.rect()), plot.rect())
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _drawing(plot: pg.PlotWidget) -> bytes:
    # pyqtgraph's own exporter cannot read the paths that newer versions of Qt write.
    buffer = QBuffer()
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(plot.size())
    drawing.setViewBox(plot.rect())
    drawing.setResolution(plot.logicalDpiX())
    drawing.setTitle(plot.accessibleName())
    drawing.setDescription(plot.accessibleDescription())
    painter = QPainter(drawing)
    plot.render(painter)
    painter.end()
    return bytes(buffer.data().data())
