"""Driving a solver without the training loop, and scikit-learn's answers to compare with."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.solvers import Stalled


def drive(objective, solver, rate, updates, theta=None):
    """θ after some updates; measured figures that a solver hands back are used as the loop does."""
    theta = np.zeros(objective.size, objective.dtype) if theta is None else theta
    gradient = np.zeros_like(theta)
    solver.start(theta)
    known = None
    for _ in range(updates):
        if known is None:
            objective.measure(theta, gradient)
        try:
            known = solver.step(objective, theta, gradient, rate)
        except Stalled:
            break
    return theta


@pytest.fixture(name="drive")
def _drive():
    return drive


@pytest.fixture(scope="session")
def descend():
    """A driver of solvers that know when they are there: θ, the updates it took, and whether they said so."""

    def down(objective, solver, updates=2000, theta=None):
        theta = np.zeros(objective.size, objective.dtype) if theta is None else theta
        gradient = np.zeros_like(theta)
        objective.measure(theta, gradient)
        solver.start(theta)
        for count in range(updates):
            try:
                solver.step(objective, theta, gradient, 1.0)
            except Stalled:
                return theta, count, True
        return theta, updates, False

    return down


@pytest.fixture(scope="session")
def scikit_learn_optimum():
    """θ of LogisticRegression on an objective's rows; C is 1/(n λ) for the mean loss and λ/2 ‖w‖²."""

    def fit(objective, *, l1=0.0, l2=0.0):
        from sklearn.linear_model import LogisticRegression

        strength = l1 + l2
        model = LogisticRegression(
            C=1 / (objective.n * strength),
            l1_ratio=1.0 if l1 else 0.0,
            solver="saga" if l1 else "newton-cg",
            fit_intercept=objective.intercept,
            tol=1e-10,
            max_iter=100_000,
            random_state=0,
        )
        model.fit(objective.features, objective.labels)
        parts = [model.coef_.ravel(), model.intercept_] if objective.intercept else [model.coef_.ravel()]
        return np.concatenate(parts)

    return fit


@pytest.fixture
def value_of():
    return lambda objective, theta: objective.value(theta, objective.measure(theta).risk)
