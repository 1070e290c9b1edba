import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView, QWidget

from app.look.theme import LIGHT
from app.runs.runs_panel import RunRow, RunsPanel


def rows(count, risk=0.3):
    return [
        RunRow(k, "#4f8cff", {"run.seed": k}, risk, 0.9, None, False, "finished") for k in range(1, count + 1)
    ]


@pytest.fixture
def panel(qtbot):
    made = RunsPanel()
    qtbot.addWidget(made)
    made.resize(700, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_no_runs_is_a_sentence(panel):
    sentence, table = panel.findChild(QLabel, "runs_empty"), panel.findChild(QTableView, "runs_table")
    assert sentence.isVisible() and not table.isVisible()
    panel.show_runs(rows(2))
    assert table.isVisible() and not sentence.isVisible() and table.accessibleName()
    panel.show_runs([])
    assert sentence.isVisible()


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


def test_the_choice_stays_with_its_run(panel):
    panel.show_runs(rows(3))
    panel.table.selectRow(1)
    panel.show_runs(rows(5))
    assert [index.row() for index in panel.table.selectionModel().selectedRows()] == [3]
    panel.show_runs(rows(5, risk=0.2))
    assert [index.row() for index in panel.table.selectionModel().selectedRows()] == [3]


def test_space_is_left_to_the_window(qtbot):
    class Host(QWidget):
        pressed = 0

        def keyPressEvent(self, event):  # noqa: N802
            self.pressed += event.key() == Qt.Key.Key_Space

    host = Host()
    qtbot.addWidget(host)
    panel = RunsPanel(host)
    panel.show_runs(rows(2))
    with qtbot.waitExposed(host):
        host.show()
    qtbot.keyClick(panel.table, Qt.Key.Key_Space)
    assert host.pressed == 1


def test_a_theme_colours_what_is_sealed(panel):
    panel.show_runs(rows(1))
    panel.show_theme(LIGHT)
    model = panel.table.model()
    sealed = model.index(0, model.columnCount() - 1)
    assert sealed.data() == "sealed"
    assert sealed.data(Qt.ItemDataRole.ForegroundRole).name() == LIGHT.quiet_ink
