import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from app.runs.runs_model import RunRow, RunsModel, differing_settings, setting_text


def row(number, status="finished", risk=0.3, **settings):
    settings = {"solver.learning_rate": 0.5, "objective.l2": 0.0, **settings}
    return RunRow(number, "#4f8cff", settings, risk, 0.9018, 0.91, False, status)


def table(model):
    columns = range(model.columnCount())
    head = [model.headerData(column, Qt.Orientation.Horizontal) for column in columns]
    return [head] + [[model.index(line, c).data() for c in columns] for line in range(model.rowCount())]


def test_only_what_differs_has_a_column_and_the_newest_run_is_on_top():
    model = RunsModel()
    model.show_runs([row(1), row(2, **{"objective.l2": 0.01}), row(3, "running", risk=None)])
    assert table(model) == [
        ["Run", "L2", "Risk", "Validation", "Test"],
        ["3 · now", "0", "–", "90.18 %", "sealed"],
        ["2", "0.01", ".3000", "90.18 %", "sealed"],
        ["1", "0", ".3000", "90.18 %", "sealed"],
    ]


def test_a_revealed_test_and_a_diverged_run_are_told():
    model = RunsModel()
    rows = [RunRow(1, "#ffffff", {}, 0.1, None, 0.989, True, "diverged"), row(2)]
    model.show_runs(rows)
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


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 1)), max_size=4))
def test_differing_settings(settings):
    rows = [RunRow(k, "#000000", s, None, None, None, False, "ready") for k, s in enumerate(settings)]
    found = differing_settings(rows)
    for key in "abc":
        assert (key in found) == (len({s.get(key) for s in settings}) > 1)


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("solver.learning_rate", 0.05, "0.05"),
        ("solver.batch_size", 0, "all"),
        ("task.classes", (2, 8), "2, 8"),
        ("solver.name", "gradient-descent", "Gradient descent"),
        ("evaluation.reveal_test", True, "yes"),
        ("something.else", 3, "3"),
        ("data.path", "", "–"),
    ],
)
def test_settings_read_as_people_write_them(key, value, text):
    assert setting_text(key, value) == text


def test_the_dot_has_the_run_s_colour(qapp):
    model = RunsModel()
    model.show_runs([row(1)])
    dot = model.index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    assert dot.pixmap(9, 9).toImage().pixelColor(4, 4).name() == "#4f8cff"
