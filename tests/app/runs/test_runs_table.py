"""The table shares out its room, and leaves to the window what is the window's."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from app.runs.run_lines import RunRow
from app.runs.runs_model import EYE, RUN, RunsModel
from app.runs.runs_table import RunsTable
from lrengine.settings import all_settings


def rows(count, **settings):
    base = {setting.key: setting.default for setting in all_settings()}
    made = []
    for k in range(1, count + 1):
        own = {key.replace("__", "."): value * k for key, value in settings.items()}
        made.append(RunRow(k, "#4f8cff", {**base, **own}, 0.3, 0.9, None, False, "finished"))
    return made


@pytest.fixture
def host(qtbot, key_host):
    made = key_host
    made.model = RunsModel(made)
    made.table = RunsTable(made.model)
    QVBoxLayout(made).addWidget(made.table)
    made.resize(660, 300)
    with qtbot.waitExposed(made):
        made.show()
    yield made


MANY = {
    "solver__learning_rate": 0.1, "solver__batch_size": 100, "objective__l2": 0.001, "objective__l1": 0.002,
    "run__seed": 1, "stopping__iterations": 1000, "solver__clip": 0.5, "data__label_noise": 0.01,
    "stopping__patience": 3, "evaluation__every": 7, "solver__momentum": 0.1, "features__degree": 1,
}  # fmt: skip


@pytest.mark.parametrize("width", [500, 660, 860, 1600])
def test_many_differing_settings_need_no_scrolling_sideways(host, qtbot, width):
    host.resize(width, 300)
    host.model.show_runs(rows(5, **MANY))
    host.table.fit_columns()
    qtbot.waitUntil(lambda: host.table.horizontalScrollBar().maximum() == 0)
    heads = [host.model.headerData(c, Qt.Orientation.Horizontal) for c in range(host.model.columnCount())]
    assert heads[-3:] == ["Risk", "Validation", "Test"]
    assert ("Also" in heads) == (width < 1600)
    assert host.table.columnWidth(RUN) >= 80


def test_more_room_gives_more_columns(host):
    host.model.show_runs(rows(5, **MANY))
    host.table.fit_columns()
    before = host.model.columnCount()
    host.resize(900, 300)
    assert host.model.columnCount() > before


def test_keys(host, qtbot):
    table = host.table
    host.model.show_runs(rows(3))
    table.choose(1)
    with qtbot.waitSignal(table.line_chosen) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args == [1]
    for key, signal in [(Qt.Key.Key_O, table.overlay_asked), (Qt.Key.Key_Delete, table.deletion_asked)]:
        with qtbot.waitSignal(signal):
            qtbot.keyClick(table, key)
    for key, fold in [(Qt.Key.Key_Left, True), (Qt.Key.Key_Right, False)]:
        with qtbot.waitSignal(table.fold_asked) as heard:
            qtbot.keyClick(table, key)
        assert heard.args == [1, fold]
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert host.keys == [Qt.Key.Key_Space]


def test_a_plain_click_chooses_one_with_ctrl_only_selects(host, qtbot):
    host.model.show_runs(rows(4))
    table = host.table
    heard = []
    table.line_chosen.connect(heard.append)

    def click(line, column, modifier=Qt.KeyboardModifier.NoModifier):
        place = table.visualRect(host.model.index(line, column)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    click(1, RUN)
    click(2, 3, Qt.KeyboardModifier.ControlModifier)
    click(3, RUN, Qt.KeyboardModifier.ShiftModifier)
    click(0, EYE)
    assert heard == [1]
    click(2, 2)
    assert heard == [1, 2]
    assert [index.row() for index in table.selectionModel().selectedRows()] == [2]
