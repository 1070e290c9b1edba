"""The main job, scripted: train, draw, predict, and save pictures of the whole window.

Needs no screen: everything is drawn off it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.command_line.output import compiling_told
from lrengine.errors import LabError

# A hand-drawn 3 in the unit square, as fractions of the canvas.
THREE = (
    (0.33, 0.27), (0.40, 0.20), (0.50, 0.18), (0.60, 0.21), (0.65, 0.29), (0.62, 0.38), (0.54, 0.45),
    (0.46, 0.47), (0.56, 0.49), (0.65, 0.56), (0.68, 0.66), (0.63, 0.76), (0.53, 0.82), (0.42, 0.81),
    (0.33, 0.75),
)  # fmt: skip
TASKS = {"binary": "three-vs-five", "softmax": "softmax"}
PATIENCE_MS = 50_000


def run_demo(out: Path) -> int:
    """Write {binary,softmax}-{before,during,after}.png and demo.json to `out`; 0 when all went well."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LabError(
            f"Cannot write to {out} ({error.strerror}): choose another folder with --out."
        ) from None
    # The window begins to load its data as soon as it is made.
    with compiling_told():
        accuracies = _visit_all(out)
    for task, figures in accuracies.items():
        print(f"{task}: test accuracy {figures['test_accuracy']:.2%}")
    print(f"Pictures and demo.json are in {out}.")
    return 0


def _visit_all(out: Path) -> dict[str, dict[str, float]]:
    from PySide6.QtCore import QEvent, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from app.main_window import MainWindow

    previous = qInstallMessageHandler(_tell)
    application = QApplication.instance() or QApplication(["logitlab"])
    window = MainWindow()
    window.resize(1440, 900)
    window.show()
    try:
        tour = Tour(window, out)
        accuracies = {task: {"test_accuracy": tour.visit(task, name)} for task, name in TASKS.items()}
        (out / "demo.json").write_text(json.dumps(accuracies, indent=2) + "\n")
        return accuracies
    except OSError as error:
        raise LabError(f"Cannot write to {out} ({error.strerror}): free some space there.") from None
    finally:
        window.close()
        window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qInstallMessageHandler(previous)


def _tell(kind: Any, context: Any, message: str) -> None:
    """Qt's messages, but for the offscreen platform's that it has no window manager."""
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


class Tour:
    """Drives one window as a person would."""

    def __init__(self, window: Any, out: Path) -> None:
        self._window = window
        self._out = out

    def visit(self, task: str, recipe: str) -> float:
        """Draw, train and read one task; its test accuracy."""
        window, session = self._window, self._window.session
        print(f"{task}: preparing …", file=sys.stderr)
        window.choose_recipe(recipe)
        window.actions_["reset_action"].trigger()
        self._wait("the data", lambda: self._is_at_row_zero(session))
        self._draw(THREE)
        self._grab(task, "before")
        window.actions_["train_action"].trigger()
        enough = max(session.recipe.stopping.iterations // 8, 1)
        self._wait("training to move", lambda: session.run.updates >= enough)
        self._grab(task, "during")
        self._wait("training to end", lambda: session.run.state == "finished")
        if session.run.reason in ("stopped", "diverged"):
            raise LabError(f"The {task} run did not finish: {session.run.sentence}")
        window.actions_["reveal_action"].setChecked(True)
        session.reveal_test(True)
        self._wait_for_repaint()
        self._grab(task, "after")
        print(
            f"{task}: reads the drawing as {window.drawing_panel.prediction.headline.text()}", file=sys.stderr
        )
        accuracy: float = session.run.test_accuracy()
        return accuracy

    @staticmethod
    def _is_at_row_zero(session: Any) -> bool:
        run = session.run
        return run is not None and run.rows is session.rows and run.state == "ready" and len(run.history) == 1

    def _draw(self, points: tuple[tuple[float, float], ...]) -> None:
        """Mouse events on the canvas, as a hand would cause them."""
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        canvas = self._window.drawing_panel.canvas
        canvas.clear()
        left, none, keys = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        places = [QPointF(x * canvas.width(), y * canvas.height()) for x, y in points]
        kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * len(places)]
        for kind, place in zip(kinds, [places[0], *places], strict=True):
            button = left if kind == QEvent.Type.MouseButtonPress else none
            there = canvas.mapToGlobal(place)
            QApplication.sendEvent(canvas, QMouseEvent(kind, place, there, button, left, keys))
        there = canvas.mapToGlobal(places[-1])
        release = QMouseEvent(QEvent.Type.MouseButtonRelease, places[-1], there, left, none, keys)
        QApplication.sendEvent(canvas, release)

    def _grab(self, task: str, moment: str) -> None:
        path = self._out / f"{task}-{moment}.png"
        if not self._window.grab().save(str(path)):
            raise LabError(
                f"Cannot write {path}: free some space there, or choose another folder with --out."
            )

    def _wait_for_repaint(self) -> None:
        window = self._window
        before = window.curves.repaints
        window.curves.show_history(window.session.run.history, window.session.run.best_iteration)
        self._wait("a repaint", lambda: window.curves.repaints > before)

    def _wait(self, what: str, reached: Callable[[], bool]) -> None:
        """Let the window live until something holds."""
        from PySide6.QtCore import QDeadlineTimer, QEventLoop
        from PySide6.QtWidgets import QApplication

        deadline = QDeadlineTimer(PATIENCE_MS)
        while not reached():
            if deadline.hasExpired():
                raise LabError(
                    f"The demo waited for {what} in vain: try again when the machine is less busy."
                )
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
