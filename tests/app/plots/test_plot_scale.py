import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plots.plot_scale import PlotScale


@given(st.integers(0, 10**7), st.booleans())
def test_a_place_leads_back_to_its_iteration(iteration, log_x):
    scale = PlotScale(log_x=log_x)
    assert scale.iteration(scale.place(iteration)) == pytest.approx(iteration)


def test_row_0_has_a_place_on_a_logarithmic_axis_and_nothing_lies_before_it():
    scale = PlotScale(log_x=True)
    np.testing.assert_allclose(scale.places([0, 9, 99]), [0, 1, 2])
    assert scale.iteration(-3.0) == 0 and np.isfinite(scale.iteration(1e9))


def test_heights():
    np.testing.assert_array_equal(PlotScale(log=True).heights([100.0, 0.0, -1.0]), [2, np.nan, np.nan])
    assert PlotScale().height(0.25) == 0.25 and np.isnan(PlotScale(log=True).height(0.0))
