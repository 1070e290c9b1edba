"""Precision, recall and F1 over the threshold, or precision over recall, with a line to be moved."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.evaluation.threshold_curves import DASHES, nearest_threshold, over_recall, over_threshold
from app.evaluation.threshold_marks import Marks, ThresholdMarks
from app.evaluation.unit_plot import UnitPlot
from app.look.theme import DARK, Theme
from app.plots.curve_item import CurveItem
from app.settings.key_claims import claims_navigation
from lrengine.judging import AtThreshold, Curves

FIRST_THRESHOLD: Final = 0.5
_STEPS: Final = {
    Qt.Key.Key_Left: -0.01,
    Qt.Key.Key_Right: 0.01,
    Qt.Key.Key_Down: -0.01,
    Qt.Key.Key_Up: 0.01,
    Qt.Key.Key_PageDown: -0.1,
    Qt.Key.Key_PageUp: 0.1,
}


def colours(theme: Theme) -> dict[str, str]:
    """The colour of each curve."""
    return {"precision": theme.training, "recall": theme.validation, "F1": theme.good}


class ThresholdPlot(UnitPlot):
    """A press anywhere takes the line there and goes on as a drag; a double click takes it to the best F1.

    threshold_moved  the threshold (float) the user has moved it to
    """

    threshold_moved = Signal(float)
    _is_built = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("threshold_plot")
        self.setAccessibleName("Precision and recall")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.threshold = FIRST_THRESHOLD
        self._over_recall = False
        self._curves: Curves | None = None
        self._theme: Theme = DARK
        self._lines = {name: CurveItem(name, dash) for name, dash in DASHES.items()}
        self._marks = ThresholdMarks()
        for item in (*self._lines.values(), self._marks):
            self.addItem(item, ignoreBounds=True)
        self._notice = QLabel(self)
        self._notice.setObjectName("threshold_notice")
        self._notice.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._notice.setWordWrap(True)
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
        self._is_built = True
        self.show_theme(DARK)

    # -- what is shown -------------------------------------------------------------------------

    def show_curves(self, curves: Curves | None, notice: str = "") -> None:
        """Other curves under the same threshold; none, and a sentence in their place."""
        self._curves = curves
        empty = curves is not None and curves.best_threshold is None
        self._notice.setText("No row here is of this class." if empty else notice)
        self._notice.setVisible(bool(self._notice.text()))
        self._draw()

    def show_over_recall(self, over_recall: bool) -> None:
        """Precision over recall, or all three over the threshold."""
        self._over_recall = over_recall
        self._draw()

    def show_threshold(self, threshold: float) -> None:
        """Move the line without announcing it."""
        self.threshold = threshold
        self._mark()

    def reading(self) -> AtThreshold | None:
        """What the threshold makes of the rows; None without curves."""
        return None if self._curves is None else self._curves.at(self.threshold)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        super().show_theme(theme)
        for name, colour in colours(theme).items():
            self._lines[name].show_colour(colour)
        self._marks.show_look(self.small(), theme)
        self._notice.setStyleSheet(f"color: {theme.quiet_ink}; background: transparent;")
        self._mark()

    def _draw(self) -> None:
        curves = self._curves
        lines = {} if curves is None else over_threshold(curves)
        if curves is not None and self._over_recall:
            lines = {"precision": over_recall(curves)}
        for name, item in self._lines.items():
            if name in lines:
                item.setData(*lines[name])
            else:
                item.clear()
        self._mark()

    def _mark(self) -> None:
        curves, now = self._curves, self.reading()
        if curves is None or now is None:
            self._marks.show_marks(None)
            return
        tints, best = colours(self._theme), curves.best_threshold
        at_best = None if best is None else curves.at(best)
        if self._over_recall:
            x = now.recall if at_best is not None else 0.0
            dots: tuple[tuple[float, str], ...] = ((now.precision, tints["precision"]),)
            place = None if at_best is None else (at_best.recall, at_best.precision)
        else:
            x = self.threshold
            dots = (
                (now.precision, tints["precision"]), (now.recall, tints["recall"]), (now.f1, tints["F1"]),
            )  # fmt: skip
            place = None if at_best is None or best is None else (best, at_best.f1)
        self._marks.show_marks(
            Marks(
                x=x,
                dots=dots,
                label=f"threshold {self.threshold:.2f}",
                best=place,
                best_label="" if at_best is None else f"best F1 {at_best.f1:.3f}",
            )
        )
        self.setAccessibleDescription(
            f"At threshold {self.threshold:.2f}: precision {now.precision:.3f}, recall {now.recall:.3f}, "
            f"F1 {now.f1:.3f}"
        )

    # -- moving the line -----------------------------------------------------------------------

    def move_to_best(self) -> None:
        """The threshold of the greatest F1."""
        best = None if self._curves is None else self._curves.best_threshold
        if best is not None:
            self._move(best)

    def _move(self, threshold: float) -> None:
        if self._curves is None:
            return
        self.show_threshold(min(max(threshold, 0.0), 1.0))
        self.threshold_moved.emit(self.threshold)

    def _move_to_place(self, place: QPointF) -> None:
        x, curves = self.x_at(place), self._curves
        if curves is None:
            return
        if not self._over_recall:
            self._move(x)
        elif curves.best_threshold is not None:
            self._move(nearest_threshold(curves, x))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._move_to_place(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to_place(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.move_to_best()

    def event(self, event: QEvent) -> bool:
        return claims_navigation(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            # A larger recall is a smaller threshold: the line goes where the arrow points.
            self._move(round(self.threshold + (-step if self._over_recall else step), 6))
        elif event.key() == Qt.Key.Key_Home:
            self.move_to_best()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._marks.show_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._marks.show_focus(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The base class resizes itself before anything is built.
        if self._is_built:
            self._notice.setGeometry(self.frame().toRect().adjusted(8, 0, -8, 0))
