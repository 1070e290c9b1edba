from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QStyle, QStyleOptionViewItem, QTableView, QWidget

from app.look.theme import LIGHT
from app.runs.runs_model import EYE, RUN
from app.runs.runs_panel import RunRow, RunsPanel


def rows(count, risk=0.3, shown=None, group=()):
    return [
        RunRow(
            k, "#4f8cff", {"run.seed": k}, risk, 0.9, None, False, "finished",
            group=1 if k in group else None, is_shown=k == shown,
        )
        for k in range(1, count + 1)
    ]  # fmt: skip


@pytest.fixture
def panel(qtbot):
    made = RunsPanel()
    qtbot.addWidget(made)
    made.resize(700, 240)
    with qtbot.waitExposed(made):
        made.show()
    yield made


def titles(panel):
    model = panel.table.model()
    return [model.index(line, RUN).data().strip() for line in range(model.rowCount())]


def checkbox_of(panel, line):
    table = panel.table
    option = QStyleOptionViewItem()
    option.initFrom(table)
    option.rect = table.visualRect(table.model().index(line, EYE))
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    return (
        table.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, table).center()
    )


def test_no_runs_is_a_sentence(panel):
    sentence, table = panel.findChild(QLabel, "runs_empty"), panel.findChild(QTableView, "runs_table")
    assert sentence.isVisible() and not table.isVisible() and not panel.header.isVisible()
    panel.show_runs(rows(2))
    assert table.isVisible() and not sentence.isVisible() and table.accessibleName()
    assert panel.header.isVisible() and panel.header.summary.text() == "2 runs"
    panel.show_runs([])
    assert sentence.isVisible() and not panel.header.isVisible()
    panel.show_bin(rows(1))
    assert sentence.isVisible() and panel.header.isVisible()


def test_a_click_or_enter_chooses_a_run(panel, qtbot):
    panel.show_runs(rows(4))
    place = panel.table.visualRect(panel.table.model().index(1, 2)).center()
    with qtbot.waitSignal(panel.run_chosen) as heard:
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [3]
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.run_chosen) as heard:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert heard.args == [2]


def test_the_choice_stays_with_its_runs(panel):
    panel.show_runs(rows(3))
    panel.table.choose(1)
    panel.table.choose(2, more=True)
    panel.show_runs(rows(5))
    assert sorted(index.row() for index in panel.table.selectionModel().selectedRows()) == [3, 4]
    panel.show_runs(rows(5, risk=0.2))
    assert sorted(index.row() for index in panel.table.selectionModel().selectedRows()) == [3, 4]


def test_checks_and_the_o_key_change_the_overlays(panel, qtbot):
    panel.show_runs(rows(4, group=(1, 2)))
    with qtbot.waitSignal(panel.overlays_changed) as heard, qtbot.assertNotEmitted(panel.run_chosen):
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=checkbox_of(panel, 1))
    assert heard.args == [(3,)] == [panel.overlaid]
    panel.table.choose(1)
    panel.table.choose(2, more=True)
    for expected in [(1, 2, 3), ()]:
        with qtbot.waitSignal(panel.overlays_changed) as heard:
            qtbot.keyClick(panel.table, Qt.Key.Key_O)
        assert heard.args == [expected]


def test_overlays_outlast_new_rows_and_the_bin(panel):
    panel.show_runs(rows(3))
    panel.show_overlaid([1, 3])
    panel.show_runs(rows(3)[1:])
    assert panel.overlaid == (3,)
    panel.show_runs(rows(4))
    assert panel.overlaid == (1, 3)
    states = [panel.table.model().index(line, EYE).data(Qt.ItemDataRole.CheckStateRole) for line in range(4)]
    assert [state == Qt.CheckState.Checked for state in states] == [False, True, False, True]


def test_a_group_is_folded_and_unfolded_by_click_enter_and_arrows(panel, qtbot):
    panel.show_runs(rows(5, group=(2, 3, 4)))
    assert titles(panel) == ["5", "▸ 3 seeds", "1"]
    place = panel.table.visualRect(panel.table.model().index(1, RUN)).center()
    with qtbot.assertNotEmitted(panel.run_chosen):
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert titles(panel) == ["5", "▾ 3 seeds", "4", "3", "2", "1"]
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
        assert len(titles(panel)) == 3
        qtbot.keyClick(panel.table, Qt.Key.Key_Right)
        assert len(titles(panel)) == 6
        panel.table.choose(3)
        qtbot.keyClick(panel.table, Qt.Key.Key_Left)
        assert panel.table.currentIndex().row() == 1
        qtbot.keyClick(panel.table, Qt.Key.Key_Left)
        assert len(titles(panel)) == 3


@pytest.mark.parametrize(
    ("name", "signal", "expected"),
    [
        ("show", "run_chosen", 2),
        ("repeat", "repeat_asked", 2),
        ("branch", "branch_asked", 2),
        ("delete", "delete_asked", (2,)),
    ],
)
def test_buttons_act_on_the_chosen_run(panel, qtbot, name, signal, expected):
    panel.show_runs(rows(3, shown=3))
    panel.table.choose(1)
    button = panel.findChild(QWidget, f"runs_{name}_button")
    with qtbot.waitSignal(getattr(panel, signal)) as heard:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard.args == [expected]


def test_with_nothing_chosen_they_act_on_the_run_on_view(panel, qtbot):
    panel.show_runs(rows(3, shown=1))
    enabled = {name: panel.actions_[name].isEnabled() for name in ("show", "repeat", "branch", "delete")}
    assert enabled == {"show": False, "repeat": True, "branch": True, "delete": True}
    with qtbot.waitSignal(panel.repeat_asked) as heard:
        panel.actions_["repeat"].trigger()
    assert heard.args == [1]
    panel.show_runs(rows(3))
    assert not any(panel.actions_[name].isEnabled() for name in enabled)


def test_several_runs_can_only_be_overlaid_or_deleted(panel, qtbot):
    panel.show_runs(rows(4, group=(1, 2)))
    panel.table.selectAll()
    enabled = {
        name for name in ("show", "repeat", "branch", "overlay", "delete") if panel.actions_[name].isEnabled()
    }
    assert enabled == {"overlay", "delete"}
    with qtbot.waitSignal(panel.delete_asked) as heard:
        qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert heard.args == [(1, 2, 3, 4)]


def test_the_menu_is_of_the_line_under_the_pointer(panel, qtbot):
    panel.show_runs(rows(3))
    panel.show_overlaid([2])
    place = panel.table.visualRect(panel.table.model().index(1, RUN)).center()
    panel.table.customContextMenuRequested.emit(QPoint(place))
    menu = panel.findChild(QMenu, "runs_menu")
    texts = [action.text() for action in menu.actions()]
    assert "Hide overlaid curves" in texts and "Export table…" in texts
    with qtbot.waitSignal(panel.export_asked):
        panel.actions_["export"].trigger()
    with qtbot.waitSignal(panel.delete_asked) as heard:
        panel.actions_["delete"].trigger()
    assert heard.args == [(2,)]
    menu.close()


def test_a_restored_run_is_asked_for(panel, qtbot):
    panel.show_bin(rows(2))
    with qtbot.waitSignal(panel.restore_asked) as heard:
        next(entry for entry in panel.header.bin_menu.actions() if entry.text() == "Restore all").trigger()
    assert heard.args == [(1, 2)]


def test_a_figure_that_needs_more_room_gets_it(panel):
    panel.show_runs(rows(2))
    risk = panel.table.model().columnCount() - 3
    before = panel.table.columnWidth(risk)
    panel.show_runs([replace(row, risk=12345678.9) for row in rows(2)])
    assert panel.table.columnWidth(risk) > before


def test_space_is_left_to_the_window(qtbot, key_host):
    panel = RunsPanel(key_host)
    panel.show_runs(rows(2))
    with qtbot.waitExposed(key_host):
        key_host.show()
    qtbot.keyClick(panel.table, Qt.Key.Key_Space)
    assert key_host.keys == [Qt.Key.Key_Space]


def test_a_theme_colours_what_is_sealed(panel):
    panel.show_runs(rows(1))
    panel.show_theme(LIGHT)
    model = panel.table.model()
    sealed = model.index(0, model.columnCount() - 1)
    assert sealed.data() == "sealed"
    assert sealed.data(Qt.ItemDataRole.ForegroundRole).name() == LIGHT.quiet_ink


def test_it_is_painted_with_groups_and_checks(panel):
    panel.show_runs(rows(6, shown=6, group=(1, 2)))
    panel.show_overlaid([1, 5])
    QApplication.processEvents()
    assert not panel.grab().isNull()
