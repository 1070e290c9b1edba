"""Curves of other runs are reduced as the shown run's are, and may grow."""

import numpy as np
import pytest

from app.plots.curve_reduction import reduce_curve
from app.plots.overlay_sources import BOTTOM, BandSource, RunSource
from app.plots.plot_scale import PlotScale
from lrengine.history import History, Step


def history(values):
    made = History()
    made.extend(Step(k, k / 10, 0.0, train_risk=value) for k, value in enumerate(values))
    return made


def test_a_run_is_taken_in_portions_and_reduced_as_a_whole():
    y = np.random.default_rng(0).random(5000)
    source = RunSource(history(y), "train_risk", PlotScale())
    assert source.is_behind and source.rows == 5000
    for _ in range(5):
        source.take(1000)
    assert not source.is_behind and len(source) == 5000
    drawn = source.reduce(0, 4999, 50)
    expected = reduce_curve(np.arange(5000.0), y, 0, 4999, 50)
    assert drawn.points[1].max() == expected[1].max() and len(drawn.points[0]) <= 104
    assert drawn.below is None
    ((_, heights),) = source.outlines(0, 4999)
    assert (heights.min(), heights.max()) == (y.min(), y.max()) and len(heights) < 140


def test_a_run_that_grows_is_behind_again():
    growing = history([1.0, 2.0])
    source = RunSource(growing, "train_risk", PlotScale())
    source.take(100)
    assert source.outlines(0, 10)[0][1].max() == 2.0
    growing.append(Step(2, 0.2, 0.0, train_risk=7.0))
    assert source.is_behind
    source.take(100)
    assert source.outlines(0, 10)[0][1].max() == 7.0


def test_an_outline_is_of_what_is_in_sight():
    source = RunSource(history([9.0, *np.ones(200), 5.0]), "train_risk", PlotScale())
    source.take(1000)
    assert source.outlines(50, 150)[0][1].max() == 1.0


@pytest.mark.parametrize("log", [False, True])
def test_a_band_lies_around_its_mean(log):
    runs = tuple(history(values) for values in ([1.0, 2.0, 4.0], [3.0, 2.0, 4.0, 9.0]))
    scale = PlotScale(log=log)
    source = BandSource(runs, "train_risk", scale)
    assert source.rows == 3 and source.is_behind
    source.take(1)
    assert not source.is_behind and len(source) == 3
    drawn = source.reduce(0, 2, 50)
    np.testing.assert_allclose(drawn.points[1], scale.heights([2, 2, 4]))
    np.testing.assert_allclose(drawn.above[1], scale.heights([2 + 2**0.5, 2, 4]))
    np.testing.assert_allclose(drawn.below[1], scale.heights([2 - 2**0.5, 2, 4]))
    runs[0].append(Step(3, 0.3, 0.0, train_risk=11.0))
    source.take(1)
    np.testing.assert_allclose(source.reduce(0, 3, 50).points[1][-1], scale.height(10.0))


def test_a_spread_below_zero_reaches_the_bottom_of_a_logarithmic_axis_but_not_its_range():
    runs = (history([0.1, 1.0]), history([5.0, 1.0]))
    source = BandSource(runs, "train_risk", PlotScale(log=True))
    source.take(9)
    assert source.reduce(0, 1, 50).below[1][0] == BOTTOM
    assert all(np.nanmin(heights) > -1 for _, heights in source.outlines(0, 1))


def test_nothing_measured_is_no_curve():
    source = RunSource(history([np.nan, np.nan]), "train_risk", PlotScale())
    source.take(9)
    assert len(source) == 0 and len(source.outlines(0, 1)[0][0]) == 0
    assert BandSource((), "train_risk", PlotScale()).rows == 0
