"""The calibration curve, and one line that tells its error or the bin under the pointer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.evaluation.calibration_plot import CalibrationPlot, bin_sentence, summary
from app.evaluation.small_buttons import small_font
from app.look.eliding_label import ElidingLabel
from app.look.theme import Theme
from lrengine.metrics import Reliability

AS_TRAINED: Final = (
    "Of rows read with 80 % a calibrated model reads some 80 % rightly. These are the probabilities as "
    "trained; a run is calibrated as soon as it halts."
)
CALIBRATED: Final = (
    "Of rows read with 80 % a calibrated model reads some 80 % rightly. These are the probabilities that "
    "the window shows: of logits over a temperature of {:.2f}, fitted on validation rows. What that is worth "
    "shows on other rows."
)


class CalibrationCard(QWidget):
    """All classes together: how sure of the class read, and how often it is right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calibration_card")
        self._shown: Reliability | None = None
        self.plot = CalibrationPlot()
        self.plot.pointed.connect(self._tell)
        self.title = ElidingLabel()
        self.title.setObjectName("calibration_title")
        self.line = ElidingLabel()
        self.line.setObjectName("calibration_line")
        for label in (self.title, self.line):
            label.setProperty("quiet", True)
            label.setFont(small_font(label))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.line)
        self._show_temperature(1.0)

    def show_reliability(self, shown: Reliability | None, temperature: float = 1.0) -> None:
        """Of probabilities at this temperature, 1 being as trained; None while they are worked out."""
        self._shown = shown
        if shown is not None:
            self._show_temperature(temperature)
        self.plot.show_reliability(shown)
        self._tell(self.plot.item.pointed)

    def show_theme(self, theme: Theme) -> None:
        self.plot.show_theme(theme)

    def _show_temperature(self, temperature: float) -> None:
        kind = "as trained" if temperature == 1.0 else "calibrated"
        self.title.setText(f"right over how sure ({kind}) · bars: rows")
        self.title.setToolTip(AS_TRAINED if temperature == 1.0 else CALIBRATED.format(temperature))

    @Slot(object)
    def _tell(self, bin_: int | None) -> None:
        shown = self._shown
        if shown is None:
            self.line.setText("The curve is being worked out.")
        else:
            self.line.setText(summary(shown) if bin_ is None else bin_sentence(shown, bin_))
