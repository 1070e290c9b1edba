"""A small problem for the window's parts, and a watch for threads, timers and widgets left behind."""

from __future__ import annotations

import gc
import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QThread, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from lrengine.compiled import loops_for
from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.experiment import prepare
from lrengine.recipe import Recipe
from lrengine.settings import change


def make_dataset(rows: int = 300, classes: int = 3, side: int = 6, seed: int = 0) -> Dataset:
    """Images whose class shows in one bright pixel among noise."""
    rng = np.random.default_rng(seed)
    labels = np.arange(rows) % classes
    images = rng.integers(0, 60, (rows, side, side))
    images.reshape(rows, -1)[np.arange(rows), 2 * labels] += 150
    names = tuple(str(label) for label in range(classes))
    return Dataset("small", images.astype(np.uint8), labels.astype(np.int64), names)


class KeyHost(QWidget):
    """Stands for the window, and hears the keys that its child leaves to it."""

    def __init__(self):
        super().__init__()
        self.keys = []

    def keyPressEvent(self, event):  # noqa: N802
        self.keys.append(event.key())


@pytest.fixture(autouse=True, scope="session")
def compiled_loops():
    """A test that waits for rows does not wait for the compiler, which takes longer than its patience."""
    loops_for(np.float32)


@pytest.fixture
def key_host(qtbot):
    host = KeyHost()
    qtbot.addWidget(host)
    return host


@pytest.fixture
def session(qapp, small_data):
    from app.session import Session

    session = Session()
    yield session
    session.close()


@pytest.fixture
def small_recipe():
    return change(Recipe(), {"data.test": 0.2, "solver.learning_rate": 0.1, "stopping.iterations": 30})


@pytest.fixture
def small_rows(small_recipe):
    return prepare(small_recipe, make_dataset())


@pytest.fixture(autouse=True)
def no_window_left_standing(request):
    """Fail the test that leaves a window on screen; the pointer starts away from where windows appear."""
    if "qapp" not in request.fixturenames:
        yield
        return
    application = request.getfixturevalue("qapp")
    # A pointer that another test has left where this one moves it to would not be heard to move.
    QCursor.setPos(application.primaryScreen().geometry().bottomRight())
    before = set(map(id, application.topLevelWidgets()))
    yield
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [
        widget for widget in application.topLevelWidgets() if id(widget) not in before and widget.isVisible()
    ]
    assert not left, f"widgets left on screen: {left}"


@pytest.fixture(autouse=True, scope="module")
def nothing_left_running():
    """Fail the module that leaves a thread running or a timer ticking.

    Once a module, and among the objects made since it began: looking through all there are takes a
    third of a second.
    """
    gc.freeze()
    with pytest.MonkeyPatch.context() as patch:
        # What a window freezes would not be found below.
        patch.setattr("app.garbage.BURST", math.inf)
        yield
    application = QApplication.instance()
    if application is None:
        return
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    running = [thing for thing in gc.get_objects() if _is_running(thing)]
    assert not running, f"still running: {[(thing, thing.objectName()) for thing in running]}"


def _is_running(thing: object) -> bool:
    try:
        if isinstance(thing, QThread):
            return thing.isRunning() and thing is not QThread.currentThread()
        return isinstance(thing, QTimer) and thing.isActive()
    except RuntimeError:
        return False


@pytest.fixture(scope="session")
def loops_at_hand():
    """The first training on a machine has its loops compiled, for longer than a signal is waited for."""
    loops_for("float32")


@pytest.fixture
def small_data(monkeypatch, loops_at_hand):
    """Every source of data gives the small problem; `classes` of each call may be looked up."""
    asked = []

    def load(recipe, progress=None, cancelled=None):
        asked.append(recipe.data.name)
        if recipe.data.name == "file":
            raise LabError("There is no such file: choose another.")
        side = 8 if recipe.data.name == "digits8" else 6
        return make_dataset(rows=240, classes=10, side=side, seed=recipe.run.seed)

    monkeypatch.setattr("app.data.data_work.load_dataset", load)
    return asked
