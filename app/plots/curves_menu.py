"""The menu of a plot: its axes, and saving what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from app.plots.curve_plot import CurvePlot
from app.plots.plot_export import save_plot
from lrengine.errors import LabError
from lrengine.history import History

_KINDS: Final = {
    "png": ("Save as picture…", "Pictures (*.png)"),
    "svg": ("Save as drawing…", "Vector drawings (*.svg)"),
    "csv": ("Save figures…", "Tables (*.csv)"),
}


class CurvesMenu(QMenu):
    """Deletes itself when it closes; `log` is None for a plot that has no logarithmic axis."""

    fit_asked = Signal()
    log_chosen = Signal(bool)

    def __init__(self, plot: CurvePlot, history: History | None, log: bool | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("curves_menu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._plot, self._history = plot, history
        self.addAction("Fit").triggered.connect(self.fit_asked)
        if log is not None:
            choice = self.addAction("Logarithmic risk axis")
            choice.setCheckable(True)
            choice.setChecked(log)
            choice.triggered.connect(self.log_chosen)
        self.addSeparator()
        for kind, (text, _) in _KINDS.items():
            action = self.addAction(text)
            action.setData(kind)
            action.setEnabled(history is not None and len(history) > 0)
            action.triggered.connect(self._save)

    @Slot()
    def _save(self) -> None:
        action, window = self.sender(), self.parentWidget()
        assert isinstance(action, QAction)
        kind = action.data()
        name = f"{self._plot.objectName().removesuffix('_plot')}.{kind}"
        chosen, _ = QFileDialog.getSaveFileName(window, "Save", name, _KINDS[kind][1])
        if not chosen:
            return
        path = Path(chosen)
        try:
            save_plot(self._plot, self._history, path if path.suffix else path.with_suffix(f".{kind}"))
        except LabError as error:
            QMessageBox.warning(window, "Logit Lab", str(error))
