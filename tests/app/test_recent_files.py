"""Recent files: newest first, once each, kept across starts."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMenu

from app.recent_files import MOST, RecentFiles


@pytest.fixture
def make(qtbot, tmp_path):
    def recent(store=True):
        menu = QMenu()
        qtbot.addWidget(menu)
        settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat) if store else None
        return menu, RecentFiles(menu, settings)

    return recent


def test_newest_first_and_once_each(make):
    menu, recent = make(store=False)
    for name in ("a", "b", "a"):
        recent.add(Path("/tmp") / name)
    assert [path.name for path in recent.paths] == ["a", "b"]
    assert [action.text().split()[0] for action in menu.actions()] == ["a", "b"]


@pytest.mark.parametrize("count", [0, 1, 3, MOST + 4])
def test_they_are_kept_across_starts(make, count):
    _, recent = make()
    for number in range(count):
        recent.add(Path(f"/tmp/{number}"))
    recent._store.sync()
    menu, later = make()
    assert later.paths == recent.paths and len(later.paths) == min(count, MOST)
    assert menu.isEnabled() == bool(count)


def test_choosing_one_tells_which(qtbot, make):
    menu, recent = make(store=False)
    recent.add(Path("/tmp/a"))
    with qtbot.waitSignal(recent.chosen) as caught:
        menu.actions()[0].trigger()
    assert caught.args == [Path("/tmp/a")]
