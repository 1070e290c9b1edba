"""The import of scikit-learn waits until nobody works, and ends with the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QThread, Signal

from app.data import early_imports
from app.data.early_imports import PIECES, EarlyImports


class Session(QObject):
    drawing_changed = Signal()

    def __init__(self, is_busy=False):
        super().__init__()
        self.is_busy = is_busy


@pytest.fixture
def imported(monkeypatch):
    found = []
    monkeypatch.setattr(early_imports, "import_module", found.append)
    monkeypatch.setattr(early_imports, "FIRST_MS", 1)
    return found


def test_pieces_come_in_order_and_the_thread_ends(qtbot, imported):
    session = Session()
    imports = EarlyImports(session)
    thread = imports.findChild(QThread)
    qtbot.waitUntil(lambda: len(imported) == len(PIECES) and thread.isFinished())
    assert imported == list(PIECES)
    imports.close()


def test_a_training_is_let_pass(qtbot, imported):
    session = Session(is_busy=True)
    imports = EarlyImports(session)
    with qtbot.waitSignal(imports._clock.timeout):
        pass
    assert imported == []
    session.is_busy = False
    qtbot.waitUntil(lambda: bool(imported))
    imports.close()


def test_a_piece_that_is_missing_stops_nothing(qtbot, imported, monkeypatch):
    def refuse(name):
        imported.append(name)
        raise ImportError(name)

    monkeypatch.setattr(early_imports, "import_module", refuse)
    session = Session()
    imports = EarlyImports(session)
    qtbot.waitUntil(lambda: imported == list(PIECES))
    imports.close()


def test_a_stroke_puts_it_off(qtbot, imported, monkeypatch):
    monkeypatch.setattr(early_imports, "FIRST_MS", 60_000)
    session = Session()
    imports = EarlyImports(session)
    imports._clock.start(1)
    session.drawing_changed.emit()
    assert imports._clock.interval() == 60_000
    imports.close()
    session.drawing_changed.emit()
    assert not imports._clock.isActive()
    assert imported == []
