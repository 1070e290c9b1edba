from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrengine.errors import LabError
from lrengine.experiment import (
    controls_of,
    load_dataset,
    make_solver,
    prepare,
    run,
    start,
)
from lrengine.losses import Logistic, Softmax
from lrengine.objective import Objective
from lrengine.per_sample import PerSample
from lrengine.recipe import Recipe
from lrengine.settings import change
from lrengine.solvers import LBFGS, Adam, GradientDescent, Newton
from lrengine.threads import Workers

QUICK = change(Recipe(), {"stopping.iterations": 15, "run.threads": 1})


def quick(**changes):
    """A short run; a double underscore stands for the dot of a key."""
    return change(QUICK, {key.replace("__", "."): value for key, value in changes.items()})


class TestStart:
    @pytest.mark.parametrize(("kind", "loss", "k"), [
        ("softmax", Softmax, 3), ("one-vs-rest", Logistic, 3), ("binary", Logistic, 1)
    ])  # fmt: skip
    @pytest.mark.parametrize("intercept", [True, False])
    def test_the_objective_is_the_tasks(self, digits, kind, loss, k, intercept):
        recipe = quick(
            task__kind=kind,
            task__classes=(0, 2) if kind == "binary" else (),
            task__intercept=intercept,
            objective__reduction="sum",
            objective__l1=0.5,
            objective__l2=0.25,
            objective__l2_convention="half_per_row",
        )
        rows = prepare(recipe, digits)
        objective = start(recipe, rows).objective
        assert isinstance(objective.loss, loss) and objective.k == k
        assert objective.size == k * 30 + intercept * k and objective.reduction == "sum"
        penalty = objective.penalty
        assert (penalty.l1, penalty.l2, penalty.convention) == (0.5, 0.25, "half_per_row")
        assert penalty.rows == len(rows.train)

    def test_each_part_has_its_rows_and_an_empty_one_is_not_measured(self, digits):
        recipe = quick(data__validation=0.25)
        rows = prepare(recipe, digits)
        training = start(recipe, rows)
        assert (training.objective.n, training.validation.n, training.test.n) == (72, 24, 24)
        none = quick(data__validation=0, data__test=0)
        empty = start(none, prepare(none, digits))
        assert empty.validation is None and empty.test is None

    def test_weights_start_at_zero_or_normal_from_the_seed(self, digits):
        rows = prepare(QUICK, digits)
        assert not start(QUICK, rows).theta.any()
        thetas = [
            start(quick(solver__start="normal", solver__start_scale=0.1, run__seed=seed), rows).theta
            for seed in (0, 0, 1)
        ]
        np.testing.assert_array_equal(thetas[0], thetas[1])
        assert (thetas[0] != thetas[2]).all()
        assert thetas[0].std() == pytest.approx(0.1, rel=0.2) and thetas[0].dtype == np.float32

    def test_the_seed_shuffles_the_batches(self, digits):
        """In the file's order and from zero nothing else depends on it."""
        risks = [
            run(quick(run__seed=seed, data__order="file", solver__batch_size=10), digits)
            .history.column("batch_risk")
            .tolist()
            for seed in (0, 0, 1)
        ]
        assert risks[0] == risks[1] != risks[2]

    def test_a_run_may_branch_from_another_iterate(self, digits):
        rows = prepare(QUICK, digits)
        theta = np.arange(start(QUICK, rows).objective.size) / 100
        training = start(QUICK, rows, theta=theta)
        assert training.theta.dtype == np.float32
        np.testing.assert_allclose(training.theta, theta, rtol=1e-6)
        for _ in training.steps():
            pass
        assert theta[1] == 0.01, "the caller's own array stays as it is"

    def test_an_iterate_of_another_size_is_refused(self, digits):
        rows = prepare(QUICK, digits)
        with pytest.raises(LabError, match=r"A run of 31 weights cannot go on as one of 93: choose"):
            start(QUICK, rows, theta=np.zeros(31))

    def test_the_gradient_row_by_row_is_of_the_training_rows_alone(self, digits):
        rows = prepare(QUICK, digits)
        slow, fast = (
            start(quick(solver__gradient=kind), rows) for kind in ("per-sample", "vectorised")
        )  # fmt: skip
        assert [type(one) for one in (slow.objective, slow.validation, slow.test)] == [
            PerSample, Objective, Objective,
        ]  # fmt: skip
        for training in (slow, fast):
            for _ in training.steps():
                pass
        np.testing.assert_allclose(slow.theta, fast.theta, rtol=1e-4, atol=1e-6)

    def test_the_mistaken_count_is_on_every_part(self, digits):
        recipe = quick(evaluation__accuracy="logits")
        result = run(recipe, digits)
        right = run(QUICK, digits)
        assert result.final.train_accuracy == result.final.test_accuracy == 0.0 < right.final.test_accuracy
        # What counts logits needs them apart from the losses, which then are worked out by NumPy.
        np.testing.assert_allclose(result.model.weights, right.model.weights, rtol=0, atol=1e-6)
        assert "set evaluation.accuracy to predictions" in result.sentence

    def test_live_settings_are_handed_over(self):
        controls = controls_of(
            quick(
                solver__learning_rate=0.3, objective__l1=0.1, objective__l2=0.2, evaluation__reveal_test=True
            )
        )
        assert (controls.learning_rate, controls.l1, controls.l2, controls.reveal_test) == (
            0.3,
            0.1,
            0.2,
            True,
        )


class TestSolvers:
    @pytest.mark.parametrize(("name", "kind", "momentum", "nesterov"), [
        ("gradient-descent", GradientDescent, 0.0, False),
        ("momentum", GradientDescent, 0.7, False),
        ("nesterov", GradientDescent, 0.7, True),
    ])  # fmt: skip
    def test_names_of_descent(self, name, kind, momentum, nesterov):
        solver = make_solver(quick(solver__name=name, solver__momentum=0.7))
        assert isinstance(solver, kind) and (solver.momentum, solver.nesterov) == (momentum, nesterov)

    def test_other_names(self):
        assert isinstance(make_solver(quick(solver__name="adam")), Adam)
        assert isinstance(make_solver(quick(solver__name="lbfgs")), LBFGS)
        assert isinstance(make_solver(quick(solver__name="newton")), Newton)

    @pytest.mark.parametrize(("name", "title"), [("lbfgs", "L-BFGS"), ("newton", "Newton's method")])
    @pytest.mark.parametrize(("changes", "words"), [
        ({"solver__batch_size": 10}, "set the batch size to 0"),
        ({"objective__l1": 0.1}, "set L1 to 0"),
    ])  # fmt: skip
    def test_impossible_pairs_fail_by_name_before_anything_starts(self, name, title, changes, words):
        with pytest.raises(LabError, match=f"{title}.*{words}"):
            make_solver(quick(solver__name=name, **changes))

    @pytest.mark.parametrize("loss", ["double-softmax", "squared-error"])
    @pytest.mark.parametrize(("changes", "words"), [
        ({"solver__name": "lbfgs"}, "relies on a convex objective"),
        ({"solver__name": "newton"}, "relies on a convex objective"),
        ({"solver__gradient": "per-sample"}, "row by row is written for the log-loss"),
    ])  # fmt: skip
    def test_wrong_losses_are_refused_where_the_right_one_is_relied_on(self, loss, changes, words):
        make_solver(quick(objective__loss=loss))
        make_solver(quick(**changes))
        with pytest.raises(LabError, match=words):
            make_solver(quick(objective__loss=loss, **changes))


class TestRun:
    def test_the_contract_of_its_json(self, digits):
        recipe = quick(evaluation__every=5)
        steps = []
        result = run(recipe, digits, on_step=steps.append)
        plain = json.loads(json.dumps(result.to_json(), allow_nan=False))
        assert plain["iterations"] == 15 and plain["stopped_because"] == "iterations"
        assert len(plain["history"]["iteration"]) == 16 == len(steps)
        assert plain["history"]["validation_risk"][1] is None and plain["history"]["train_risk"][15] > 0
        assert "test_risk" not in plain["history"]
        for key in ("final", "best"):
            assert 0 <= plain[key]["test_accuracy"] <= 1 and plain[key]["test_risk"] > 0
        assert plain["seconds"] >= plain["history"]["seconds"][-1] > 0
        assert plain["recipe"]["stopping"]["iterations"] == 15
        assert plain["sentence"].endswith(".")

    @pytest.mark.parametrize("solver", ["gradient-descent", "nesterov", "adam", "lbfgs", "newton"])
    def test_the_seed_decides_everything_and_threads_nothing(self, digits, solver, monkeypatch):
        monkeypatch.setattr("lrengine.objective.BLOCK_LOGITS", 16)

        def bits(seed, threads):
            batch = 0 if solver in ("lbfgs", "newton") else 20
            result = run(
                quick(run__seed=seed, run__threads=threads, solver__name=solver, solver__batch_size=batch),
                digits,
            )
            return result.history.column("train_risk").tobytes(), result.model.weights.tobytes()

        assert bits(0, 1) == bits(0, 3)
        assert bits(0, 1) != bits(1, 1)

    def test_a_diverged_run_keeps_its_last_finite_weights(self, digits):
        result = run(quick(solver__learning_rate=1e4, objective__l2=1e3), digits)
        assert result.reason == "diverged" and "try " in result.sentence
        assert np.isfinite(result.model.weights).all()
        json.dumps(result.to_json(), allow_nan=False)

    def test_workers_end_even_if_the_listener_fails(self, digits):
        def fail(step):
            raise ArithmeticError("listener")

        with pytest.raises(ArithmeticError, match="listener"):
            run(quick(run__threads=3), digits, on_step=fail)


def test_workers_can_be_shared(digits):
    workers = Workers(2)
    try:
        rows = prepare(QUICK, digits)
        trainings = [start(QUICK, rows, workers) for _ in range(2)]
        risks = [[step.train_risk for step in training.steps()] for training in trainings]
    finally:
        workers.close()
    assert risks[0] == risks[1]


@settings(max_examples=80)
@given(data=st.data())
def test_any_valid_recipe_runs_or_is_refused_in_one_sentence(digits, data):
    """Values at the far ends of their bounds, on pictures with raw pixels, too."""
    choices = {
        "task.kind": ["softmax", "binary", "one-vs-rest"],
        "task.classes": [(), (0, 1), (2, 0)],
        "task.intercept": [True, False],
        "data.scale": ["unit", "raw", "normalised"],
        "features.standardise": [True, False],
        "data.validation": [0, 0.2, "first:0.1"],
        "data.label_noise": [0.0, 1.0],
        "objective.loss": ["log-loss", "log-loss", "double-softmax", "squared-error"],
        "objective.reduction": ["mean", "sum"],
        "objective.l1": [0.0, 1e-7, 1.0, 1e3],
        "objective.l2": [0.0, 1e-7, 1.0, 1e4],
        "objective.l2_convention": ["sum", "half", "half_per_row"],
        "solver.name": ["gradient-descent", "momentum", "nesterov", "adam", "lbfgs", "newton"],
        "solver.learning_rate": [1e-8, 0.1, 1e4],
        "solver.gradient": ["vectorised", "vectorised", "per-sample"],
        "solver.batch_size": [0, 1, 50, 1_000_000],
        "solver.momentum": [0.0, 0.9, 0.999],
        "solver.clip": [0.0, 1e-4, 1e6],
        "solver.schedule": ["constant", "inverse", "step", "cosine"],
        "solver.schedule_epochs": [1e-300, 1.0, 1e6],
        "solver.start": ["zero", "normal"],
        "solver.start_scale": [1e-4, 1e3],
        "stopping.patience": [0, 1],
        "stopping.monitor": ["validation_accuracy", "validation_risk", "falling_accuracy"],
        "stopping.gradient_norm": [0.0, 1e6],
        "evaluation.every": [0, 7],
        "evaluation.accuracy": ["predictions", "logits"],
        "run.dtype": ["float32", "float64", "longdouble"],
    }
    changes = {key: data.draw(st.sampled_from(values), label=key) for key, values in choices.items()}
    recipe = change(QUICK, changes)
    try:
        result = run(recipe, digits)
    except LabError as error:
        sentence = str(error)
    else:
        sentence = result.sentence
        assert np.isfinite(result.model.weights).all() and np.isfinite(result.model.intercept).all()
        assert len(result.history) - 1 <= 15
        json.dumps(result.to_json(), allow_nan=False)
    assert sentence.endswith(".")


def test_a_neuron_from_scratch():
    """ "Building Logistic Regression from Scratch: A Neural Network Perspective": costs as printed."""
    recipe = change(
        Recipe(),
        {
            "data.name": "digits8",
            "data.order": "train_test_split",
            "data.test": 0.2,
            "data.validation": 0,
            "task.kind": "binary",
            "task.classes": (0, 1),
            "solver.learning_rate": 0.05,
            "stopping.iterations": 1000,
            "run.seed": 42,
            "run.dtype": "float64",
        },
    )
    rows = prepare(recipe, load_dataset(recipe))
    assert rows.train.shape == (288, 64)
    result = run(recipe, rows.dataset)
    costs = " ".join(f"{cost:.4f}" for cost in result.history.column("train_risk")[:1000:100])
    assert costs == "0.6931 0.1444 0.0832 0.0600 0.0476 0.0398 0.0344 0.0304 0.0274 0.0249"
    assert result.final.train_accuracy == result.final.test_accuracy == 1.0
    assert result.history.column("train_risk")[0] == pytest.approx(math.log(2), rel=1e-14)


def test_a_straight_boundary_from_scratch():
    """ "Logistic Regression from Scratch": the risk after 500 epochs, and where 20,000 lead."""
    recipe = change(
        Recipe(),
        {
            "data.name": "classification",
            "data.points": 300,
            "data.validation": 0,
            "data.test": 0,
            "task.kind": "binary",
            "solver.learning_rate": 0.1,
            "stopping.iterations": 20_000,
            "run.seed": 42,
            "run.dtype": "float64",
            "run.threads": 1,
        },
    )
    result = run(recipe)
    risks = result.history.column("train_risk")
    assert f"{risks[500]:.5f}" == "0.18513" and risks[20_000] == pytest.approx(0.17595201, abs=1e-8)
    assert math.isnan(result.final.test_risk) and math.isnan(result.final.validation_risk)
    # scikit-learn's LogisticRegression(C=1e10, tol=1e-12) on the same 300 points.
    np.testing.assert_allclose(result.model.weights, [[1.0012607, 4.1833107]], atol=1e-3)
    np.testing.assert_allclose(result.model.intercept, [-0.8858668], atol=1e-3)


def test_products_bend_the_boundary_between_moons():
    """ "Logistic Regression from Scratch", exercise on polynomial features: a line fails, a curve works."""
    moons = quick(
        data__name="moons", data__points=500, data__test=0.4, task__kind="binary", run__dtype="float64",
        data__validation=0, solver__name="lbfgs", objective__l2=1e-4, stopping__iterations=100,
    )  # fmt: skip
    line = run(moons).final
    curve = run(change(moons, {"features.kind": "polynomial", "features.degree": 3})).final
    assert line.test_accuracy < 0.9 < 0.95 < curve.test_accuracy
    assert curve.test_risk < line.test_risk / 2


def test_points_placed_by_hand_are_learnt():
    placed = [(x, y, "above" if y > x else "below") for x in range(4) for y in range(4) if x != y]
    recipe = quick(data__name="points", data__placed=placed, data__test=0, data__validation=0)
    result = run(recipe)
    assert result.model.class_names == ("above", "below") and result.final.train_accuracy == 1.0


@pytest.fixture
def on_disk(tmp_path, digits_with_test):
    """A maker of one recipe's two datasets: the same digits in memory and on the disk."""
    data = digits_with_test
    np.save(tmp_path / "images.npy", data.inputs)
    np.save(tmp_path / "labels.npy", data.labels)
    np.save(tmp_path / "test_images.npy", data.test_inputs)
    np.save(tmp_path / "test_labels.npy", data.test_labels)

    def make(**changes):
        base = quick(data__name="file", data__path=str(tmp_path), data__order="file", **changes)
        return [change(base, {"data.kept": kept}) for kept in ("memory", "disk")]

    return make


class TestImagesOnTheDisk:
    @pytest.mark.parametrize("changes", [
        {},
        {"solver__batch_size": 13, "solver__name": "adam", "evaluation__every": 4},
        {"solver__name": "lbfgs", "objective__l2": 0.1, "run__dtype": "float64"},
        {"solver__name": "newton", "objective__l2": 0.1},
        {"task__kind": "one-vs-rest", "data__validation": "first:0.2", "data__label_noise": 0.1},
        {"task__kind": "binary", "task__classes": (2, 0), "solver__gradient": "per-sample"},
        {"features__standardise": True, "data__scale": "normalised", "objective__reduction": "sum"},
        {"data__train": 50, "stopping__patience": 3},
    ])  # fmt: skip
    def test_a_run_has_the_numbers_of_memory_bit_for_bit(self, on_disk, changes, monkeypatch):
        monkeypatch.setattr("lrengine.objective.BLOCK_LOGITS", 16)
        held, left = (run(recipe) for recipe in on_disk(**changes))
        np.testing.assert_array_equal(held.model.weights, left.model.weights)
        np.testing.assert_array_equal(held.model.intercept, left.model.intercept)
        for name in ("train_risk", "validation_accuracy", "batch_risk", "gradient_norm"):
            np.testing.assert_array_equal(held.history.column(name), left.history.column(name))
        assert (held.final.test_risk, held.reason) == (left.final.test_risk, left.reason)

    def test_features_made_by_products_are_those_of_memory_to_rounding(self, on_disk, monkeypatch):
        """Some kernels of BLAS round otherwise when more images are made at once."""
        monkeypatch.setattr("lrengine.objective.BLOCK_LOGITS", 16)
        held, left = (run(recipe) for recipe in on_disk(features__kind="deskewed", data__train=50))
        np.testing.assert_allclose(held.model.weights, left.model.weights, rtol=1e-4, atol=1e-6)
        assert held.final.validation_accuracy == left.final.validation_accuracy

    def test_in_another_order_they_are_the_same_rows(self, on_disk):
        held, left = (run(change(one, {"data.order": "seeded"})) for one in on_disk())
        np.testing.assert_allclose(held.model.weights, left.model.weights, rtol=1e-4, atol=1e-6)
        assert held.final.validation_accuracy == left.final.validation_accuracy

    def test_threads_decide_nothing(self, on_disk, monkeypatch):
        monkeypatch.setattr("lrengine.objective.BLOCK_LOGITS", 16)
        recipe = on_disk()[1]
        one, two, three = (run(change(recipe, {"run.threads": count})) for count in (1, 2, 3))
        assert one.model.weights.tobytes() == two.model.weights.tobytes() == three.model.weights.tobytes()

    def test_what_would_not_fit_is_refused(self, on_disk):
        recipe = on_disk(data__added=100)[1]
        with pytest.raises(LabError, match=r"cannot be added to images on the disk: set data\.added to 0\."):
            run(recipe)
        recipe = on_disk(solver__batch_size=40_000)[1]
        with pytest.raises(LabError, match=r"32,768 rows at most: set solver\.batch_size to fewer, or to 0"):
            run(recipe)

    def test_what_diverges_is_still_given_advice(self, on_disk):
        held, left = (run(one) for one in on_disk(solver__learning_rate=1e4, objective__l2=1e3))
        assert left.reason == "diverged" and left.sentence == held.sentence


class TestOnACluster:
    @pytest.mark.parametrize(("changes", "says"), [
        ({"solver__batch_size": 20}, r"adds up all rows at each step: set solver\.batch_size to 0\."),
        ({"solver__gradient": "per-sample"}, r"blocks of rows: set solver\.gradient to vectorised\."),
        ({"solver__name": "newton"}, r"does not share Newton's search .*: set solver\.name to lbfgs"),
    ])  # fmt: skip
    def test_what_it_cannot_do_is_told_before_it_is_asked(self, digits, changes, says):
        recipe = quick(**changes)
        with pytest.raises(LabError, match=says):
            start(recipe, prepare(recipe, digits), cluster=object())

    def test_an_address_that_is_none(self, digits):
        with pytest.raises(LabError, match=r"nowhere is no scheduler's address"):
            run(QUICK, digits, scheduler="nowhere")


def test_a_run_that_is_to_be_certain_is_calibrated_and_knows_its_images():
    recipe = quick(solver__learning_rate=0.5, data__train=1000, data__validation=300)
    data = load_dataset(recipe)
    plain, certain = run(recipe, data).model, run(recipe, data, certain=True).model
    np.testing.assert_array_equal(certain.weights, plain.weights)
    assert plain.temperature == 1 and plain.familiarity is None
    assert certain.temperature != 1 and certain.familiarity.shape == (28, 28)
    alone = run(quick(data__validation=0, data__train=500), data, certain=True).model
    assert alone.temperature == 1 and alone.familiarity is not None
    points = run(quick(data__name="moons"), certain=True).model
    assert points.familiarity is None and points.temperature != 1
