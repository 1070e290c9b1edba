"""Kept iterates stay within their budget, evenly spread, and the same on both sides of a hand-over."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.snapshots import MOST, Snapshots


def theta(iteration, size=5, dtype=np.float32):
    return np.full(size, iteration, dtype)


def fill(kept, rows, size=5):
    for k in range(rows):
        if kept.wants(k):
            kept.add(k, theta(k, size))
    return kept


@given(st.integers(1, 400), st.integers(1, 60), st.integers(1, 9))
def test_what_is_kept_is_within_budget_even_and_begins_with_row_0(rows, fits, size):
    budget = fits * 4 * size
    kept = fill(Snapshots(budget), rows, size)
    assert kept.nbytes == len(kept) * 4 * size <= budget
    np.testing.assert_array_equal(kept.iterations, np.arange(0, rows, kept.stride))
    # Never thinner than it has to be: twice as many would not have fitted.
    assert kept.stride == 1 or len(range(0, rows, kept.stride // 2)) > fits
    assert kept.stride & (kept.stride - 1) == 0


@given(st.integers(2, 300), st.integers(2, 40), st.lists(st.integers(0, 50), max_size=20))
def test_the_reader_holds_what_the_writer_does_however_it_is_handed_over(rows, fits, pauses):
    budget = fits * 20
    writer, reader = Snapshots(budget), Snapshots(budget)
    stops = set(np.cumsum(pauses))
    for k in range(rows):
        if writer.wants(k):
            writer.add(k, theta(k))
        if k in stops:
            taken = writer.hand_over()
            reader.extend(taken.items, taken.stride)
            np.testing.assert_array_equal(reader.iterations, writer.iterations)
    taken = writer.hand_over()
    reader.extend(taken.items, taken.stride)
    np.testing.assert_array_equal(reader.iterations, writer.iterations)
    assert reader.nbytes == writer.nbytes and reader.stride == writer.stride
    assert all(reader.at(k)[1] is writer.at(k)[1] for k in range(rows))


@given(st.lists(st.integers(1, 9), min_size=1, max_size=80), st.integers(-3, 900), st.integers(1, 30))
def test_the_nearest_one_not_after(steps, asked, fits):
    kept = Snapshots(20 * fits)
    kept.add(0, theta(0))
    for k in np.cumsum(steps):
        if kept.wants(k):
            kept.add(int(k), theta(k))
    found, iterate = kept.at(asked)
    earlier = kept.iterations[kept.iterations <= asked]
    assert found == (earlier[-1] if len(earlier) else 0)
    np.testing.assert_array_equal(iterate, theta(found))


def test_a_copy_is_kept_that_nobody_can_change():
    kept, moving = Snapshots(), theta(0)
    kept.add(0, moving)
    moving[:] = 7
    iterate = kept.at(0)[1]
    assert not iterate.any()
    with pytest.raises(ValueError, match="read-only"):
        iterate[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        kept.iterations[0] = 1


def test_small_problems_keep_no_more_than_can_be_pointed_at():
    kept = fill(Snapshots(), 3 * MOST, size=3)
    assert MOST / 2 < len(kept) <= MOST and kept.stride == 2 * 2


def test_an_iterate_larger_than_the_budget_leaves_row_0():
    kept = fill(Snapshots(10), 100)
    assert kept.iterations.tolist() == [0] and kept.stride > 64


def test_something_between_two_multiples_stays_until_the_next_thinning():
    kept = fill(Snapshots(4 * 20), 5)
    assert kept.stride == 2
    kept.add(5, theta(5))
    assert kept.iterations.tolist() == [0, 2, 4, 5]
    kept.add(6, theta(6))
    assert kept.iterations.tolist() == [0, 4]


def test_nothing_kept():
    kept = Snapshots()
    assert len(kept) == kept.nbytes == len(kept.iterations) == 0
    with pytest.raises(LookupError):
        kept.at(3)
    assert kept.hand_over().items == ()
    iterations, stack = kept.to_arrays()
    assert len(Snapshots.from_arrays(iterations, stack)) == 0


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.longdouble])
def test_a_file_gives_back_the_same_iterates(dtype):
    kept = Snapshots(6 * 5 * np.dtype(dtype).itemsize)
    for k in range(0, 50):
        if kept.wants(k):
            kept.add(k, theta(k / 3, dtype=dtype))
    iterations, stack = kept.to_arrays()
    assert stack.dtype == np.float32 and len(stack) == len(kept)
    again = Snapshots.from_arrays(iterations, stack)
    np.testing.assert_array_equal(again.iterations, kept.iterations)
    assert again.stride == kept.stride
    np.testing.assert_array_equal(again.at(20)[1], kept.at(20)[1].astype(np.float32))


@pytest.mark.parametrize(
    ("iterations", "shape"),
    [([0, 1], (3, 4)), ([1, 0], (2, 4)), ([[0]], (1, 4)), ([-1], (1, 4)), ([0], (1,))],
)
def test_a_file_that_makes_no_sense_is_refused(iterations, shape):
    with pytest.raises(ValueError, match="belong together"):
        Snapshots.from_arrays(np.array(iterations), np.zeros(shape, np.float32))


@given(st.integers(1, 200), st.integers(1, 60), st.integers(1, 60))
def test_thinned_to_less_is_what_a_smaller_budget_would_have_kept(rows, fits, fewer):
    kept = fill(Snapshots(20 * fits), rows)
    before = kept.iterations
    less = kept.thinned(20 * min(fewer, fits))
    np.testing.assert_array_equal(less.iterations, fill(Snapshots(20 * min(fewer, fits)), rows).iterations)
    assert kept.iterations is before
    assert less.at(rows)[1] is kept.at(less.at(rows)[0])[1]
