"""Held-out images that are read otherwise than before: mended with a green tick, broken with a red cross."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.evaluation.small_buttons import small_font
from app.look.theme import DARK, Theme
from app.reading.grey_picture import grey_image, paint_picture

SIDE: Final = 36
_MARK: Final = 13.0


@dataclass(frozen=True, eq=False)
class Flip:
    """A held-out image whose reading changed.

    picture  (h, w)
    true     its class; before and after are what was and is read
    """

    picture: NDArray[Any]
    true: str
    before: str
    after: str

    @property
    def is_mended(self) -> bool:
        return self.after == self.true

    @property
    def is_broken(self) -> bool:
        return self.before == self.true

    @property
    def words(self) -> str:
        kind = "mended" if self.is_mended else "broken" if self.is_broken else "wrong as before"
        return f"{self.true}, read as {self.before}, now {self.after}: {kind}"


class FlipsStrip(QWidget):
    """As many pictures as fit, broken and mended in turn, each with "3→8" below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flips_strip")
        self.setAccessibleName("Held-out images that are read otherwise now")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(small_font(self))
        self.flips: tuple[Flip, ...] = ()
        self._images: dict[int, QImage] = {}
        self._theme: Theme = DARK

    def show_flips(self, flips: tuple[Flip, ...]) -> None:
        """Those right before or now come first; a reading wrong before and after tells little."""
        mended = [flip for flip in flips if flip.is_mended]
        broken = [flip for flip in flips if flip.is_broken]
        mixed = [flip for pair in zip(mended, broken, strict=False) for flip in pair]
        shorter = min(len(mended), len(broken))
        others = [flip for flip in flips if not (flip.is_mended or flip.is_broken)]
        self.flips = tuple(mixed + mended[shorter:] + broken[shorter:] + others)
        self._images = {}
        self.setAccessibleDescription("; ".join(flip.words for flip in self.flips[:10]))
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(230, SIDE + 2 + self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pitch = SIDE + 7
        fit = max(1, (self.width() + 7) // pitch)
        shown = self.flips if len(self.flips) <= fit else self.flips[: fit - 1]
        for index, flip in enumerate(shown):
            frame = QRectF(index * pitch, 0, SIDE, SIDE)
            if index not in self._images:
                self._images[index] = grey_image(flip.picture)
            paint_picture(painter, frame, self._images[index], self._colour(QPalette.ColorRole.Mid))
            self._paint_mark(painter, frame, flip)
            painter.setPen(self._colour(QPalette.ColorRole.WindowText))
            below = QRectF(frame.left() - 3, SIDE + 2, SIDE + 6, self.fontMetrics().height())
            text = self.fontMetrics().elidedText(
                f"{flip.before}→{flip.after}", Qt.TextElideMode.ElideMiddle, int(below.width())
            )
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        if len(shown) < len(self.flips):
            painter.setPen(self._colour(QPalette.ColorRole.PlaceholderText))
            left = len(shown) * pitch
            room = QRectF(left, 0, self.width() - left, SIDE)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                f"+{len(self.flips) - len(shown)}",
            )  # fmt: skip
        painter.end()

    def _paint_mark(self, painter: QPainter, frame: QRectF, flip: Flip) -> None:
        if not (flip.is_mended or flip.is_broken):
            return
        colour = QColor(self._theme.good if flip.is_mended else self._theme.bad)
        place = QRectF(frame.right() - _MARK + 2, frame.bottom() - _MARK + 2, _MARK, _MARK)
        painter.setPen(QPen(QColor(self._theme.card), 2))
        painter.setBrush(colour)
        painter.drawEllipse(place)
        painter.setPen(QPen(QColor(self._theme.card), 1.6))
        middle = place.center()
        if flip.is_mended:
            tick = [QPointF(-3, 0), QPointF(-0.8, 2.4), QPointF(3, -2.2)]
            painter.drawPolyline([middle + point for point in tick])
        else:
            for sign in (-1, 1):
                arm = QPointF(2.4, 2.4 * sign)
                painter.drawLine(middle - arm, middle + arm)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)


def summary(flips: tuple[Flip, ...], rows: int, part: str = "test") -> str:
    """What became of the rows of a part, as in "Of 1,000 test images: 3 mended ✓, 1 broken ✗." """
    mended = sum(flip.is_mended for flip in flips)
    broken = sum(flip.is_broken for flip in flips)
    if not flips:
        return f"None of {rows:,} {part} images is read otherwise."
    return (
        f"Of {rows:,} {part} images: {mended} mended\N{NO-BREAK SPACE}✓, {broken} broken\N{NO-BREAK SPACE}✗."
    )
