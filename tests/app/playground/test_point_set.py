import numpy as np

from app.playground.class_marks import TEST, TRAINING, UNUSED, VALIDATION
from app.playground.point_set import EMPTY, PointSet, points_of
from lrengine.data.splits import Part, Split


def points(*rows, names=("0", "1"), roles=None):
    return PointSet(
        np.array([row[:2] for row in rows], float).reshape(-1, 2),
        np.array([names.index(row[2]) for row in rows], np.int64),
        np.full(len(rows), TRAINING) if roles is None else np.array(roles),
        names,
    )


def test_edits_give_other_records():
    first = EMPTY.added(0.5, 1.0, "0").added(2.0, 3.0, "cat")
    assert first.placed() == ((0.5, 1.0, "0"), (2.0, 3.0, "cat")) and len(EMPTY) == 0
    assert first.moved(0, 9.0, 8.0).placed()[0] == (9.0, 8.0, "0")
    assert first.removed(0).placed() == ((2.0, 3.0, "cat"),)
    assert len(first.cleared()) == 0 and first.cleared().names == ("0", "1", "cat")
    assert not first.positions.flags.writeable


def test_roles_come_back_whatever_the_order_and_precision():
    mine = points((0.1, 0.2, "0"), (0.3, 0.4, "1"), (0.1, 0.2, "0"))
    theirs = points((0.3, 0.4, "1"), (0.1, 0.2, "0"), (0.1, 0.2, "0"), roles=[TEST, VALIDATION, TRAINING])
    single = PointSet(
        theirs.positions.astype(np.float32).astype(float), theirs.classes, theirs.roles, theirs.names
    )
    taken = mine.take_roles(single)
    assert taken.roles[1] == TEST and sorted(taken.roles[[0, 2]]) == [TRAINING, VALIDATION]
    assert taken.placed() == mine.placed()


def test_points_left_out_are_unused_and_others_are_refused():
    mine = points((0, 0, "0"), (1, 1, "1"))
    assert mine.take_roles(points((1, 1, "1"))).roles.tolist() == [UNUSED, TRAINING]
    assert mine.take_roles(points((1, 1, "1"), (1, 1, "1"))) is None
    assert mine.take_roles(points((2, 1, "1"))) is None
    assert mine.take_roles(EMPTY) is None and EMPTY.take_roles(EMPTY) is EMPTY


def test_classes_are_counted_as_the_data_counts_them():
    mine = points((0, 0, "b"), (1, 1, "a"), (2, 2, "c"), names=("b", "a", "c"))
    taken = mine.take_roles(points((1, 1, "a"), (0, 0, "b"), names=("a", "b")))
    assert taken.names == ("a", "b", "c") and taken.placed() == mine.placed()


def test_a_split_in_two_dimensions_is_points():
    part = Part(np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([0, 1]))
    none = Part(np.empty((0, 2)), np.empty(0, np.int64))
    split = Split(part, Part(part.inputs[:1], part.labels[:1]), none, ("no", "yes"), np.zeros(2, bool))
    found = points_of(split)
    assert found.placed() == ((0.0, 1.0, "no"), (2.0, 3.0, "yes"), (0.0, 1.0, "no"))
    assert found.roles.tolist() == [TRAINING, TRAINING, VALIDATION]
    wide = Part(np.zeros((2, 4, 4)), np.array([0, 1]))
    assert points_of(Split(wide, wide, wide, ("0", "1"), np.zeros(2, bool))) is None
