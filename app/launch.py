"""Opening the window as a person does: remembered, and with the plots after the first paint."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app.late_parts import LateParts
from app.main_window import MainWindow

# pyqtgraph takes over every name of these, and PySide makes each when it is first asked for.
QT_MODULES: Final = (QtCore, QtGui, QtWidgets)
# What the plots and the late panels are made of, in pieces that take about as long as one another.
PLOT_MODULES: Final = ("pyqtgraph", "app.plots.curves_panel", "app.late_plots")
PANEL_MODULES: Final = (
    "app.evaluation.evaluation_panel",
    "app.sweep.sweep_panel",
    "app.playground.playground_panel",
    "app.guide.explainer_panel",
    "app.late_panels",
)


def session_home() -> Path:
    """Where the session is kept; LOGITLAB_HOME first."""
    from platformdirs import user_data_path

    kept = os.environ.get("LOGITLAB_HOME")
    return Path(kept) if kept else user_data_path("logit-lab")


class PlotsAfterFirstPaint(QObject):
    """Builds the plots, then the other panels, once the canvas is on screen: it can be drawn on meanwhile.

    They are imported and made piece by piece, so that a stroke never waits for all of it.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        parts = window.late_parts
        self._steps: list[Callable[[], object]] = [
            *(partial(_make_names, module) for module in QT_MODULES),
            *(partial(import_module, name) for name in PLOT_MODULES),
            *(partial(getattr, parts, name) for name in LateParts.PLOTS),
            window.add_plots,
            *(partial(import_module, name) for name in PANEL_MODULES),
            *(partial(getattr, parts, name) for name in LateParts.PANELS),
            window.add_panels,
        ]
        self._canvas = window.drawing_panel.canvas
        self._canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._canvas.removeEventFilter(self)
            # One turn of the event loop later this paint has reached the screen.
            QTimer.singleShot(1, self._go_on)
        return False

    @Slot()
    def _go_on(self) -> None:
        self._steps.pop(0)()
        if self._steps:
            QTimer.singleShot(0, self._go_on)


def _make_names(module: ModuleType) -> None:
    for name in dir(module):
        getattr(module, name)


class CloseOnSignal(QObject):
    """Ctrl+C in the terminal closes the window in good order, as its own button does."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        # Python handles a signal between two of its instructions, and an idle window runs none.
        self._timer = QTimer(self)
        self._timer.setInterval(200)
        self._timer.timeout.connect(self._wake)
        self._timer.start()

    def take(self, number: int, frame: object) -> None:
        QTimer.singleShot(0, self._window.close)

    @Slot()
    def _wake(self) -> None:
        return


def open_window(arguments: list[str] | None = None) -> int:
    """Show the window and run until it is closed."""
    # Short turns under the interpreter's lock: training and repaints wait less for each other.
    sys.setswitchinterval(0.0003)
    application = QApplication([sys.argv[0], *(arguments or [])])
    application.setApplicationName("Logit Lab")
    application.setDesktopFileName("logit-lab")
    window = MainWindow(session_home(), defer_plots=True)
    PlotsAfterFirstPaint(window)
    close = CloseOnSignal(window)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close.take)
    window.show()
    code = application.exec()
    window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del window
    return code
