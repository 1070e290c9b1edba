"""One class against the rest at a movable threshold."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.evaluation.small_buttons import head, small_button, small_font
from app.evaluation.threshold_curves import DASHES
from app.evaluation.threshold_plot import FIRST_THRESHOLD, ThresholdPlot
from app.evaluation.threshold_readout import ThresholdReadout
from app.look.eliding_label import ElidingLabel
from app.look.theme import Theme
from lrengine.judging import Curves

_WAITING = "The curves are being worked out."


class ThresholdCard(QWidget):
    """The plot, its numbers, and which of the two ways it is drawn."""

    threshold_moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("threshold_card")
        self._name = ""
        self._title = ElidingLabel()
        self._title.setObjectName("threshold_title")
        self._title.setProperty("quiet", True)
        self._title.setFont(small_font(self._title))
        self.best_button = small_button("best_threshold", "Best F1", "Take the threshold of the greatest F1")
        self.recall_button = small_button(
            "over_recall", "P / R", "Precision over recall, not over the threshold"
        )
        self.recall_button.setCheckable(True)
        self.plot = ThresholdPlot()
        self.readout = ThresholdReadout()
        self.best_button.clicked.connect(self._take_best)
        self.recall_button.toggled.connect(self._show_over_recall)
        self.plot.threshold_moved.connect(self._show_moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head(self._title, self.best_button, self.recall_button))
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.readout)

    def forget_threshold(self) -> None:
        """Put the threshold back to a half."""
        self.plot.show_threshold(FIRST_THRESHOLD)

    def show_class(self, name: str) -> None:
        """The class told from the rest; its curves are awaited."""
        self._name = name
        self.show_curves(None)

    def show_curves(self, curves: Curves | None) -> None:
        """The curves of the class, or None while they are worked out."""
        self.plot.show_curves(curves, "" if curves is not None else _WAITING)
        area = float("nan") if curves is None else curves.precision_recall.average_precision
        known = math.isfinite(area)
        self._title.setText(f"{self._name} v rest" + (f" · AP {area:.3f}" if known else ""))
        described = f"{self._name} against the rest"
        self._title.setToolTip(described + (f": average precision (AP) {area:.3f}" if known else ""))
        self.best_button.setEnabled(curves is not None and curves.best_threshold is not None)
        self.readout.show_reading(self.plot.reading(), self._name)

    def show_theme(self, theme: Theme) -> None:
        self.plot.show_theme(theme)
        self.readout.show_theme(theme)

    @Slot()
    def _take_best(self) -> None:
        self.plot.move_to_best()

    @Slot(bool)
    def _show_over_recall(self, over_recall: bool) -> None:
        self.plot.show_over_recall(over_recall)
        self.readout.show_samples(() if over_recall else tuple(DASHES))

    @Slot(float)
    def _show_moved(self, threshold: float) -> None:
        self.readout.show_reading(self.plot.reading(), self._name)
        self.threshold_moved.emit(threshold)
