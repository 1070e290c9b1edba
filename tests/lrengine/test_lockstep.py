from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine import lockstep as module
from lrengine import stacked
from lrengine.history import COLUMNS
from lrengine.lockstep import groups, may_go_together, steps_together
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.schedules import schedule
from lrengine.solvers import LBFGS, Adam, GradientDescent
from lrengine.stopping import Stopping
from lrengine.threads import Workers
from lrengine.training import Controls, Plan, Training

CLOCK = COLUMNS.index("seconds")


@pytest.fixture
def make_runs(make_objective):
    """A maker of runs on shared rows: each dict of options makes one."""

    def make(*each, task="softmax", n=60, dtype="float64", batch_size=0, workers=None, aside=True):
        parts = {"train": make_objective(task, n=n, dtype=dtype, workers=workers)}
        if aside:
            parts |= {"validation": make_objective(task, n=30, dtype=dtype, seed=9)}
            parts |= {"test": make_objective(task, n=25, dtype=dtype, seed=8)}

        def objective(name, options):
            one = parts.get(name)
            return one and Objective(
                one.features, one.labels, one.loss, one.k,
                penalty=Penalty(options.get("l1", 0.0), options.get("l2", 0.0)),
                intercept=options.get("intercept", True), reduction=options.get("reduction", "mean"),
                workers=workers,
            )  # fmt: skip

        def run(options):
            train = objective("train", options)
            plan = Plan(
                batch_size, options.get("clip", 0.0), options.get("schedule", schedule("constant")),
                Stopping(**{"iterations": 12} | options.get("limits", {})), options.get("every", 0),
            )  # fmt: skip
            controls = Controls(
                options.get("rate", 0.2), options.get("l1", 0.0), options.get("l2", 0.0),
                options.get("reveal", False),
            )  # fmt: skip
            solver = options.get("solver", GradientDescent)()
            theta = np.full(train.size, options.get("start", 0.0))
            return Training(
                train, solver, theta, controls, plan, validation=objective("validation", options),
                test=objective("test", options), rng=np.random.default_rng(options.get("seed", 7)),
            )  # fmt: skip

        return [run(options) for options in each]

    return make


def drive(runs):
    return list(steps_together(runs))


def same_numbers(together, alone, rtol=1e-11):
    assert together.reason == alone.reason and together.sentence == alone.sentence
    a, b = (np.delete(one.history.table(), CLOCK, axis=0) for one in (together, alone))
    np.testing.assert_allclose(a, b, rtol=rtol, atol=1e-12)
    np.testing.assert_allclose(together.theta, alone.theta, rtol=rtol, atol=1e-12)
    np.testing.assert_allclose(together.best_theta, alone.best_theta, rtol=rtol, atol=1e-12)
    assert (together.watch.best is None) == (alone.watch.best is None)
    if alone.watch.best is not None:
        assert together.watch.best.iteration == alone.watch.best.iteration


MIXED = (
    {"rate": 0.2},
    {"rate": 0.05, "l2": 0.3},
    {"rate": 0.5, "l1": 0.02, "solver": lambda: GradientDescent(0.9)},
    {"rate": 0.1, "solver": Adam, "clip": 0.01, "reveal": True},
    {"rate": 0.3, "schedule": schedule("inverse", 2.0), "every": 5, "start": 0.5},
    {"rate": 0.01, "reduction": "sum", "limits": {"iterations": 7}, "every": 3, "reveal": True},
)


@pytest.mark.parametrize("batch_size", [0, 16])
@pytest.mark.parametrize("task", ["binary", "softmax", "one-vs-rest"])
def test_each_run_has_the_numbers_it_has_alone(make_runs, task, batch_size):
    together = make_runs(*MIXED, task=task, batch_size=batch_size)
    rows = drive(together)
    assert groups(make_runs(*MIXED, task=task, batch_size=batch_size)) and len(rows) == 13
    for index, (run, alone) in enumerate(
        zip(together, make_runs(*MIXED, task=task, batch_size=batch_size), strict=True)
    ):
        seen = list(alone.steps())
        same_numbers(run, alone)
        mine = [row[index] for row in rows if row[index] is not None]
        assert [step.iteration for step in mine] == [step.iteration for step in seen]
        assert [step.train_risk for step in mine] == pytest.approx([s.train_risk for s in seen], nan_ok=True)


@pytest.mark.parametrize("dtype", ["float32", "float64", "longdouble"])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 10])
def test_stacks_of_any_height_in_any_precision(make_runs, dtype, count):
    options = [{"rate": 0.1 * (index + 1)} for index in range(count)]
    together = make_runs(*options, task="binary", dtype=dtype)
    drive(together)
    for run, alone in zip(together, make_runs(*options, task="binary", dtype=dtype), strict=True):
        list(alone.steps())
        same_numbers(run, alone, rtol=1e-4 if dtype == "float32" else 1e-12)
        assert run.theta.dtype == np.dtype(dtype)


@pytest.mark.parametrize("batch_size", [0, 130])
def test_any_number_of_threads_gives_the_same_bits(make_runs, batch_size, monkeypatch):
    monkeypatch.setattr(stacked, "BLOCK_ROWS", 40)
    seen = []
    for threads in (1, 2, 3, 5):
        workers = Workers(threads)
        try:
            runs = make_runs(*MIXED, n=700, dtype="float32", batch_size=batch_size, workers=workers)
            drive(runs)
            seen.append([
                (np.delete(run.history.table(), CLOCK, axis=0).tobytes(), run.theta.tobytes()) for run in runs
            ])  # fmt: skip
        finally:
            workers.close()
    assert all(other == seen[0] for other in seen)


def test_blocks_and_stretches_make_no_difference_beyond_rounding(make_runs, monkeypatch):
    whole = make_runs(*MIXED, n=500)
    drive(whole)
    monkeypatch.setattr(stacked, "BLOCK_ROWS", 7)
    monkeypatch.setattr(stacked, "MOST_STRETCHES", 10)
    cut = make_runs(*MIXED, n=500)
    drive(cut)
    for a, b in zip(whole, cut, strict=True):
        same_numbers(a, b)


class TestEnds:
    def test_a_run_that_blows_up_drops_out_and_the_rest_go_on(self, make_runs):
        options = [{"rate": 0.2}, {"rate": 1e6, "l2": 100.0, "limits": {"iterations": 500}}, {"rate": 0.1}]
        runs = make_runs(*options, dtype="float32")
        rows = drive(runs)
        assert [run.reason for run in runs] == ["iterations", "diverged", "iterations"]
        assert "too large" in runs[1].sentence and np.isfinite(runs[1].theta).all()
        wild = [row[1] is not None for row in rows]
        assert wild == sorted(wild, reverse=True) and sum(wild) == len(runs[1].history) < 13
        for index in (0, 2):
            alone = make_runs(options[index], dtype="float32")[0]
            list(alone.steps())
            same_numbers(runs[index], alone, rtol=1e-4)

    def test_a_run_that_leaves_the_range_of_numbers_has_no_row_there(self, make_runs):
        runs = make_runs({"rate": 0.2}, {"rate": 1e38, "l2": 1e4}, dtype="float32", task="binary")
        rows = drive(runs)
        assert runs[1].reason == "diverged" and rows[len(runs[1].history)][1] is None
        assert np.isfinite(runs[1].theta).all() and np.isfinite(runs[0].history.column("train_risk")).all()

    def test_each_has_limits_and_patience_of_its_own(self, make_runs):
        options = [
            {"limits": {"iterations": 5}},
            {"rate": 1.0, "limits": {"iterations": 400, "patience": 5, "monitor": "validation_risk"}},
            {"rate": 0.5, "l2": 0.5, "limits": {"iterations": 400, "gradient_norm": 1e-4}},
            {"limits": {"iterations": 0, "epochs": 9.0}},
        ]
        runs = make_runs(*options)
        drive(runs)
        assert [run.reason for run in runs] == ["iterations", "patience", "gradient_norm", "epochs"]
        for run, alone in zip(runs, make_runs(*options), strict=True):
            list(alone.steps())
            same_numbers(run, alone)

    def test_a_caller_may_end_one_between_rows(self, make_runs):
        runs = make_runs({}, {})
        for row in steps_together(runs):
            if row[0] is not None and row[0].iteration == 4:
                runs[0].end("stopped")
        assert [len(run.history) for run in runs] == [5, 13]
        assert runs[0].sentence == "Done: 4 iterations."

    def test_controls_act_on_their_own_run(self, make_runs):
        runs, alone = make_runs({}, {}), make_runs({}, {})
        for row in steps_together(runs):
            if row[0].iteration == 4:
                runs[1].controls.learning_rate, runs[1].controls.l2 = 0.05, 0.3
                runs[1].controls.reveal_test = True
        list(alone[0].steps())
        for step in alone[1].steps():
            if step.iteration == 4:
                alone[1].controls.learning_rate, alone[1].controls.l2 = 0.05, 0.3
                alone[1].controls.reveal_test = True
        for a, b in zip(runs, alone, strict=True):
            same_numbers(a, b)

    def test_one_run_alone_has_its_very_bits(self, make_runs):
        together, alone = make_runs(MIXED[2]), make_runs(MIXED[2])
        drive(together), list(alone[0].steps())
        assert together[0].theta.tobytes() == alone[0].theta.tobytes()

    def test_they_share_the_time(self, make_runs, monkeypatch):
        now = [0.0]

        def clock():
            now[0] += 1.0
            return now[0]

        monkeypatch.setattr(module.time, "perf_counter", clock)
        runs = make_runs({}, {})
        drive(runs)
        for run in runs:
            seconds = run.history.column("seconds")
            assert (np.diff(seconds) > 0).all()
        assert sum(run.seconds for run in runs) <= now[0]


class TestGroups:
    def test_runs_that_differ_in_how_they_go_go_together(self, make_runs):
        runs = make_runs(*MIXED)
        assert groups(runs) == [tuple(runs)]

    def test_what_reads_other_rows_goes_apart(self, make_runs, make_objective):
        a = make_runs({})[0]
        for other in (
            make_runs({})[0],
            *make_runs({}, n=40), *make_runs({}, dtype="float32"), *make_runs({}, task="one-vs-rest"),
        ):  # fmt: skip
            assert not may_go_together(a, other)

    @pytest.mark.parametrize("change", [
        {"solver": LBFGS}, {"intercept": False},
    ])  # fmt: skip
    def test_what_measures_by_itself_or_has_another_shape_goes_apart(self, make_runs, change):
        runs = make_runs({}, {}, change, change)
        apart = [(runs[2], runs[3])] if "intercept" in change else [(runs[2],), (runs[3],)]
        assert groups(runs) == [(runs[0], runs[1]), *apart]

    def test_other_labels_losses_and_counts_go_apart(self, make_runs):
        runs = make_runs({}, {}, {}, {})
        runs[1].objective.labels = runs[1].objective.labels[::-1]
        runs[2].objective.counted = "logits"
        runs[3].validation = None
        assert [len(group) for group in groups(runs)] == [1, 1, 1, 1]

    def test_batches_must_be_the_same(self, make_runs):
        runs = make_runs({"seed": 1}, {"seed": 2}, {"seed": 1}, batch_size=16)
        assert groups(runs) == [(runs[0], runs[2]), (runs[1],)]
        assert len(groups(make_runs({"seed": 1}, {"seed": 2}))) == 1
        other = make_runs({"seed": 1}, batch_size=16)[0]
        other.batch_size = 8
        assert not may_go_together(runs[0], other)

    def test_a_run_that_has_begun_goes_alone(self, make_runs):
        runs = make_runs({}, {}, {})
        next(runs[1].steps())
        assert groups(runs) == [(runs[0], runs[2]), (runs[1],)]

    def test_tall_stacks_are_cut(self, make_runs, monkeypatch):
        monkeypatch.setattr(module, "MOST_LOGITS", 7)
        runs = make_runs({}, {}, {}, {}, {})
        assert [len(group) for group in groups(runs)] == [2, 2, 1]


@given(
    rates=st.lists(st.floats(-4, 30).map(lambda e: 10.0**e), min_size=2, max_size=6),
    seed=st.integers(0, 1000),
    batch_size=st.sampled_from([0, 7]),
    task=st.sampled_from(["binary", "softmax"]),
)
def test_wild_neighbours_harm_nobody(make_objective, rates, seed, batch_size, task):
    """Whatever the others do, a tame run stays finite and as it is alone."""
    one = make_objective(task, n=20, seed=seed, dtype="float32")

    def run(rate):
        objective = Objective(one.features, one.labels, one.loss, one.k)
        return Training(
            objective, GradientDescent(), np.zeros(one.size), Controls(rate),
            Plan(batch_size, stopping=Stopping(iterations=15)),
        )  # fmt: skip

    runs = [run(rate) for rate in (0.05, *rates)]
    drive(runs)
    alone = run(0.05)
    list(alone.steps())
    same_numbers(runs[0], alone, rtol=1e-3)
    for other in runs:
        assert np.isfinite(other.theta).all() and other.reason in ("iterations", "diverged")
        assert math.isfinite(other.history.column("weight_norm").max())
