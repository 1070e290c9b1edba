import numpy as np
import pytest
from PySide6.QtCore import QPointF

from app.playground.plane_editing import MOST_POINTS, PlaneEditor
from app.playground.point_set import PointSet, points_of


@pytest.fixture
def editor(qtbot, square):
    made = PlaneEditor()
    qtbot.addWidget(made)
    made.resize(400, 240)
    made.take_points(points_of(square))
    yield made
    made.stop_telling()


def place_of(editor, index):
    return QPointF(*editor.view.to_pixels(editor.points.positions[index : index + 1])[0])


def test_a_point_is_added_where_the_pixel_is(editor, qtbot):
    editor.class_name = "2"
    with qtbot.waitSignal(editor.points_edited) as told:
        editor.add(QPointF(200, 120))
    x, y, name = told.args[0][-1]
    assert (x, y) == pytest.approx(editor.view.to_position(200, 120)) and name == "2"
    assert len(told.args[0]) == 6 and editor.selected == 5


def test_a_drag_moves_at_once_and_tells_first_and_last(editor, qtbot):
    told = []
    editor.points_edited.connect(told.append)
    start = place_of(editor, 0)
    editor.begin_drag(0, start + QPointF(3, 2))
    for step in range(1, 6):
        editor.drag(start + QPointF(3 + 4 * step, 2))
        # The place where it was taken hold of stays under the pointer.
        assert place_of(editor, 0).x() == pytest.approx(start.x() + 4 * step)
    editor.end_drag()
    assert len(told) == 2 and told[-1] == editor.points.placed()
    assert not editor.is_dragging


def test_what_a_pause_in_a_drag_left_untold_is_told(editor, qtbot):
    start = place_of(editor, 0)
    editor.begin_drag(0, start)
    editor.drag(start + QPointF(10, 0))
    with qtbot.waitSignal(editor.points_edited) as told:
        editor.drag(start + QPointF(20, 0))
    assert told.args[0] == editor.points.placed()
    with qtbot.assertNotEmitted(editor.points_edited):
        editor.end_drag()


def test_a_drag_is_one_edit(editor):
    before = editor.points.placed()
    start = place_of(editor, 2)
    editor.begin_drag(2, start)
    for step in range(5):
        editor.drag(start + QPointF(step, step))
    editor.end_drag()
    editor.undo()
    assert editor.points.placed() == before
    editor.redo()
    assert editor.points.placed() != before


def test_a_point_stays_on_the_plot(editor):
    start = place_of(editor, 0)
    editor.begin_drag(0, start)
    editor.drag(QPointF(-500, 5000))
    editor.end_drag()
    assert place_of(editor, 0).toTuple() == pytest.approx((0, 240))


def test_data_of_the_drag_itself_does_not_disturb_it(editor, qtbot):
    start = place_of(editor, 0)
    editor.begin_drag(0, start)
    editor.drag(start + QPointF(10, 0))
    late = editor.points
    editor.drag(start + QPointF(20, 0))
    editor.take_points(late)
    assert editor.is_dragging and place_of(editor, 0).x() == pytest.approx(start.x() + 20)
    editor.end_drag()


def test_other_data_ends_a_drag_and_is_not_told_of(editor, qtbot):
    start = place_of(editor, 0)
    editor.begin_drag(0, start)
    editor.drag(start + QPointF(10, 0))
    editor.drag(start + QPointF(20, 0))
    other = PointSet(np.ones((2, 2)), np.array([0, 1]), np.zeros(2, int), ("0", "1"))
    with qtbot.assertNotEmitted(editor.points_edited, wait=100):
        editor.take_points(other)
    assert not editor.is_dragging and editor.points is other


def test_new_data_keeps_a_chosen_view_unless_it_lies_outside(editor, qtbot):
    editor.is_fitted = False
    editor.set_view(editor.view.zoomed(1.5, 200, 120))
    kept = editor.view
    near = PointSet(np.array([[0.0, 0.0], [0.1, 0.2]]), np.array([0, 1]), np.zeros(2, int), ("0", "1"))
    editor.take_points(near)
    assert editor.view == kept and not editor.is_fitted
    far = PointSet(near.positions + 100, near.classes, near.roles, near.names)
    with qtbot.waitSignal(editor.view_changed, check_params_cb=bool):
        editor.take_points(far)
    assert editor.view.sees_any(far.positions)


def test_an_edit_does_not_move_the_view(editor):
    kept = editor.view
    editor.add(QPointF(2, 2))
    editor.take_points(editor.points)
    assert editor.view == kept


def test_clear_is_an_edit_that_is_not_told(editor, qtbot):
    with qtbot.assertNotEmitted(editor.points_edited):
        editor.clear()
    assert len(editor.points) == 0
    with qtbot.waitSignal(editor.points_edited):
        editor.undo()
    assert len(editor.points) == 5


def test_too_many_points_are_not_for_the_hand(editor, qtbot):
    count = MOST_POINTS + 1
    rng = np.random.default_rng(0)
    editor.take_points(
        PointSet(rng.normal(size=(count, 2)), np.zeros(count, int), np.zeros(count, int), ("0", "1"))
    )
    assert not editor.may_edit
    with qtbot.waitSignal(editor.refused) as refused, qtbot.assertNotEmitted(editor.points_edited):
        editor.add(QPointF(10, 10))
    assert "2,001 points" in refused.args[0]


def test_the_nearest_point_within_reach_is_taken(editor):
    assert editor.point_at(place_of(editor, 3) + QPointF(5, 5)) == 3
    assert editor.point_at(place_of(editor, 3) + QPointF(9, 9)) is None
    editor.clear()
    assert editor.point_at(QPointF(200, 120)) is None
