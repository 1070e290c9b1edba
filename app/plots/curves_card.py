"""The card with the two plots under their header."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.plots.curve_plot import CurvePlot
from app.plots.curves_header import CurvesHeader


class CurvesCard(QFrame):
    """Risk above accuracy, over a common iteration axis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.header = CurvesHeader()
        self.header.show_penalised(False)
        self.risk_plot, self.accuracy_plot = CurvePlot(is_share=False), CurvePlot(is_share=True)
        self.accuracy_plot.setXLink(self.risk_plot)
        self.plots = (self.risk_plot, self.accuracy_plot)
        for plot, name in zip(self.plots, ("risk", "accuracy"), strict=True):
            plot.setObjectName(f"{name}_plot")
            plot.setAccessibleName(f"{name.capitalize()} plot")
            plot.setMinimumHeight(70)
        accuracy = QLabel("Accuracy")
        accuracy.setProperty("strong", True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(4)
        inside.addWidget(self.header)
        inside.addWidget(self.risk_plot, 6)
        inside.addWidget(accuracy)
        inside.addWidget(self.accuracy_plot, 5)
