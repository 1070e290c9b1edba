"""The calibration curve, and one line that tells its error or the bin under the pointer."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.evaluation.calibration_plot import CalibrationPlot, bin_sentence, summary
from app.evaluation.eliding_label import ElidingLabel
from app.evaluation.small_buttons import small_font
from app.look.theme import Theme
from lrengine.metrics import Reliability


class CalibrationCard(QWidget):
    """All classes together: how sure of the class read, and how often it is right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calibration_card")
        self._shown: Reliability | None = None
        self.plot = CalibrationPlot()
        self.plot.pointed.connect(self._tell)
        self._title = ElidingLabel()
        self._title.setText("how often right, over how sure · bars: rows")
        self.line = ElidingLabel()
        self.line.setObjectName("calibration_line")
        for label in (self._title, self.line):
            label.setProperty("quiet", True)
            label.setFont(small_font(label))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.line)

    def show_reliability(self, shown: Reliability | None) -> None:
        self._shown = shown
        self.plot.show_reliability(shown)
        self._tell(self.plot.item.pointed)

    def show_theme(self, theme: Theme) -> None:
        self.plot.show_theme(theme)

    @Slot(object)
    def _tell(self, bin_: int | None) -> None:
        shown = self._shown
        if shown is None:
            self.line.setText("The curve is being worked out.")
        else:
            self.line.setText(summary(shown) if bin_ is None else bin_sentence(shown, bin_))
