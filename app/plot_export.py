"""Saving what a plot shows: a picture, a vector drawing, or the figures behind it."""

from __future__ import annotations

from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from lrengine.errors import LabError
from lrengine.history import History

_KINDS = (
    ("png", "Save as picture…", "Pictures (*.png)"),
    ("svg", "Save as drawing…", "Vector drawings (*.svg)"),
    ("csv", "Save figures…", "Tables (*.csv)"),
)
# A saved picture has this many pixels for one on the screen.
_ENLARGEMENT = 2


def save_plot(plot: pg.PlotWidget, history: History | None, path: Path) -> None:
    """Write a plot as .png or .svg, or the run's figures as .csv, by the path's suffix.

    Raises LabError where the file cannot be written.
    """
    from pyqtgraph import exporters

    try:
        match path.suffix.lower():
            case ".csv":
                path.write_text(history.to_csv() if history is not None else "", encoding="utf-8")
            case ".svg":
                exporters.SVGExporter(plot.plotItem).export(str(path))
            case _:
                picture = exporters.ImageExporter(plot.plotItem)
                picture.parameters()["width"] = _ENLARGEMENT * plot.width()
                if not picture.export(toBytes=True).save(str(path), "PNG"):
                    raise OSError(0, "the picture was refused")
    except OSError as error:
        reason = error.strerror or str(error)
        raise LabError(f"{path.name} could not be written ({reason}): choose another folder.") from None


class PlotExport(QObject):
    """The menu's entries for saving a plot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._plot: pg.PlotWidget | None = None
        self._history: History | None = None

    def add_actions(self, menu: QMenu, plot: pg.PlotWidget, history: History | None) -> None:
        self._plot, self._history = plot, history
        for kind, text, _ in _KINDS:
            action = menu.addAction(text)
            action.setData(kind)
            action.setEnabled(history is not None and len(history) > 0)
            action.triggered.connect(self._save)

    @Slot()
    def _save(self) -> None:
        kind = self.sender().data()
        patterns = {name: pattern for name, _, pattern in _KINDS}
        name = f"{self._plot.objectName().removesuffix('_plot')}.{kind}"
        chosen, _ = QFileDialog.getSaveFileName(self._parent, "Save", name, patterns[kind])
        if not chosen:
            return
        path = Path(chosen)
        try:
            save_plot(self._plot, self._history, path if path.suffix else path.with_suffix(f".{kind}"))
        except LabError as error:
            QMessageBox.warning(self._parent, "Logit Lab", str(error))
