from __future__ import annotations

import math
import re

import numpy as np
import pytest

from lrengine import advice
from lrengine.losses import Logistic, SquaredSigmoid
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.solvers import LBFGS, Adam, GradientDescent
from lrengine.steepness import curvature_bound, loss_curvature_bound
from lrengine.stopping import Stopping
from lrengine.training import Controls, Plan, Training


@pytest.fixture
def make_training(make_objective):
    """A training that has not begun; options of the objective may be given."""

    def make(objective=None, solver=None, *, rate=3.0, batch_size=0, theta=None, l1=0.0, l2=0.0,
             iterations=60, patience=0, **options):  # fmt: skip
        if objective is None:
            objective = make_objective(**({"penalty": Penalty(l1, l2)} | options))
        return Training(
            objective,
            solver or GradientDescent(),
            np.zeros(objective.size) if theta is None else theta,
            Controls(rate, l1, l2),
            Plan(batch_size, stopping=Stopping(iterations, patience=patience)),
        )

    return make


def run(training):
    for _ in training.steps():
        pass
    return training


def suggested(sentence):
    return float(sentence.rpartition("try ")[2].removesuffix("."))


class TestDivergence:
    @pytest.mark.parametrize(
        ("risk", "words"),
        [(1234.5, "grew to 1.23e+03"), (math.inf, "left the range"), (math.nan, "left the range")],
    )
    def test_it_names_the_edge_and_a_rate_within_it(self, make_training, risk, words):
        training = make_training()
        bound = curvature_bound(training.objective)
        sentence = advice.divergence(training, risk)
        assert words in sentence and "at iteration 0: a learning rate of 3 is too large. " in sentence
        assert sentence.endswith(
            f"Full-batch descent is sure to fall below 2/L = {2 / bound:.3g}; try {1 / bound:.2g}."
        )

    def test_momentum_is_left_out_of_the_promise(self, make_training):
        sentence = advice.divergence(make_training(solver=GradientDescent(0.9)), math.inf)
        assert "Full-batch descent without momentum is sure" in sentence

    @pytest.mark.parametrize("reduction", ["mean", "sum"])
    def test_batches_promise_nothing_and_their_rate_works(self, make_training, reduction):
        wild = run(make_training(rate=1e7, batch_size=15, l2=0.1, reduction=reduction))
        assert wild.reason == "diverged"
        assert "With batches of 15 rows no step is sure to fall" in wild.sentence
        assert "2/L" not in wild.sentence
        assert ("losses added up over 15 rows" in wild.sentence) == (reduction == "sum")
        tame = run(make_training(rate=suggested(wild.sentence), batch_size=15, l2=0.1, reduction=reduction))
        assert tame.reason == "iterations"
        assert tame.history.last("train_risk") < 0.95 * tame.history.column("train_risk")[0]

    def test_a_sum_is_named(self, make_training):
        sentence = advice.divergence(make_training(reduction="sum"), math.inf)
        assert "is too large for losses added up over 60 rows. " in sentence

    def test_many_rows_are_judged_by_some_and_it_says_so(self, make_training, monkeypatch):
        monkeypatch.setattr(advice, "MOST_ROWS", 1000)
        monkeypatch.setattr(advice, "NEIGHBOURS", 8)
        training = make_training(n=4000, scale=50.0)
        largest = float(re.search(r"as large as ([0-9.]+) ", advice.divergence(training, math.inf))[1])
        assert 16 < largest <= np.abs(training.objective.features).max() + 0.5
        sentence = advice.divergence(training, math.inf)
        assert "Judging by 512 of the rows, full-batch descent falls below 2/L ≈ " in sentence
        rate = suggested(sentence)
        assert rate == pytest.approx(1 / curvature_bound(training.objective), rel=0.3)
        tame = run(make_training(training.objective, rate=rate))
        assert tame.history.last("train_risk") < tame.history.column("train_risk")[0]

    def test_wide_rows_are_judged_by_fewer(self, make_training, monkeypatch):
        monkeypatch.setattr(advice, "MOST_ROWS", 1000)
        monkeypatch.setattr(advice, "MOST_ENTRIES", 64 * 4 * 3)
        assert "Judging by 192 of the rows" in advice.divergence(make_training(n=1001), math.inf)

    @pytest.mark.parametrize("scale", [1.0, 200.0])
    def test_adams_rate_is_no_matter_of_curvature(self, make_training, scale):
        wild = run(make_training(solver=Adam(), rate=1e4, scale=scale))
        assert wild.reason == "diverged" and "2/L" not in wild.sentence
        assert "Adam moves each weight by about the rate" in wild.sentence
        assert ("inputs up to" in wild.sentence) == (scale > 1)
        rate = suggested(wild.sentence)
        typical = np.abs(wild.objective.features).sum(axis=1).mean() + 1
        assert rate == pytest.approx(1 / typical, rel=0.5)
        tame = run(make_training(solver=Adam(), rate=rate, scale=scale))
        assert tame.history.last("train_risk") < 0.95 * tame.history.column("train_risk")[0]

    def test_raw_pixels_are_named(self, make_training):
        training = make_training(scale=255.0)
        largest = np.abs(training.objective.features).max()
        sentence = advice.divergence(training, math.inf)
        assert f"is too large for inputs up to {largest:.3g} (see data.scale). " in sentence
        assert suggested(sentence) < 1e-3

    def test_a_penalty_that_is_the_steepest_part_is_named(self, make_training):
        sentence = advice.divergence(make_training(l2=100.0), math.inf)
        assert "is too large for an L2 of 100. " in sentence

    def test_a_penalty_that_leaps_by_itself_is_named(self, make_training):
        training = make_training(l2=25.0, scale=15.0, rate=0.1)
        assert loss_curvature_bound(training.objective) > 25.0
        assert "is too large for an L2 of 25. " in advice.divergence(training, math.inf)

    def test_a_line_search_is_not_blamed_on_a_rate(self, make_training):
        sentence = advice.divergence(make_training(solver=LBFGS()), math.inf)
        assert "learning rate" not in sentence and "data.scale" in sentence

    @pytest.mark.parametrize(("l2", "rate"), [(0.0, 0.3), (100.0, 0.01)])
    def test_a_loss_that_is_not_convex_gets_no_promise(self, make_training, make_objective, l2, rate):
        one = make_objective()
        training = make_training(
            Objective(one.features, one.labels, SquaredSigmoid(), 1, penalty=Penalty(l2=l2)), l2=l2
        )
        sentence = advice.divergence(training, math.inf)
        assert "2/L" not in sentence and sentence.endswith(f"no step is sure to fall; try {rate:g}.")


class TestNoNumbers:
    @pytest.mark.parametrize("batch_size", [0, 5])
    def test_inputs_beyond_the_precision_are_named(self, make_training, make_objective, batch_size):
        one = make_objective(dtype="float32")
        one.features[40] = np.inf
        training = run(make_training(one, batch_size=batch_size, rate=0.1))
        assert training.reason == "diverged" and "beyond the range of float32" in training.sentence
        assert "learning rate" not in training.sentence and np.isfinite(training.theta).all()
        assert len(training.history) <= 12

    def test_weights_to_start_from_that_are_no_numbers(self, make_training):
        training = run(make_training(theta=np.array([0.0, np.nan, 0, 0, 0])))
        assert training.reason == "diverged" and len(training.history) == 1
        assert "weights to start from are not all finite" in training.sentence

    def test_a_start_that_lies_too_far_out(self, make_training):
        training = run(make_training(theta=np.full(5, 1e38), dtype="float32", scale=1e3))
        assert training.reason == "diverged" and len(training.history) == 1
        assert "solver.start_scale" in training.sentence


class TestNoBetterThanGuessing:
    def test_a_run_that_reads_something_hears_nothing(self, make_training):
        assert run(make_training(rate=0.5)).sentence == "Done: 60 iterations."

    def test_nor_one_without_an_update_or_stopped_by_its_reader(self, make_training):
        training = make_training(rate=1e-30)
        for step in training.steps():
            if step.iteration == 3:
                training.reason = "stopped"
        assert training.sentence == "Done: 3 iterations."
        still = make_training(rate=1e-30)
        next(still.steps())
        assert advice.no_better_than_guessing(still) == ""

    def test_a_risk_that_has_not_moved(self, make_training):
        learned = run(make_training(rate=0.5)).theta
        training = run(make_training(rate=1e-9, theta=-learned))
        share = np.bincount(training.objective.labels).max() / 60
        assert f"no more than guessing would ({share:.1%})" in training.sentence
        assert "hardly moved: raise the learning rate" in training.sentence

    def test_weights_held_at_zero(self, make_training, make_objective):
        training = run(make_training(make_objective(intercept=False), l1=100.0, rate=0.1))
        assert "L1 holds all weights at zero" in training.sentence

    def test_a_risk_that_has_risen(self, make_training):
        labels = (np.arange(10) == 0).astype(np.int64)
        one = Objective(np.zeros((10, 1)), labels, Logistic(), 1)
        training = run(make_training(one, rate=100.0, iterations=2))
        assert "(90.0%), and the risk has risen: lower the learning rate, or" in training.sentence

    def test_labels_that_follow_nothing(self, make_training):
        labels = (np.arange(10) < 3).astype(np.int64)
        training = run(make_training(Objective(np.zeros((10, 1)), labels, Logistic(), 1), rate=1.0))
        assert "(70.0%): look at the labels and at the features." in training.sentence

    def test_an_accuracy_of_logits(self, make_training, make_objective):
        one = make_objective("softmax")
        one.counted = "logits"
        training = run(make_training(one, rate=0.5))
        assert training.history.last("train_accuracy") == 0.0
        assert "set evaluation.accuracy to predictions" in training.sentence

    def test_where_the_best_weights_are_kept_they_count(self, make_training):
        labels = (np.arange(10) == 0).astype(np.int64)
        X = np.where(labels, 1.0, -1.0)[:, None]
        training = make_training(Objective(X, labels, Logistic(), 1), rate=1.0, iterations=50, patience=3)
        for step in training.steps():
            if step.iteration == 1:
                training.controls.learning_rate = 1e-30
                training.theta[:] = 0
        assert training.reason == "patience" and "guessing" not in training.sentence
