from __future__ import annotations

import math

import numpy as np
import pytest

from lrengine.found import Found
from lrengine.measurement import Measurement
from lrengine.penalties import Penalty


def test_a_row_holds_what_was_measured_and_no_number_elsewhere(make_objective):
    objective = make_objective("softmax", penalty=Penalty(l2=2.0))
    found = Found(0.5, Measurement(0.75, 0.25), test=Measurement(0.125, 1.0))
    row = found.row(objective, np.ones(objective.size), iteration=3, epoch=1.5, seconds=2.0)
    assert (row.iteration, row.epoch, row.seconds, row.batch_risk) == (3, 1.5, 2.0, 0.5)
    assert (row.train_risk, row.train_accuracy, row.test_risk, row.test_accuracy) == (0.75, 0.25, 0.125, 1.0)
    assert row.train_objective == pytest.approx(0.75 + 12) and row.weight_norm == pytest.approx(math.sqrt(12))
    assert all(map(math.isnan, (row.validation_risk, row.validation_accuracy, row.step_size)))


def test_a_row_between_evaluations_has_its_batch_alone(make_objective):
    objective = make_objective("softmax")
    row = Found(0.5).row(objective, np.zeros(objective.size), iteration=1, epoch=0.1, seconds=0.0)
    assert row.batch_risk == 0.5 and math.isnan(row.train_risk) and math.isnan(row.train_objective)
