"""The import of scikit-learn waits until nobody works, and ends with the window."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QThread

from app.evaluation import early_imports
from app.evaluation.early_imports import PIECES, EarlyImports


@pytest.fixture
def imported(monkeypatch):
    found = []
    monkeypatch.setattr(early_imports, "import_module", found.append)
    monkeypatch.setattr(early_imports, "FIRST_MS", 1)
    return found


def test_pieces_come_in_order_and_the_thread_ends(qtbot, imported):
    imports = EarlyImports(SimpleNamespace(is_busy=False))
    thread = imports.findChild(QThread)
    qtbot.waitUntil(lambda: len(imported) == len(PIECES) and thread.isFinished())
    assert imported == list(PIECES)
    imports.close()


def test_a_training_is_let_pass(qtbot, imported):
    session = SimpleNamespace(is_busy=True)
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
    imports = EarlyImports(SimpleNamespace(is_busy=False))
    qtbot.waitUntil(lambda: imported == list(PIECES))
    imports.close()
