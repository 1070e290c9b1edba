from __future__ import annotations

import numpy as np
import pytest

from lrengine.byte_rows import ByteRows
from lrengine.compiled import loops_for
from lrengine.features import Pixels
from lrengine.losses import Softmax
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.solvers import Adam


def test_five_steps_are_the_formula_one_weight_at_a_time(make_objective, drive):
    objective = make_objective("softmax")
    eta, beta1, beta2, epsilon = 0.05, 0.8, 0.95, 1e-6
    theta, m, v = (np.zeros(objective.size) for _ in range(3))
    for t in range(1, 6):
        g = np.zeros(objective.size)
        objective.measure(theta, g)
        for j in range(objective.size):
            m[j] = beta1 * m[j] + (1 - beta1) * g[j]
            v[j] = beta2 * v[j] + (1 - beta2) * g[j] ** 2
            theta[j] -= eta * (m[j] / (1 - beta1**t)) / (np.sqrt(v[j] / (1 - beta2**t)) + epsilon)
    np.testing.assert_allclose(drive(objective, Adam(beta1, beta2, epsilon), eta, 5), theta, rtol=1e-10)


def test_the_constants_are_the_usual_ones():
    assert (Adam().beta1, Adam().beta2, Adam().epsilon) == (0.9, 0.999, 1e-8)


def test_the_first_step_has_the_length_of_the_rate_in_every_weight(make_objective, drive):
    theta = drive(make_objective(), Adam(), 0.01, 1)
    np.testing.assert_allclose(np.abs(theta), 0.01, rtol=1e-5)


def test_l1_shrinks_each_weight_by_its_own_step(make_objective):
    objective = make_objective(penalty=Penalty(l1=0.5))
    gradient = np.array([1.0, -10.0, 100.0, 0.5, 2.0])
    theta, solver = np.ones(5), Adam()
    solver.start(theta)
    solver.step(objective, theta, gradient.copy(), 0.1)
    step = 0.1 / (np.abs(gradient) + 1e-8)
    moved = 1 - step * gradient
    expected = np.sign(moved) * np.maximum(np.abs(moved) - step * 0.5, 0)
    expected[4] = moved[4]
    np.testing.assert_allclose(theta, expected, rtol=1e-12)


def test_a_batch_of_a_sum_bears_its_share_of_l1(make_objective):
    moved = []
    for share, l1 in ((0.25, 0.4), (1.0, 0.1)):
        objective, theta, solver = make_objective(penalty=Penalty(l1=l1)), np.ones(5), Adam()
        solver.start(theta)
        solver.step(objective, theta, np.ones(5), 0.1, share)
        moved.append(theta)
    np.testing.assert_allclose(*moved, rtol=1e-15)


@pytest.mark.parametrize(("dtype", "apart"), [("float32", 1e-4), ("float64", 1e-11)])
@pytest.mark.parametrize("penalty", [Penalty(), Penalty(l1=0.003, l2=0.01)], ids=["plain", "l1 and l2"])
def test_compiled_steps_are_numpys(drive, monkeypatch, dtype, apart, penalty):
    rng, pixels = np.random.default_rng(0), Pixels("unit", 255.0, (30,))
    images, labels = rng.integers(0, 256, (200, 30)).astype(np.uint8), rng.integers(0, 3, 200)
    loops, taken = loops_for(dtype), []
    step = loops.adam
    monkeypatch.setattr(loops, "adam", lambda *given, **named: taken.append(given) or step(*given, **named))
    thetas = []
    for rows in (ByteRows(images, pixels, dtype, loops), pixels.transform(images, dtype)):
        objective = Objective(rows, labels, Softmax(), 3, penalty=penalty)
        thetas.append(drive(objective, Adam(), 0.01, 25))
    assert len(taken) == 25 and thetas[0].dtype == dtype
    np.testing.assert_allclose(*thetas, rtol=0, atol=apart)
    assert (thetas[0][:-3] == 0).any() == bool(penalty.l1)


@pytest.mark.parametrize("task", ["binary", "softmax"])
def test_it_reaches_the_optimum_of_scikit_learn(make_objective, drive, scikit_learn_optimum, value_of, task):
    objective = make_objective(task, penalty=Penalty(l2=0.05))
    expected = scikit_learn_optimum(objective, l2=0.05)
    theta = drive(objective, Adam(), 0.01, 2000)
    assert value_of(objective, theta) == pytest.approx(value_of(objective, expected), rel=1e-9)


def test_l1_reaches_the_optimum_of_scikit_learn_with_the_same_zeros(
    make_objective, drive, scikit_learn_optimum
):
    objective = make_objective(n=80, d=8, intercept=False, penalty=Penalty(l1=0.06))
    expected = scikit_learn_optimum(objective, l1=0.06)
    theta = drive(objective, Adam(), 0.005, 3000)
    np.testing.assert_array_equal(theta == 0, expected == 0)
    np.testing.assert_allclose(theta, expected, atol=1e-5)


def test_a_weight_whose_input_is_always_zero_goes_to_zero_under_l1(make_objective, drive):
    objective = make_objective(penalty=Penalty(l1=0.01))
    objective.features[:, 2] = 0
    assert drive(objective, Adam(), 0.1, 1, np.ones(objective.size))[2] == 0


@pytest.mark.parametrize("dtype", ["float32", "longdouble"])
def test_the_precision_of_theta_is_kept(make_objective, drive, dtype):
    objective = make_objective(dtype=dtype, penalty=Penalty(l1=0.01))
    assert drive(objective, Adam(), 0.1, 3).dtype == dtype


def test_starting_again_forgets_the_averages(make_objective, drive):
    objective, solver = make_objective(), Adam()
    first = drive(objective, solver, 0.05, 7)
    np.testing.assert_array_equal(drive(objective, solver, 0.05, 7), first)
