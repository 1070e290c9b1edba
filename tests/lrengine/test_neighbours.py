"""The nearest rows, found by norms and one product, are the nearest rows."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.byte_rows import ByteRows
from lrengine.compiled import loops_for
from lrengine.features import Pixels
from lrengine.neighbours import Neighbours

RNG = np.random.default_rng(1)
ROWS = RNG.normal(3, 1, (400, 30)).astype(np.float32)
INPUTS = RNG.integers(0, 256, (400, 6, 5)).astype(np.uint8)
LABELS = RNG.integers(0, 4, 400)


@pytest.mark.parametrize("count", [1, 5, 400])
def test_they_are_the_nearest_in_their_order(count):
    sought = RNG.normal(3, 1, 30)
    near = Neighbours(ROWS, INPUTS, LABELS).nearest(sought, count)
    far = np.linalg.norm(ROWS - sought, axis=1)
    order = np.argsort(far)[:count]
    np.testing.assert_array_equal(near.rows, order)
    np.testing.assert_allclose(near.distances, far[order], rtol=1e-5)
    np.testing.assert_array_equal(near.inputs, INPUTS[order])
    np.testing.assert_array_equal(near.labels, LABELS[order])


def test_a_row_is_its_own_neighbour_at_no_distance():
    near = Neighbours(ROWS, INPUTS, LABELS).nearest(ROWS[[17]])
    assert near.rows[0] == 17 and near.distances[0] == 0 and len(near.rows) == 5


@pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
def test_rows_of_bytes_are_as_near_as_their_numbers(scale):
    pixels = Pixels(scale, 255.0, (6, 5))
    bytes_ = ByteRows(INPUTS, pixels, "float32", loops_for("float32"))
    numbers = pixels.transform(INPUTS, np.float32)
    sought = numbers[3] + numbers.std() / 10
    one, other = (Neighbours(rows, INPUTS, LABELS).nearest(sought) for rows in (bytes_, numbers))
    np.testing.assert_array_equal(one.rows, other.rows)
    np.testing.assert_allclose(one.distances, other.distances, rtol=1e-6)


def test_fewer_rows_are_fewer_neighbours():
    few = Neighbours(ROWS[:3], INPUTS[:3], LABELS[:3])
    assert len(few.nearest(ROWS[0]).rows) == 3
    assert len(Neighbours(ROWS[:0], INPUTS[:0], LABELS[:0]).nearest(ROWS[0]).rows) == 0
