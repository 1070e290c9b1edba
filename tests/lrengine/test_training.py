from __future__ import annotations

import itertools
import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine import training as module
from lrengine.history import COLUMNS
from lrengine.losses import Logistic, Softmax
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.schedules import schedule
from lrengine.solvers import LBFGS, Adam, GradientDescent
from lrengine.steepness import curvature_bound
from lrengine.stopping import Stopping
from lrengine.threads import Workers
from lrengine.training import Controls, Plan, Training


@pytest.fixture
def make_training(make_objective):
    """A training on a small problem, from zero, for some iterations."""

    def make(objective=None, solver=None, *, rate=0.2, l1=0.0, l2=0.0, theta=None, rng=None, iterations=20,
             limits=None, **options):  # fmt: skip
        parts = {name: options.pop(name) for name in ("validation", "test") if name in options}
        if objective is None:
            objective = make_objective("softmax", penalty=Penalty(l1, l2))
        return Training(
            objective,
            solver or GradientDescent(),
            np.zeros(objective.size) if theta is None else theta,
            Controls(rate, l1, l2),
            Plan(stopping=Stopping(iterations=iterations, **(limits or {})), **options),
            rng=np.random.default_rng(7 if rng is None else rng),
            **parts,
        )

    return make


def run(training):
    return list(training.steps())


def column(training, name):
    return training.history.column(name)


# Rows and accounts


def test_n_updates_make_n_and_one_rows_of_which_the_first_is_the_start(make_training):
    training = make_training(iterations=12)
    steps = run(training)
    assert [step.iteration for step in steps] == list(range(13))
    assert column(training, "iteration").tolist() == list(range(13))
    assert column(training, "epoch").tolist() == list(range(13))
    assert steps[0].train_risk == pytest.approx(math.log(3))
    assert math.isnan(steps[0].step_size) and steps[1].step_size == 0.2
    assert training.reason == "iterations" and training.sentence == "Done: 12 iterations."


def test_the_numbers_are_those_of_a_plain_loop(make_training):
    training = make_training(l2=0.1, iterations=15)
    objective = training.objective
    run(training)
    theta, gradient = np.zeros((2, objective.size))
    for k in range(16):
        measured = objective.measure(theta, gradient)
        weights = objective.unpack(theta)[0]
        expected = {
            "train_risk": measured.risk,
            "batch_risk": measured.risk,
            "train_accuracy": measured.accuracy,
            "train_objective": objective.value(theta, measured.risk),
            "weight_norm": np.linalg.norm(weights),
            "gradient_norm": np.linalg.norm(gradient),
        }
        for name, value in expected.items():
            assert column(training, name)[k] == pytest.approx(value, rel=1e-12), name
        np.copyto(training.best_theta, theta)
        theta = theta - 0.2 * gradient
    np.testing.assert_allclose(training.theta, training.best_theta, rtol=1e-12)


def test_the_start_is_copied(make_training):
    start = np.zeros(15)
    run(make_training(theta=start))
    assert not start.any()


def test_each_epoch_goes_through_all_rows_in_a_new_order(make_training, monkeypatch):
    training = make_training(batch_size=25, iterations=9)
    seen = []
    measure_batch = training.objective.measure_batch
    monkeypatch.setattr(
        training.objective,
        "measure_batch",
        lambda theta, rows, gradient: seen.append(rows) or measure_batch(theta, rows, gradient),
    )
    run(training)
    assert [len(rows) for rows in seen] == [25, 25, 10] * 3 + [25]
    epochs = [np.concatenate(seen[k : k + 3]) for k in (0, 3, 6)]
    assert all(sorted(order) == list(range(60)) for order in epochs)
    assert not np.array_equal(epochs[0], epochs[1])
    assert column(training, "epoch") == pytest.approx(
        [0, 25 / 60, 50 / 60, 1, 85 / 60, 110 / 60, 2, 145 / 60, 170 / 60, 3]
    )
    assert np.isfinite(column(training, "batch_risk")).all()


@pytest.mark.parametrize("batch_size", [60, 61, 1000])
def test_a_batch_of_all_rows_or_more_is_the_full_batch(make_training, batch_size):
    whole, batch = make_training(), make_training(batch_size=batch_size)
    assert [s.train_risk for s in run(whole)] == [s.train_risk for s in run(batch)]


@pytest.mark.parametrize(("every", "batch_size", "expected"), [
    (0, 0, range(31)),
    (7, 0, [0, 7, 14, 21, 28, 30]),
    (0, 2, range(0, 31, 3)),
    (4, 25, [0, 4, 8, 12, 16, 20, 24, 28, 30]),
])  # fmt: skip
def test_the_whole_set_is_measured_when_asked_and_at_the_end(
    make_training, make_objective, every, batch_size, expected
):
    training = make_training(
        evaluate_every=every, batch_size=batch_size, iterations=30,
        validation=make_objective("softmax", seed=9),
    )  # fmt: skip
    run(training)
    measured = np.flatnonzero(np.isfinite(column(training, "validation_accuracy"))).tolist()
    assert measured == list(expected)
    if batch_size:
        assert np.flatnonzero(np.isfinite(column(training, "train_risk"))).tolist() == measured


def test_validation_rows_are_measured_at_the_iterate_of_their_row(make_training, make_objective):
    validation = make_objective("softmax", seed=9)
    training = make_training(validation=validation, iterations=5)
    for step in training.steps():
        measured = validation.measure(training.theta)
        assert (step.validation_risk, step.validation_accuracy) == (measured.risk, measured.accuracy)


def test_test_rows_stay_sealed_until_they_are_revealed(make_training, make_objective):
    training = make_training(test=make_objective("softmax", seed=9), iterations=6)
    for step in training.steps():
        training.controls.reveal_test = step.iteration == 3
    assert np.flatnonzero(np.isfinite(column(training, "test_risk"))).tolist() == [4]
    assert math.isfinite(training.measure_at(training.theta).test_risk)


def test_any_iterate_can_be_measured_on_all_parts(make_training, make_objective):
    test = make_objective("softmax", seed=9)
    training = make_training(l2=0.1, test=test)
    run(training)
    row = training.measure_at(training.theta)
    last = training.history
    for name in ("iteration", "epoch", "seconds", "train_risk", "train_objective", "weight_norm"):
        assert getattr(row, name) == last.last(name), name
    assert row.test_accuracy == test.measure(training.theta).accuracy


# The same numbers again


@pytest.mark.parametrize("solver", [GradientDescent, Adam, lambda: GradientDescent(0.9, True)])
def test_the_seed_decides_every_number(make_training, solver):
    def table(seed):
        training = make_training(solver=solver(), batch_size=16, iterations=40, rng=seed)
        run(training)
        clock = COLUMNS.index("seconds")
        return np.delete(training.history.table(), clock, axis=0).tobytes(), training.theta.tobytes()

    assert table(1) == table(1)
    assert table(1) != table(2)


def test_a_run_does_not_depend_on_the_threads(make_training, make_objective, monkeypatch):
    monkeypatch.setattr("lrengine.objective.BLOCK_LOGITS", 50)
    seen = []
    for threads in (1, 3):
        workers = Workers(threads)
        try:
            objective = make_objective("softmax", n=400, dtype="float32", workers=workers)
            training = make_training(objective, LBFGS(), iterations=15)
            run(training)
            seen.append((training.theta.tobytes(), column(training, "train_risk").tobytes()))
        finally:
            workers.close()
    assert seen[0] == seen[1]


# Live controls


def test_a_new_learning_rate_acts_at_the_very_next_update(make_training):
    training = make_training(iterations=10)
    for step in training.steps():
        if step.iteration == 4:
            training.controls.learning_rate = 0.05
    first = make_training(iterations=4)
    run(first)
    second = make_training(theta=first.theta, rate=0.05, iterations=6)
    run(second)
    np.testing.assert_array_equal(training.theta, second.theta)
    assert column(training, "step_size")[1:].tolist() == [0.2] * 4 + [0.05] * 6


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("batch_size", [0, 25])
@pytest.mark.parametrize(("l1", "l2"), [(0.02, 0.0), (0.0, 0.3), (0.02, 0.3)])
def test_a_new_penalty_acts_at_the_very_next_update(
    make_training, make_objective, l1, l2, batch_size, reduction
):
    """Two phases in one run are the two phases one after the other, on the same batches."""
    rate = 0.2 if reduction == "mean" else 0.2 / 60

    def training(**options):
        objective = make_objective("softmax", reduction=reduction, penalty=Penalty(0.01, 0.1))
        return make_training(objective, rate=rate, l1=0.01, l2=0.1, batch_size=batch_size, **options)

    live = training(iterations=9)
    for step in live.steps():
        if step.iteration == 3:
            live.controls.l1, live.controls.l2 = l1, l2
        if step.iteration == 4:
            assert step.train_objective == pytest.approx(
                step.train_risk + Penalty(l1, l2).value(live.objective.unpack(live.theta)[0]), nan_ok=True
            )

    objective = make_objective("softmax", reduction=reduction, penalty=Penalty(0.01, 0.1))
    theta, gradient = np.zeros((2, objective.size))
    solver = GradientDescent()
    solver.start(theta)
    batches = training(iterations=9)
    for k in range(9):
        objective.penalty = Penalty(0.01, 0.1) if k < 3 else Penalty(l1, l2)
        if batch_size:
            rows = batches._next_batch()
            objective.measure_batch(theta, rows, gradient)
        else:
            rows = range(60)
            objective.measure(theta, gradient)
        solver.step(objective, theta, gradient, rate, len(rows) / 60 if reduction == "sum" else 1.0)
    np.testing.assert_allclose(live.theta, theta, rtol=1e-12, atol=1e-15)


def test_lbfgs_goes_on_to_the_optimum_of_the_new_penalty(make_training, make_objective):
    live = make_training(make_objective("softmax"), LBFGS(), l2=0.5, iterations=200)
    for step in live.steps():
        if step.iteration == 5:
            live.controls.l2 = 0.01
    fresh = make_training(make_objective("softmax"), LBFGS(), l2=0.01, iterations=200)
    run(fresh)
    assert live.reason == fresh.reason == "converged"
    assert live.history.last("train_objective") == pytest.approx(
        fresh.history.last("train_objective"), rel=1e-13
    )
    np.testing.assert_allclose(live.theta, fresh.theta, atol=1e-6)


def test_what_a_solver_remembers_is_dropped_only_if_it_belongs_to_the_old_objective(
    make_training, monkeypatch
):
    """The pairs and values of L-BFGS do; a velocity goes on through a pulled slider."""
    for solver, starts in ((LBFGS(), 2), (GradientDescent(0.9), 1), (Adam(), 1)):
        seen, start = [], solver.start
        monkeypatch.setattr(
            solver, "start", lambda theta, seen=seen, start=start: seen.append(1) or start(theta)
        )
        training = make_training(solver=solver, l2=0.5, iterations=6)
        for step in training.steps():
            if step.iteration == 3:
                training.controls.l2 = 0.1
        assert len(seen) == starts


def test_lbfgs_cannot_be_given_l1_on_the_way(make_training):
    training = make_training(solver=LBFGS(), l2=0.1, iterations=5)
    for _ in training.steps():
        training.controls.l1 = 1.0
    assert training.objective.penalty.l1 == 0.0
    assert column(training, "train_objective")[-1] < column(training, "train_objective")[0]


def test_the_start_counts_the_penalty_of_the_controls(make_training, make_objective):
    training = make_training(make_objective("softmax"), l2=2.0, theta=np.ones(15), iterations=1)
    first = run(training)[0]
    assert first.train_objective == pytest.approx(first.train_risk + 12)


# Schedules and clipping


@pytest.mark.parametrize("batch_size", [0, 25])
@pytest.mark.parametrize("kind", ["constant", "inverse", "step", "cosine"])
def test_schedules_count_in_epochs(make_training, kind, batch_size):
    factor = schedule(kind, 2.0, 0.5)
    training = make_training(batch_size=batch_size, schedule=factor, iterations=8)
    run(training)
    expected = [0.2 * factor(epoch) for epoch in column(training, "epoch")[:-1]]
    assert column(training, "step_size")[1:].tolist() == expected


def test_a_schedule_that_has_run_out_leaves_the_weights_alone(make_training):
    training = make_training(schedule=schedule("cosine", 3.0), iterations=6)
    norms = [step.weight_norm for step in run(training)]
    assert norms[3] == norms[4] == norms[6] != norms[2]


@pytest.mark.parametrize("batch_size", [0, 25])
def test_a_long_gradient_is_shortened_and_shown_as_it_was(make_training, batch_size):
    training = make_training(clip=0.01, batch_size=batch_size, iterations=3)
    thetas = [training.theta.copy() for _ in training.steps()]
    moves = [np.linalg.norm(b - a) for a, b in itertools.pairwise(thetas)]
    assert moves == pytest.approx([0.2 * 0.01] * 3)
    assert (column(training, "gradient_norm") > 0.1).all()


def test_a_short_gradient_is_not_clipped(make_training):
    free, clipped = make_training(), make_training(clip=10.0)
    run(free), run(clipped)
    np.testing.assert_array_equal(free.theta, clipped.theta)


def test_lbfgs_is_not_clipped(make_training):
    free, clipped = make_training(solver=LBFGS()), make_training(solver=LBFGS(), clip=1e-6)
    run(free), run(clipped)
    np.testing.assert_array_equal(free.theta, clipped.theta)


# Stopping


def test_epochs_end_a_run_after_whole_passes(make_training):
    training = make_training(batch_size=25, iterations=0, limits={"epochs": 2.0})
    run(training)
    assert len(training.history) == 7 and training.history.last("epoch") == 2.0
    assert training.reason == "epochs" and training.sentence == "Done: 2 epochs in 6 iterations."


def test_a_part_of_an_epoch_ends_with_the_batch_that_completes_it(make_training):
    training = make_training(batch_size=10, iterations=0, limits={"epochs": 0.5})
    run(training)
    assert training.history.last("iteration") == 3


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets; every reading by the loop itself lets a second pass."""
    now = SimpleNamespace(time=0.0)

    def perf_counter():
        now.time += 1.0
        return now.time

    monkeypatch.setattr(module, "time", SimpleNamespace(perf_counter=perf_counter))
    return now


def test_the_time_between_rows_is_not_the_runs(make_training, clock):
    training = make_training(iterations=5)
    for _ in training.steps():
        clock.time += 1000.0
    # A second for each row's measurement, and one for each update.
    assert column(training, "seconds").tolist() == [1.0, 3.0, 5.0, 7.0, 9.0, 11.0]


def test_time_ends_a_run(make_training, clock):
    training = make_training(iterations=0, limits={"seconds": 10.0})
    run(training)
    assert training.reason == "seconds" and training.history.last("seconds") == 11.0
    assert training.sentence == "The 10 s allowed are over, after 5 iterations."


def test_a_short_gradient_ends_a_run(make_training):
    training = make_training(l2=0.5, rate=0.5, iterations=10_000, limits={"gradient_norm": 1e-6})
    run(training)
    norms = column(training, "gradient_norm")
    assert training.reason == "gradient_norm" and norms[-1] <= 1e-6 < norms[-2]
    assert "shorter than 1e-06" in training.sentence


def test_batches_say_nothing_about_the_gradient_of_the_whole(make_training):
    training = make_training(batch_size=25, iterations=8, limits={"gradient_norm": 1e6})
    run(training)
    assert training.reason == "iterations"


def test_patience_keeps_the_best_weights(make_training, make_objective):
    """Validation rows that want the opposite: their risk is best at the start of some way down."""
    validation = make_objective("softmax", seed=3)
    training = make_training(
        validation=validation, rate=1.0, iterations=500, limits={"patience": 5, "monitor": "validation_risk"}
    )
    thetas = [training.theta.copy() for _ in training.steps()]
    risks = column(training, "validation_risk")
    best = int(risks.argmin())
    assert training.reason == "patience" and len(risks) - 1 == best + 5
    assert training.watch.best.iteration == best
    np.testing.assert_array_equal(training.best_theta, thetas[best])
    assert validation.measure(training.best_theta).risk == risks[best]
    assert training.sentence.startswith(f"No better since iteration {best}, whose weights are kept")


def test_without_patience_the_best_weights_are_known_all_the_same(make_training, make_objective):
    training = make_training(validation=make_objective("softmax", seed=3), rate=1.0, iterations=60)
    thetas = [training.theta.copy() for _ in training.steps()]
    best = int(column(training, "validation_accuracy").argmax())
    np.testing.assert_array_equal(training.best_theta, thetas[best])


def test_lbfgs_ends_where_nothing_falls_any_further(make_training):
    training = make_training(solver=LBFGS(), l2=0.1, iterations=1000)
    run(training)
    assert training.reason == "converged" and len(training.history) < 100
    assert "No step lowers the objective" in training.sentence


def test_a_caller_may_end_a_run_between_rows(make_training):
    training = make_training(iterations=50)
    for step in training.steps():
        if step.iteration == 4:
            training.reason = "stopped"
    assert len(training.history) == 5 and training.sentence == "Done: 4 iterations."


def test_a_caller_may_stop_listening(make_training):
    training = make_training(iterations=50)
    steps = training.steps()
    for _ in range(3):
        next(steps)
    steps.close()
    assert len(training.history) == 3 and training.reason is None


# Convergence of the whole loop


@pytest.mark.parametrize(
    ("solver", "rate"),
    [
        (GradientDescent(), 1.0),
        (GradientDescent(0.9), 0.2),
        (GradientDescent(0.9, True), 0.2),
        (Adam(), 0.02),
        (LBFGS(), 1.0),
    ],
    ids=["plain", "momentum", "nesterov", "adam", "lbfgs"],
)
def test_every_solver_ends_at_the_same_objective(make_training, make_objective, solver, rate):
    training = make_training(make_objective("softmax"), solver, l2=0.05, rate=rate, iterations=1500)
    run(training)
    best = make_training(make_objective("softmax"), LBFGS(), l2=0.05, iterations=200)
    run(best)
    assert training.history.last("train_objective") == pytest.approx(
        best.history.last("train_objective"), rel=1e-9
    )


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_batches_with_a_falling_rate_come_close_to_the_optimum(make_training, make_objective, reduction):
    def training(solver, **options):
        objective = make_objective("softmax", reduction=reduction)
        run(made := make_training(objective, solver, l2=0.05 if reduction == "mean" else 3.0, **options))
        return made.history.last("train_objective")

    rate = 0.5 if reduction == "mean" else 0.5 / 20
    batches = training(
        GradientDescent(), rate=rate, batch_size=20, iterations=900, schedule=schedule("inverse", 20.0)
    )
    assert batches == pytest.approx(training(LBFGS(), iterations=200), rel=2e-3)


# Divergence


def suggested(sentence):
    return float(sentence.partition("try ")[2].removesuffix("."))


@given(
    seed=st.integers(0, 10**6),
    softmax=st.booleans(),
    dtype=st.sampled_from(["float32", "float64"]),
    scale=st.floats(-2, 2).map(lambda power: 10**power),
    l2=st.sampled_from([0.0, 1e-3, 10.0, 1e4]),
    rate=st.floats(0, 4).map(lambda power: 10**power),
    batch_size=st.sampled_from([0, 7]),
    momentum=st.sampled_from([0.0, 0.9]),
    reduction=st.sampled_from(["mean", "sum"]),
    start=st.sampled_from([0.0, 1.0, 1e3]),
)
def test_too_large_a_rate_ends_with_a_sentence_whose_rate_works(
    seed, softmax, dtype, scale, l2, rate, batch_size, momentum, reduction, start
):
    rng = np.random.default_rng(seed)
    X = (scale * rng.standard_normal((20, 4))).astype(dtype)
    X[:, 0] = 0
    labels = rng.integers(0, 3 if softmax else 2, 20)
    theta = start * rng.standard_normal(15 if softmax else 5)

    def training(rate, **changed):
        options = {"momentum": momentum, "batch_size": batch_size} | changed
        loss, k = (Softmax(), 3) if softmax else (Logistic(), 1)
        return Training(
            Objective(X, labels, loss, k, reduction=reduction),
            GradientDescent(options["momentum"]),
            theta,
            Controls(rate, 0.0, l2),
            Plan(options["batch_size"], stopping=Stopping(iterations=60)),
        )

    wild = training(rate)
    thetas = [wild.theta.copy() for _ in wild.steps()]
    assert np.isfinite(wild.theta).all() and wild.sentence.endswith(".")
    assert len(thetas) == len(wild.history)
    assert wild.reason in ("iterations", "diverged")
    if wild.reason == "diverged":
        np.testing.assert_array_equal(wild.theta, thetas[-1])
        assert "too large" in wild.sentence
        # What is advised for the sum over 7 rows is too much for the sum over 20.
        rate = suggested(wild.sentence) * (7 / 20 if batch_size and reduction == "sum" else 1)
        tame = training(rate, momentum=0.0, batch_size=0)
        run(tame)
        assert tame.reason == "iterations"
        objective = tame.history.column("train_objective")
        assert (np.diff(objective) <= 1e-5 * np.abs(objective[:-1])).all()


def test_a_run_that_blows_up_names_what_happened(make_training):
    training = make_training(l2=100.0, rate=1.0, iterations=500)
    run(training)
    assert training.reason == "diverged"
    last = training.history.last("iteration")
    assert f"at iteration {last:.0f}: a learning rate of 1 is too large" in training.sentence
    assert f"below 2/L = {2 / curvature_bound(training.objective):.3g}" in training.sentence


def test_weights_that_leave_the_range_of_numbers_are_never_kept(make_training):
    """An input that is always zero hides its weight from the risk until it overflows."""
    objective = Objective(
        np.array([[0.0, 1e-30], [0.0, -1e-30]], np.float32), np.array([1, 0]), Logistic(), 1, intercept=False
    )
    training = make_training(objective, l2=1e4, rate=1e4, theta=np.array([1e30, 0.0]), iterations=50)
    run(training)
    assert training.reason == "diverged" and np.isfinite(training.theta).all()
    assert "left the range of numbers" in training.sentence


def test_an_infinite_weight_is_noticed_where_the_risk_is_zero(make_training):
    """One update from a risk of 1e31 to weights beyond single precision that read every row right."""
    objective = Objective(np.ones((1, 1), np.float32), np.array([1]), Logistic(), 1, intercept=False)
    training = make_training(objective, l2=1e4, rate=1e4, theta=np.array([-1e31]), iterations=1)
    run(training)
    assert training.reason == "diverged"
    assert training.theta.tolist() == [np.float32(-1e31)] and len(training.history) == 1


def test_the_best_weights_survive_a_divergence(make_training, make_objective):
    training = make_training(l2=0.1, rate=0.5, iterations=500, validation=make_objective("softmax", seed=9))
    for step in training.steps():
        if step.iteration == 20:
            training.controls.learning_rate = 1e4
    assert training.reason == "diverged"
    assert np.isfinite(training.best_theta).all() and training.watch.best.iteration <= 21
