import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drawing.drawing_history import MAX_WIDTH, MIN_WIDTH, Drawing, DrawingHistory, PenStroke
from lrengine.drawing import BRUSH

GRID = st.integers(0, 1000).map(lambda number: number / 1000)
PICTURE = np.arange(12, dtype=np.uint8).reshape(3, 4)


def line(start: float) -> np.ndarray:
    return np.array([[start, 0.1], [start, 0.9]])


def test_a_drawing_owns_arrays_that_cannot_be_changed() -> None:
    stroke, picture = line(0.2), PICTURE.copy()
    drawing = Drawing((stroke,), 0.1, picture)
    stroke[:] = 0
    picture[:] = 0
    assert np.array_equal(drawing.strokes[0], line(0.2))
    assert drawing.picture is not None and np.array_equal(drawing.picture, PICTURE)
    for array in (drawing.strokes[0], drawing.picture):
        with pytest.raises(ValueError):
            array[0] = 1


def test_arrays_that_are_read_only_already_are_not_copied() -> None:
    first = Drawing((line(0.2),))
    assert Drawing((*first.strokes, line(0.5))).strokes[0] is first.strokes[0]


def test_width_stays_within_bounds() -> None:
    assert Drawing().width == BRUSH
    assert Drawing(width=0.0).width == MIN_WIDTH
    assert Drawing(width=5.0).width == MAX_WIDTH


def test_summary_says_what_is_there() -> None:
    assert Drawing().summary() == "Empty"
    assert Drawing((line(0.1),)).summary() == "1 stroke"
    assert Drawing((line(0.1), line(0.2))).summary() == "2 strokes"
    assert Drawing(picture=PICTURE).summary() == "A picture of 4 by 3 pixels"


def test_emptiness() -> None:
    assert Drawing().is_empty()
    assert not Drawing((line(0.1),)).is_empty()
    assert not Drawing(picture=PICTURE).is_empty()


def test_pen_stroke_drops_repeats_and_what_is_no_number() -> None:
    pen = PenStroke()
    assert pen.add(0.5, 0.5)
    assert not pen.add(0.5, 0.5)
    assert not pen.add(0.5, 0.500001)
    assert not pen.add(float("nan"), 0.5)
    assert not pen.add(0.5, float("inf"))
    assert pen.add(1.5, -2.0)
    assert pen.points().tolist() == [[0.5, 0.5], [1.0, 0.0]]


@given(st.lists(st.tuples(GRID, GRID), min_size=1, max_size=700, unique=True))
def test_pen_stroke_keeps_all_points_as_it_grows(places: list[tuple[float, float]]) -> None:
    pen = PenStroke()
    early = None
    for x, y in places:
        pen.add(x, y)
        early = pen.points() if early is None else early
    assert np.array_equal(pen.points(), np.array(places))
    assert np.array_equal(pen.last(3), np.array(places[-3:]))
    assert early is not None and early.tolist() == [list(places[0])]
    assert not pen.points().flags.writeable


def test_undo_and_redo_walk_over_strokes_pictures_and_clearing() -> None:
    history = DrawingHistory()
    history.add_stroke(line(0.1))
    history.add_stroke(line(0.2))
    history.show_picture(PICTURE)
    history.clear()
    seen = [history.now.summary()]
    while history.undo():
        seen.append(history.now.summary())
    assert seen == ["Empty", "A picture of 4 by 3 pixels", "2 strokes", "1 stroke", "Empty"]
    back = [history.now.summary()]
    while history.redo():
        back.append(history.now.summary())
    assert back == seen[::-1]


def test_a_new_step_forgets_what_was_undone() -> None:
    history = DrawingHistory()
    history.add_stroke(line(0.1))
    history.undo()
    assert history.can_redo
    history.add_stroke(line(0.3))
    assert not history.can_redo
    assert history.now.strokes[0][0, 0] == 0.3


def test_a_stroke_on_a_picture_begins_a_new_drawing() -> None:
    history = DrawingHistory()
    history.show_picture(PICTURE)
    history.add_stroke(line(0.1))
    assert history.now.picture is None and len(history.now.strokes) == 1
    history.undo()
    assert history.now.picture is not None


def test_clearing_an_empty_drawing_is_no_step() -> None:
    history = DrawingHistory()
    history.clear()
    assert not history.can_undo


def test_the_brush_stays_when_steps_are_taken_back() -> None:
    history = DrawingHistory()
    history.add_stroke(line(0.1))
    history.set_width(0.15)
    history.undo()
    assert history.now.width == 0.15
    history.redo()
    assert history.now.width == 0.15


def test_a_restored_drawing_can_be_undone_stroke_by_stroke() -> None:
    history = DrawingHistory()
    history.add_stroke(line(0.9))
    history.restore(Drawing((line(0.1), line(0.2)), 0.12))
    seen = [history.now.summary()]
    while history.undo():
        seen.append(history.now.summary())
    assert seen == ["2 strokes", "1 stroke", "Empty"]
    assert history.now.width == 0.12
    history.restore(Drawing(picture=PICTURE))
    assert history.undo() and history.now.is_empty() and not history.can_undo


@given(st.lists(st.sampled_from(["stroke", "picture", "clear", "undo", "redo"]), max_size=60))
def test_undoing_and_redoing_any_sequence_leads_back(actions: list[str]) -> None:
    history = DrawingHistory()
    for action in actions:
        if action == "stroke":
            history.add_stroke(line(0.1))
        elif action == "picture":
            history.show_picture(PICTURE)
        else:
            getattr(history, action)()
    here = history.now.summary()
    steps = 0
    while history.undo():
        steps += 1
    assert history.now.is_empty()
    for _ in range(steps):
        assert history.redo()
    assert history.now.summary() == here
