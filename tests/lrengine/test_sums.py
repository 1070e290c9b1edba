from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lrengine.sums import Blocks, Sums, TreeSum


@given(count=st.integers(1, 20_000), most=st.integers(1, 3_000))
def test_blocks_cover_every_row_once_and_in_order(count, most):
    blocks = list(Blocks.of(count, most))
    assert [row for rows in blocks for row in range(rows.start, rows.stop)] == list(range(count))
    sizes = [rows.stop - rows.start for rows in blocks]
    assert max(sizes) <= most and min(sizes) >= 1 and max(sizes) - min(sizes) <= 1
    assert len(blocks) == 1 or len(blocks) % 2 == 0 or len(blocks) == count


@given(count=st.integers(1, 5_000), most=st.integers(1, 100), data=st.data())
def test_a_part_has_the_blocks_of_the_whole_counted_from_its_first_row(count, most, data):
    whole = Blocks.of(count, most)
    begin = data.draw(st.integers(0, len(whole) - 1))
    part = whole.part(begin, data.draw(st.integers(begin + 1, len(whole))))
    place = part.place()
    counted = [slice(rows.start + place.start, rows.stop + place.start) for rows in part]
    assert counted == list(whole)[begin : begin + len(part)]
    assert counted[0].start == place.start and counted[-1].stop == place.stop


def test_sums_take_in_others_with_or_without_slopes():
    total = Sums().add(Sums(1.5, 2)).add(Sums(0.5, 1))
    assert (total.loss, total.hits, total.slopes) == (2.0, 3, None)
    slopes = np.ones((2, 3))
    total.add(Sums(1.0, 0, slopes, np.ones(2))).add(Sums(0.0, 0, np.full((2, 3), 2.0), np.ones(2)))
    np.testing.assert_array_equal(total.slopes, np.full((2, 3), 3.0))
    np.testing.assert_array_equal(total.slopes_intercepts, [2.0, 2.0])


def in_pairs(sums):
    """The definition: neighbours added up in pairs, an odd one out joining the next round as it is."""
    while len(sums) > 1:
        pairs = itertools.zip_longest(sums[::2], sums[1::2])
        sums = [a if b is None else a + b for a, b in pairs]
    return sums[0]


@given(seed=st.integers(0, 10**6), count=st.integers(1, 70), data=st.data())
def test_the_total_is_the_same_whoever_summed_what_and_when(seed, count, data):
    rng = np.random.default_rng(seed)
    losses = rng.standard_normal(count) * 10.0 ** rng.integers(-8, 8, count)
    parts = sorted({0, count, *data.draw(st.lists(st.integers(0, count), max_size=5))})
    sent = []
    for begin, end in itertools.pairwise(parts):
        worker = TreeSum()
        for block in begin + rng.permutation(end - begin):
            worker.hand_in(int(block), Sums(losses[block], 1, np.full(1, losses[block])))
        sent += worker.subtrees()
        assert len(worker.subtrees()) <= max(1, 2 * np.log2(end - begin))
    total = TreeSum(sent[index] for index in rng.permutation(len(sent))).total()
    assert total.loss == total.slopes[0] == in_pairs(losses.tolist())
    assert total.hits == count
