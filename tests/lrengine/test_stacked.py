from __future__ import annotations

import numpy as np
import pytest

from lrengine import stacked as module
from lrengine.losses import DoubleSoftmax, SquaredSigmoid
from lrengine.objective import Objective
from lrengine.stacked import Pass


@pytest.fixture
def make_pass(make_objective):
    """A maker of a pass of some runs, with where their gradients go, and of what each finds alone."""

    def make(task="softmax", runs=3, dtype="float64", rows=None, loss=None, **options):
        given = make_objective(task, dtype=dtype, **options)
        objectives = [
            Objective(given.features, given.labels, loss or given.loss, given.k, intercept=given.intercept)
            for _ in range(runs)
        ]
        rng = np.random.default_rng(4)
        thetas = [rng.standard_normal(given.size).astype(dtype) for _ in range(runs)]
        gradients = [np.full(given.size, np.nan, dtype) for _ in range(runs)]
        alone = []
        for one, theta in zip(objectives, thetas, strict=True):
            gradient = np.zeros(one.size, dtype)
            found = one.sums(theta, with_slopes=True, rows=rows)
            one._write(found, gradient)
            chosen = slice(None) if rows is None else rows
            hits = one.hits(one.logits(theta, chosen), one.labels[chosen])
            alone.append((found.loss, hits, gradient))
        return Pass(objectives, thetas, gradients, rows), gradients, alone

    return make


def go_through(one, order=1):
    for stretch in range(one.stretches)[::order]:
        one.run(stretch)
    return one.finish()


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("rows", [None, np.arange(3, 50, 2)], ids=["all", "batch"])
@pytest.mark.parametrize("task", ["binary", "softmax", "one-vs-rest"])
@pytest.mark.parametrize("runs", [1, 2, 5])
def test_each_run_finds_what_it_finds_alone(make_pass, task, runs, rows, intercept):
    one, gradients, alone = make_pass(task, runs, rows=rows, intercept=intercept)
    for (loss, hits), gradient, (expected, read, slope) in zip(
        go_through(one), gradients, alone, strict=True
    ):
        assert loss == pytest.approx(expected, rel=1e-13) and hits == read
        np.testing.assert_allclose(gradient, slope, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("loss", [DoubleSoftmax(), SquaredSigmoid()])
def test_any_loss_is_stacked(make_pass, loss):
    one, gradients, alone = make_pass(loss=loss)
    go_through(one)
    for gradient, (_, _, slope) in zip(gradients, alone, strict=True):
        np.testing.assert_allclose(gradient, slope, rtol=1e-11, atol=1e-12)


def test_the_order_of_the_stretches_changes_no_bit(make_pass, monkeypatch):
    monkeypatch.setattr(module, "BLOCK_ROWS", 8)
    found = []
    for order in (1, -1):
        one, gradients, _ = make_pass(dtype="float32")
        found.append((go_through(one, order), [g.tobytes() for g in gradients]))
    assert found[0] == found[1]


def test_many_rows_make_longer_stretches_not_more(make_pass, monkeypatch):
    monkeypatch.setattr(module, "BLOCK_ROWS", 2)
    monkeypatch.setattr(module, "MOST_STRETCHES", 4)
    one, gradients, alone = make_pass(n=61)
    assert one.stretches == 4
    totals = go_through(one)
    for (loss, _), gradient, (expected, _, slope) in zip(totals, gradients, alone, strict=True):
        assert loss == pytest.approx(expected, rel=1e-13)
        np.testing.assert_allclose(gradient, slope, rtol=1e-11, atol=1e-12)


def test_a_run_beyond_all_numbers_leaves_its_neighbours_alone(make_objective):
    objective = make_objective("softmax", dtype="float32")
    wild, tame = np.full((2, objective.size), 0.1, np.float32)
    wild[:] = 3e38
    wild[::2] *= -1
    gradients = np.zeros((2, objective.size), np.float32)
    (lost, _), (loss, _) = go_through(Pass([objective] * 2, [wild, tame], list(gradients)))
    assert not np.isfinite(lost)
    assert loss == pytest.approx(objective.measure(tame).risk * objective.n, rel=1e-6)
    assert np.isfinite(gradients[1]).all()
