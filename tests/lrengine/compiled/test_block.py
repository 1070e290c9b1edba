from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.compiled import block as module
from lrengine.compiled.block import LOGISTIC, LOGITS, SLOPES, SOFTMAX, TOGETHER, block_in
from lrengine.compiled.loops import as_it_is, loops_in

K, M, D = 3, 17, 4


def residuals(factor):
    """Stands for a loss: known numbers from each logit, its intercept and label."""

    def work(z, intercept, labels, found, begin, end):
        rows = slice(begin, end)
        z[:K, rows] = factor * (z[:K, rows] + intercept[:, None]) - labels[rows]
        found += end - begin

    return work


@pytest.fixture
def material():
    rng = np.random.default_rng(0)
    x, rows = rng.integers(0, 9, (M + 3, D)).astype(np.uint8), rng.integers(0, M + 3, M)
    w, z = rng.integers(-9, 9, (K, D)).astype(float), rng.integers(-9, 9, (K + 2, M)).astype(float)
    return x, rows, w, z, rng.integers(-9, 9, K).astype(float), rng.integers(0, K, M)


@pytest.mark.parametrize("stages", range(16))
@pytest.mark.parametrize(("begin", "end"), [(0, M), (3, 14), (5, 5), (16, 17)])
def test_each_stage_takes_up_what_the_one_before_left(monkeypatch, material, stages, begin, end):
    for chosen, together in itertools.product((False, True), (4, 7, TOGETHER)):
        monkeypatch.setattr(module, "TOGETHER", together)
        tried(material, stages, chosen, begin, end)


def tried(material, stages, chosen, begin, end):
    block = block_in(np.float64, as_it_is, *loops_in(np.float64), residuals(2), residuals(-3))
    x, rows, w, z, intercept, labels = (array.copy() for array in material)
    g, found = np.full((K, D), 0.5), np.full(K + 3, 0.5)
    some, taken = slice(begin, end), (x[rows] if chosen else x[:M]).astype(float)
    expected, slopes, sums = z.copy(), g.copy(), found.copy()
    if stages & LOGITS:
        expected[:K, some] = 4 * w @ taken[some].T
    for stage, factor in ((SOFTMAX, 2), (LOGISTIC, -3)):
        if stages & stage:
            expected[:K, some] = factor * (expected[:K, some] + intercept[:, None]) - labels[some]
    if stages & (SOFTMAX | LOGISTIC):
        # Nothing is left of what lay there before.
        sums[:] = (end - begin) * (bool(stages & SOFTMAX) + bool(stages & LOGISTIC))
    if stages & SLOPES:
        slopes = 4 * expected[:K, some] @ taken[some]
    block(stages, w, x, rows, chosen, z, g, 4.0, intercept, labels, found, begin, end)
    np.testing.assert_array_equal(z, expected)
    np.testing.assert_array_equal(g, slopes)
    np.testing.assert_array_equal(found, sums)


@given(begin=st.integers(0, 40), count=st.integers(0, 40), together=st.integers(1, 50))
def test_some_rows_go_through_all_stages_before_the_next_do(begin, count, together):
    told = []

    def stage(name):
        return lambda *given: told.append((name, *given[-2:]))

    stages = map(stage, ("logits", "slopes", "softmax", "logistic"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "TOGETHER", together)
        block = block_in(np.float64, as_it_is, *stages)
        block(15, None, None, None, False, None, np.zeros((1, 1)), 1.0, None, None, [], begin, begin + count)
    edges = [*range(begin, begin + count, together), begin + count]
    names = "logits", "softmax", "logistic", "slopes"
    expected = [(name, *edge) for edge in itertools.pairwise(edges) for name in names]
    assert told == expected
