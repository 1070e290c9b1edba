import numpy as np

from app.playground.class_marks import TRAINING, VALIDATION
from app.playground.point_history import PointHistory
from app.playground.point_set import PointSet


def cloud(count, seed=0, role=TRAINING):
    rng = np.random.default_rng(seed)
    return PointSet(rng.normal(size=(count, 2)), np.arange(count) % 2, np.full(count, role), ("0", "1"))


def edited(history, points):
    history.set(points)
    history.note_sent()


def test_edits_are_undone_and_redone():
    history = PointHistory()
    first = cloud(3)
    history.take(first)
    edited(history, first.moved(0, 9.0, 9.0))
    history.amend(history.now.moved(0, 10.0, 9.0))
    assert history.undo() and history.now is first and not history.undo()
    assert history.redo() and history.now.positions[0, 0] == 10 and not history.redo()
    history.undo()
    edited(history, first.removed(0))
    assert not history.can_redo


def test_its_own_points_come_back_with_their_roles():
    history = PointHistory()
    history.take(cloud(5))
    edited(history, history.now.added(1.0, 2.0, "1"))
    kept = history.now.placed()
    back = history.now
    assert not history.take(
        PointSet(back.positions[::-1], back.classes[::-1], np.full(6, VALIDATION), back.names)
    )
    assert history.now.placed() == kept and (history.now.roles == VALIDATION).all()


def test_data_made_of_an_earlier_edit_is_late():
    history = PointHistory()
    history.take(cloud(5))
    edited(history, history.now.moved(0, 1.0, 1.0))
    late = history.now
    edited(history, history.now.moved(0, 2.0, 2.0))
    newest = history.now
    assert not history.take(late)
    assert history.now is newest


def test_a_point_removed_meanwhile_stays_away():
    history = PointHistory()
    history.take(cloud(5))
    edited(history, history.now.added(1.0, 1.0, "0"))
    late = history.now
    edited(history, history.now.removed(5))
    assert not history.take(late) and len(history.now) == 5


def test_other_data_takes_their_place_and_those_placed_by_hand_can_be_had_back():
    history = PointHistory()
    history.take(cloud(5))
    assert history.take(cloud(4, seed=1)) and not history.can_undo
    edited(history, history.now.moved(0, 1.0, 1.0))
    placed = history.now
    assert history.take(cloud(3, seed=2)) and len(history.now) == 3 and not history.is_own
    assert history.undo() and history.now is placed


def test_undo_is_bounded():
    history = PointHistory()
    for step in range(150):
        edited(history, history.now.added(float(step), 0.0, "0"))
    assert sum(history.undo() for _ in range(200)) == 100
