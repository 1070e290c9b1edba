"""The confusion matrix with its choice of counts or rates, and one line that tells a cell."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.evaluation.confusion_layout import Cell
from app.evaluation.confusion_shades import pairs_sentence
from app.evaluation.confusion_view import ConfusionView
from app.evaluation.small_buttons import either_or, head, small_button, small_font
from app.look.eliding_label import ElidingLabel
from app.look.theme import Theme
from lrengine.judging import Judged
from lrengine.metrics import most_confused


class ConfusionCard(QWidget):
    """cell_chosen  a pair (true class, class read), or None for all misread rows"""

    cell_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion_card")
        title = QLabel("Confusion")
        title.setProperty("strong", True)
        self.counts_button = small_button("confusion_counts", "Counts", "Show how many rows")
        self.rates_button = small_button(
            "confusion_rates", "%", "Show per cent of the rows of the true class"
        )
        either_or(self, self.counts_button, self.rates_button)
        self.rates_button.toggled.connect(self._show_rates)
        self.view = ConfusionView()
        self.view.cell_chosen.connect(self.cell_chosen)
        self.view.pointed.connect(self._tell)
        self.line = ElidingLabel()
        self.line.setObjectName("confusion_line")
        self.line.setProperty("quiet", True)
        self.line.setFont(small_font(self.line))
        self._pairs = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head(title, self.counts_button, self.rates_button))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.line)

    def show_judged(self, judged: Judged) -> None:
        self.view.show_counts(judged.class_names, judged.confusion)
        self._pairs = pairs_sentence(judged.class_names, most_confused(judged.confusion))
        self._tell(self.view.under)

    def show_theme(self, theme: Theme) -> None:
        self.view.show_theme(theme)

    @Slot(bool)
    def _show_rates(self, as_rates: bool) -> None:
        self.view.show_rates(as_rates)

    @Slot(object)
    def _tell(self, cell: Cell | None) -> None:
        """The cell pointed at, or else the classes most often taken for each other."""
        self.line.setText(self._pairs if cell is None else self.view.sentence(cell))
