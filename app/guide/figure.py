"""What the live figures share: a theme, one value to drag, keys that move it, and words for it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.contrast import readable
from app.look.theme import LIGHT, Theme
from app.settings.key_claims import claims_navigation

_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
}
ORANGE: Final = "#ff9f40"


class Figure(QWidget):
    """A picture with something to drag.

    A figure paints itself in `draw`, takes the pointer in `drag` and the arrow keys in `step`, and says
    what it shows in `words`. Home brings the first value back.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name.replace(' ', '_')}_figure")
        self.setAccessibleName(f"Live figure: {name}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.theme: Theme = LIGHT
        self.reset()
        self._describe()

    # -- what a figure makes of itself ---------------------------------------------------------

    def reset(self) -> None:
        """Back to the first values."""
        raise NotImplementedError

    def draw(self, painter: QPainter, frame: QRectF) -> None:
        raise NotImplementedError

    def drag(self, place: QPointF, *, begins: bool) -> None:
        """The pointer is down at `place`."""
        raise NotImplementedError

    def step(self, count: int) -> None:
        """So many small steps of what is dragged."""
        raise NotImplementedError

    def words(self) -> str:
        """The figure's numbers, to be read aloud."""
        raise NotImplementedError

    # -- looks ---------------------------------------------------------------------------------

    @property
    def orange(self) -> str:
        """The second colour beside the accent."""
        return readable(ORANGE, self.theme.card, 3.2)

    def show_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def changed(self) -> None:
        """What is shown is another thing now."""
        self._describe()
        self.update()

    def small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(0.85 * font.pointSizeF())
        return font

    def strong(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def line_height(self) -> float:
        return QFontMetricsF(self.font()).lineSpacing()

    def write(
        self,
        painter: QPainter,
        place: QPointF,
        text: str,
        colour: str | None = None,
        *,
        strong: bool = False,
        small: bool = False,
        right: bool = False,
        centred: bool = False,
    ) -> float:
        """Text whose first line's left (or right, or middle) is at `place`, its top; gives its width."""
        font = self.strong() if strong else self.small() if small else self.font()
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(text)
        left = place.x() - (width if right else width / 2 if centred else 0)
        painter.setFont(font)
        painter.setPen(QColor(colour or self.theme.ink))
        painter.drawText(QPointF(left, place.y() + metrics.ascent()), text)
        return width

    def sizeHint(self) -> QSize:
        return QSize(460, 240)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect())
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 6, 6)
        self.draw(painter, frame.adjusted(8, 8, -8, -8))
        painter.end()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.words())

    # -- pointer and keys ----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.drag(event.position(), begins=True)
            self.changed()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.drag(event.position(), begins=False)
            self.changed()

    def event(self, event: QEvent) -> bool:
        return claims_navigation(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = _STEPS.get(Qt.Key(event.key()))
        if count is not None:
            self.step(count)
        elif event.key() == Qt.Key.Key_Home:
            self.reset()
        else:
            super().keyPressEvent(event)
            return
        self.changed()


def number(value: float, digits: int = 2) -> str:
    """With a real minus, and no minus for nought."""
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def tiny(value: float) -> str:
    """A share that may be as small as it likes: 0.27, 1.3·10⁻¹²."""
    if value >= 0.001 or value == 0:
        return f"{value:.3f}"
    mantissa, _, exponent = f"{value:.1e}".partition("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa}·10{raised}"
