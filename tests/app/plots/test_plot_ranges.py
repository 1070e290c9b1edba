import numpy as np
import pytest

from app.plots.plot_ranges import accuracy_range, risk_range

RUN = np.arange(1000.0)


def test_the_risk_has_room_for_every_curve_and_the_optimum_with_its_label():
    y = np.log10(0.3 + 2 / (1 + RUN / 20))
    low, high = risk_range([(RUN, y), (RUN, y + 0.1)], np.log10(0.25), log=True, label_share=0.2)
    assert high > (y + 0.1).max()
    assert (np.log10(0.25) - low) / (high - low) >= 0.15
    assert high - low < 1.5 * (y.max() + 0.1 - np.log10(0.25))


def test_a_far_optimum_does_not_flatten_the_curves():
    y = np.log10(0.3 + 0.1 / (1 + RUN))
    assert risk_range([(RUN, y)], -9.0, log=True)[0] > -1


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize("heights", [[], [np.nan, np.nan], [0.5], [0.0, 0.0]])
def test_ranges_are_never_empty(log, heights):
    y = np.array(heights)
    low, high = risk_range([(RUN[: len(y)], y)], None, log)
    assert low < high
    low, high = accuracy_range([(RUN[: len(y)], y)], follows=True)
    assert low < high


def test_accuracy_leaves_out_the_first_rise_while_it_follows():
    y = 0.92 - 0.8 * np.exp(-RUN / 3)
    followed, whole = (accuracy_range([(RUN, y)], follows)[0] for follows in (True, False))
    assert 0.8 < followed < 0.92
    assert whole < 0.12


@pytest.mark.parametrize("accuracy", [0.1, 0.5, 0.75, 0.9, 0.985, 1.0])
def test_accuracy_is_in_sight_with_room_to_spare(accuracy):
    low, high = accuracy_range([(RUN, np.full(1000, accuracy))], follows=True)
    assert low < accuracy < high
    assert high > 1
