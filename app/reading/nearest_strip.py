"""The training images that are most like the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.evaluation.small_buttons import small_font
from app.reading.grey_picture import grey_image, paint_picture

NOTHING: Final = "Draw a digit to see what it was like in the training data."
SIDE: Final = 44
_MOST: Final = 5


class NearestStrip(QWidget):
    """Five pictures with their labels; a label other than the class read is marked ≠."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nearest_strip")
        self.setAccessibleName("The nearest training images")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.labels: tuple[str, ...] = ()
        self.notice = NOTHING
        self._read = ""
        self._images: tuple[QImage, ...] = ()

    def show_nearest(self, pictures: Sequence[NDArray[Any]], labels: Sequence[str], read: str) -> None:
        """Pictures (h, w) with their classes, nearest first, and the class the drawing is read as."""
        self._images = tuple(grey_image(picture) for picture in pictures[:_MOST])
        self.labels, self._read, self.notice = tuple(labels[:_MOST]), read, ""
        self.setAccessibleDescription("Labels: " + ", ".join(self.labels))
        self.update()

    def show_nothing(self, why: str = NOTHING) -> None:
        self._images, self.labels, self.notice = (), (), why
        self.setAccessibleDescription(why)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, SIDE + 2 + self._metrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles = QPalette.ColorRole
        if self.notice:
            painter.setFont(small_font(self))
            painter.setPen(self.palette().color(roles.PlaceholderText))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            painter.drawText(QRectF(self.rect()), int(flags) | int(Qt.TextFlag.TextWordWrap), self.notice)
            return
        metrics = self._metrics()
        painter.setFont(self._font())
        pitch = min((self.width() - SIDE) / (_MOST - 1), SIDE + 12.0)
        for index, (image, label) in enumerate(zip(self._images, self.labels, strict=True)):
            frame = QRectF(round(index * pitch), 0, SIDE, SIDE)
            other = label != self._read
            edge = self.palette().color(roles.WindowText if other else roles.Mid)
            paint_picture(painter, frame, image, edge)
            painter.setPen(self.palette().color(roles.WindowText if other else roles.PlaceholderText))
            text = metrics.elidedText(f"≠ {label}" if other else label, Qt.TextElideMode.ElideRight, SIDE)
            below = QRectF(frame.left(), SIDE + 2, SIDE, metrics.height())
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    def _font(self) -> QFont:
        font = QFont(small_font(self))
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._font())
