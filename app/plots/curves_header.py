"""The line above the risk plot: its title, the legend, and the buttons that change its axes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.look.eliding_label import ElidingLabel
from app.look.theme import Theme
from app.plots.curve_figures import PARTS, SHORT_NAMES
from app.plots.curve_legend import CurveLegend
from app.plots.curve_plot import DASHES


class CurvesHeader(QWidget):
    """`log_button` and `log_x_button` choose the axes; `fit_button` is there while the user has zoomed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves_header")
        # The one part that can be cut short: it would hold the whole window wide.
        self._title = ElidingLabel()
        self._title.setObjectName("risk_title")
        self._title.setProperty("strong", True)
        self._legend = CurveLegend()
        self.log_button = _button("risk_log", "log", "Logarithmic risk axis")
        self.log_button.setCheckable(True)
        self.log_button.setChecked(True)
        self.log_x_button = _button("iterations_log", "log x", "Logarithmic iterations: the first ones apart")
        self.log_x_button.setCheckable(True)
        self.fit_button = _button("fit_curves", "Fit", "Fit: show the whole run and follow it")
        self.fit_button.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addStretch(1)
        layout.addWidget(self.fit_button)
        layout.addSpacing(6)
        layout.addWidget(self._legend)
        layout.addSpacing(6)
        layout.addWidget(self.log_button)
        layout.addWidget(self.log_x_button)

    def show_penalised(self, penalised: bool) -> None:
        self._title.setText("Objective: risk + penalty" if penalised else "Risk")

    def show_legend(self, theme: Theme, *, test: bool) -> None:
        colours = {"training": theme.training, "validation": theme.validation, "test": theme.test}
        shown = [part for part in PARTS if test or part != "test"]
        entries = [(SHORT_NAMES[part], colours[part], DASHES.get(part)) for part in shown]
        self._legend.show_entries(entries, theme.quiet_ink)


def _button(name: str, text: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setAccessibleName(help_text)
    button.setToolTip(help_text)
    button.setStyleSheet("QToolButton { padding: 0 6px; min-height: 16px; font-weight: 400; }")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
