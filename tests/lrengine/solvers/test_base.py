from __future__ import annotations

import numpy as np

from lrengine.penalties import Penalty
from lrengine.solvers.base import shrink


def test_weights_shrink_and_intercepts_do_not(make_objective):
    objective = make_objective(penalty=Penalty(l1=0.5))
    theta = np.ones(objective.size)
    shrink(objective, theta, 0.4)
    assert theta.tolist() == [0.8, 0.8, 0.8, 0.8, 1.0]


def test_steps_of_their_own_are_laid_out_like_theta(make_objective):
    objective = make_objective(penalty=Penalty(l1=1.0))
    theta = np.ones(objective.size)
    shrink(objective, theta, np.array([0.1, 0.2, 0.3, 2.0, 99.0]))
    np.testing.assert_allclose(theta, [0.9, 0.8, 0.7, 0.0, 1.0])


def test_without_l1_nothing_shrinks(make_objective):
    objective = make_objective(penalty=Penalty(l2=5.0))
    theta = np.ones(objective.size)
    shrink(objective, theta, 1.0)
    assert (theta == 1).all()
