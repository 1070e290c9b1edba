from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.runs.run_lines import RunRow
from app.runs.runs_model import EYE, RUN, RunsModel

CHECK = Qt.ItemDataRole.CheckStateRole


def row(number, status="finished", risk=0.3, **settings):
    settings = {"solver.learning_rate": 0.5, "objective.l2": 0.0, **settings}
    return RunRow(number, "#4f8cff", settings, risk, 0.9018, 0.91, False, status)


def table(model):
    columns = range(1, model.columnCount())
    head = [model.headerData(column, Qt.Orientation.Horizontal) for column in columns]
    return [head] + [[model.index(line, c).data() for c in columns] for line in range(model.rowCount())]


def repeats(*numbers):
    return [replace(row(number, **{"run.seed": number}), group=1) for number in numbers]


def test_only_what_differs_has_a_column_and_the_newest_run_is_on_top():
    model = RunsModel()
    model.show_runs([row(1), replace(row(2, **{"objective.l2": 0.01}), is_shown=True), row(3, risk=None)])
    assert table(model) == [
        ["Run", "L2", "Risk", "Validation", "Test"],
        ["3", "0", "–", "90.18 %", "sealed"],
        ["2 · now", "0.01", ".3000", "90.18 %", "sealed"],
        ["1", "0", ".3000", "90.18 %", "sealed"],
    ]


def test_the_run_on_view_stands_out(qapp):
    model = RunsModel()
    model.show_runs([row(1), replace(row(2), is_shown=True)])
    fonts = [model.index(line, RUN).data(Qt.ItemDataRole.FontRole) for line in range(2)]
    assert fonts[0].bold() and fonts[1] is None


def test_a_revealed_test_and_a_diverged_run_are_told():
    model = RunsModel()
    model.show_runs([RunRow(1, "#ffffff", {}, 0.1, None, 0.989, True, "diverged"), row(2)])
    assert table(model)[2][0] == "1 · diverged"
    assert table(model)[2][-2:] == ["–", "98.90 %"]


def test_the_same_runs_change_nothing(qtbot):
    model = RunsModel()
    model.show_runs([row(1), row(2)])
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.show_runs([row(1), row(2)])


def test_a_new_figure_touches_its_line_alone(qtbot):
    model = RunsModel()
    model.show_runs([row(1), row(2)])
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as heard:
        model.show_runs([row(1), row(2, risk=0.25)])
    assert (heard.args[0].row(), heard.args[1].row()) == (0, 0)
    assert table(model)[1][1] == ".2500"


def test_repeats_are_folded_into_a_line_until_it_is_unfolded():
    model = RunsModel()
    model.show_runs([*repeats(1, 2, 3), row(4, **{"run.seed": 9})])
    assert [line[:2] for line in table(model)[1:]] == [["4", "9"], ["▸ 3 seeds", "…"]]
    model.toggle_fold(1)
    assert [line[0].strip() for line in table(model)[1:]] == ["4", "▾ 3 seeds", "3", "2", "1"]
    model.toggle_fold(0)
    assert model.rowCount() == 5
    model.toggle_fold(1)
    assert model.rowCount() == 2


def test_settings_without_room_share_a_column_that_says_what_is_unusual():
    model = RunsModel()
    odd = row(3, **{"objective.l2": 0.01, "solver.learning_rate": 2.0})
    model.show_runs([row(1), row(2), odd])
    model.show_columns((), ("objective.l2", "solver.learning_rate"))
    assert [line[:2] for line in table(model)] == [
        ["Run", "Also"], ["3", "L2 0.01, Rate 2"], ["2", ""], ["1", ""],
    ]  # fmt: skip
    tip = model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "L2: 0.01\nLearning rate: 2"


def test_checks_follow_the_overlaid_runs_and_a_group_is_all_some_or_none(qtbot):
    model = RunsModel()
    model.show_runs([*repeats(1, 2), row(3)])
    checks = lambda: [model.index(line, EYE).data(CHECK) for line in range(2)]  # noqa: E731
    states = Qt.CheckState
    assert checks() == [states.Unchecked] * 2
    for numbers, expected in [({1}, states.PartiallyChecked), ({1, 2}, states.Checked)]:
        with qtbot.waitSignal(model.dataChanged):
            model.show_overlaid(numbers)
        assert checks() == [states.Unchecked, expected]


def test_a_check_is_asked_for_not_made(qtbot):
    model = RunsModel()
    model.show_runs([*repeats(1, 2), row(3)])
    for line, value, expected in [
        (1, Qt.CheckState.Checked, [(2, 1), True]),
        (0, Qt.CheckState.Unchecked, [(3,), False]),
    ]:
        index = model.index(line, EYE)
        assert index.flags() & Qt.ItemFlag.ItemIsUserCheckable
        with qtbot.waitSignal(model.overlays_chosen) as heard:
            assert model.setData(index, value.value, CHECK)
        assert heard.args == expected
        assert index.data(CHECK) == Qt.CheckState.Unchecked
    assert not model.setData(model.index(0, RUN), "x")


@pytest.mark.parametrize("column", [EYE, RUN])
def test_what_a_line_is_about_is_in_its_tooltip(column):
    model = RunsModel()
    model.show_runs([replace(row(2, "gradient_norm"), name="Softmax", parent="branch of 1 at 40")])
    tip = model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Run 2: Softmax, branch of 1 at 40, gradient norm"
    assert model.index(0, EYE).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Overlay the curves of 2")


def test_heads_explain_themselves():
    model = RunsModel()
    model.show_runs([row(1), row(2, **{"solver.learning_rate": 0.1})])
    tips = [
        model.headerData(c, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        for c in range(model.columnCount())
    ]
    assert "curves" in tips[EYE] and tips[2].startswith("Learning rate: ")
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_the_dot_has_the_run_s_colour(qapp):
    model = RunsModel()
    model.show_runs([row(1)])
    dot = model.index(0, RUN).data(Qt.ItemDataRole.DecorationRole)
    assert dot.pixmap(9, 9).toImage().pixelColor(4, 4).name() == "#4f8cff"
