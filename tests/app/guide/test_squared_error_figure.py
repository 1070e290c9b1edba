import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from app.guide.squared_error_figure import (
    SquaredErrorFigure,
    descend,
    log_risk,
    log_slope,
    squared_risk,
    squared_slope,
)

GRID = np.linspace(-8, 8, 801)


def second_difference(values):
    return values[2:] - 2 * values[1:-1] + values[:-2]


def test_the_log_loss_is_convex_and_the_squared_error_has_two_valleys():
    assert second_difference(log_risk(GRID)).min() > 0
    squared = squared_risk(GRID)
    valleys = np.flatnonzero((squared[1:-1] < squared[:-2]) & (squared[1:-1] < squared[2:]))
    assert len(valleys) == 2 and second_difference(squared).min() < 0


@pytest.mark.parametrize(("risk", "slope"), [(log_risk, log_slope), (squared_risk, squared_slope)])
def test_slopes_agree_with_differences(risk, slope):
    for w in (-3.0, 0.2, 4.0):
        ends = risk(np.array([w - 1e-5, w + 1e-5]))
        assert slope(w) == pytest.approx((ends[1] - ends[0]) / 2e-5, rel=1e-5)


def test_one_bowl_has_one_end_and_two_valleys_have_two():
    ends = [descend(log_slope, start)[-1] for start in (-4.0, 0.0, 4.0)]
    assert np.ptp(ends) < 0.01
    ends = [descend(squared_slope, start)[-1] for start in (0.0, 2.0)]
    assert ends[0] < 0 < ends[1]


def test_on_the_plain_the_descent_hardly_moves():
    path = descend(squared_slope, 7.0)
    assert abs(path[-1] - path[0]) < 1


def test_the_start_is_dragged(qtbot):
    figure = SquaredErrorFigure()
    qtbot.addWidget(figure)
    figure.resize(440, 240)
    qtbot.mouseClick(figure, Qt.MouseButton.LeftButton, pos=QPoint(2, 100))
    assert figure.start == -8 and figure.log_path[0] == figure.squared_path[0] == -8
    assert "From w −8.00" in figure.accessibleDescription()
