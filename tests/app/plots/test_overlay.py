import numpy as np
import pytest

from app.plots.overlay import Band, Overlay, mean_and_deviation
from lrengine.history import History, Step


def history(values, column="train_risk"):
    made = History()
    made.extend(Step(k, k / 10, 0.0, **{column: value}) for k, value in enumerate(values))
    return made


def test_mean_and_sample_deviation_where_all_were_measured():
    runs = [history([1.0, 2.0, np.nan, 4.0]), history([3.0, 4.0, 5.0, 5.0]), history([5.0, 9.0, 5.0, 6.0])]
    iterations, means, deviations = mean_and_deviation(runs, "train_risk", slice(0, 4))
    np.testing.assert_array_equal(iterations, [0, 1, 3])
    np.testing.assert_allclose(means, [3, 5, 5])
    np.testing.assert_allclose(deviations, [2, np.std([2, 4, 9], ddof=1), 1])


def test_one_run_has_no_spread_and_infinity_no_mean():
    _, means, deviations = mean_and_deviation([history([1.0, 2.0])], "train_risk", slice(1, 2))
    assert means.tolist() == [2.0] and deviations.tolist() == [0.0]
    _, means, deviations = mean_and_deviation([history([np.inf]), history([1.0])], "train_risk", slice(0, 1))
    assert np.isinf(means[0]) and np.isnan(deviations[0])


@pytest.mark.parametrize(("label", "name"), [("", "3"), ("rate 0.5", "3 rate 0.5")])
def test_names(label, name):
    one = history([1.0])
    assert Overlay(3, label, "#ffffff", one).name == name
    assert Overlay(3, label, "#ffffff", one).histories == (one,)
    assert Band("5 seeds", "#ffffff", (one,)).name == "5 seeds"
