"""What the window's benchmarks share: opening it, waiting, a mouse's events, and what is timed.

Needs no screen; with one, it uses it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import lrengine

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

PROBE_MS = 4
PATIENCE_MS = 3000
PRESS, MOVE, RELEASE = (
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease,
)  # fmt: skip
# Full batch, without an end.
FULL_SPEED = {
    "solver.batch_size": 0, "solver.learning_rate": 0.05, "stopping.iterations": 0, "stopping.epochs": 0.0,
    "data.validation": 0.1,
}  # fmt: skip


def open_window(size=(1440, 900)):
    """The window as `logitlab` opens it, all panels built, nothing remembered."""
    from app.main_window import MainWindow

    sys.setswitchinterval(0.0003)
    application = QApplication.instance() or QApplication([])
    window = MainWindow()
    # The window does not keep the application alive.
    window.application = application
    window.resize(*size)
    window.show()
    return window


def close_window(window) -> None:
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def wait(reached) -> None:
    """Let the window live until something is so."""
    while not reached():
        # `processEvents` with a limit would spin, and take the interpreter from who is waited for.
        live(0.005)


def wait_for_analysis(window) -> None:
    """Until the rows are here and nothing but the training will compute."""
    desk = window.session.desk
    wait(lambda: window.session.rows is not None and desk.optimum is not None)
    wait(lambda: desk.optimum.value is not None)


def live(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


def draw_three(window) -> None:
    """A drawing on the canvas, so that there is something to read."""
    from app.demo import THREE
    from app.drawing.drawing_history import Drawing

    drawing = Drawing((np.array(THREE, dtype=np.float32),))
    window.drawing_panel.canvas.set_drawing(drawing)
    window.session.set_drawing(drawing)


def train(window, updates: int = 10) -> None:
    """Begin a run, and wait until it goes."""
    window.actions_["reset_action"].trigger()
    window.actions_["train_action"].trigger()
    wait(lambda: window.session.run is not None and window.session.run.updates >= updates)


def mouse_event(widget, kind: QEvent.Type, place: QPointF) -> QMouseEvent:
    """A left button's press, move (held down) or release at a place of the widget."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == MOVE else left
    held = none if kind == RELEASE else left
    return QMouseEvent(kind, place, widget.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)


def send_mouse(widget, kind: QEvent.Type, place: QPointF) -> None:
    QApplication.sendEvent(widget, mouse_event(widget, kind, place))


class Gaps(QObject):
    """Milliseconds between turns of the event loop, probed every `PROBE_MS`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[float] = []
        self._last = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(PROBE_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._last = None
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def _tick(self) -> None:
        now = time.perf_counter()
        if self._last is not None:
            self.found.append(1000 * (now - self._last))
        self._last = now


class PaintCount(QObject):
    """How often each of some widgets was painted."""

    def __init__(self, *widgets) -> None:
        super().__init__()
        self._widgets = widgets
        self.counts = [0] * len(widgets)
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched, event) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.counts[self._widgets.index(watched)] += 1
        return False


class Repainted(QObject):
    """Times from an event's post to the end of the repaint that shows what it did.

    The repaint counts that follows the event's delivery; it ends when the event loop turns again.
    """

    _turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._receiver = self._target = None
        self._turned.connect(self._loop.quit, Qt.ConnectionType.QueuedConnection)

    def after_post(self, receiver, event, target) -> float:
        """Milliseconds from posting `event` to `target` painted."""
        began = time.perf_counter()
        QApplication.postEvent(receiver, event)
        return self._wait(began, target, receiver)

    def after_call(self, act, target) -> float:
        """The same for what is called and not posted, as a window is resized."""
        began = time.perf_counter()
        act()
        return self._wait(began, target, None)

    def _wait(self, began: float, target, receiver) -> float:
        self._receiver, self._target = receiver, target
        for widget in {target, receiver} - {None}:
            widget.installEventFilter(self)
        patience = QTimer(self)
        patience.setSingleShot(True)
        patience.timeout.connect(self._loop.quit)
        patience.start(PATIENCE_MS)
        self._loop.exec()
        spent = 1000 * (time.perf_counter() - began)
        if not patience.isActive():
            raise RuntimeError(f"{target.objectName() or target} was not painted in {PATIENCE_MS} ms")
        patience.stop()
        patience.deleteLater()
        for widget in {target, receiver} - {None}:
            widget.removeEventFilter(self)
        return spent

    def eventFilter(self, watched, event) -> bool:  # noqa: N802 - Qt's name
        if watched is self._receiver and event.type() in (PRESS, MOVE, RELEASE):
            self._receiver = None
        elif self._receiver is None and watched is self._target and event.type() == QEvent.Type.Paint:
            self._target = None
            self._turned.emit()
        return False


def pass_time(deadline: QDeadlineTimer) -> None:
    """Let the window live until a deadline."""
    while not deadline.hasExpired():
        flags = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        QApplication.processEvents(flags, max(int(deadline.remainingTime()), 1))


def spread(times) -> dict[str, float]:
    """Median, 99th percentile and largest."""
    return {
        "median": float(np.median(times)),
        "p99": float(np.percentile(times, 99)),
        "max": float(np.max(times)),
    }


def write_report(report, path: str | None) -> None:
    """The report as JSON, if a file is named."""
    if path:
        Path(path).write_text(json.dumps(report, indent=2) + "\n")
