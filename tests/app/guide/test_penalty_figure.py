import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from app.guide.penalty_figure import CENTRE, CURVATURE, PenaltyFigure, l1_solution, l2_solution


def objective(w, strength, kind):
    risk = 0.5 * (w - CENTRE) @ CURVATURE @ (w - CENTRE)
    return risk + strength * (np.abs(w).sum() if kind == "l1" else 0.5 * w @ w)


@pytest.mark.parametrize(("solve", "kind"), [(l1_solution, "l1"), (l2_solution, "l2")])
@pytest.mark.parametrize("strength", [0.0, 0.4, 1.0, 2.4])
def test_no_neighbour_is_better(solve, kind, strength):
    w = solve(strength)
    around = w + 1e-3 * np.stack([np.cos(np.arange(12)), np.sin(np.arange(12))], axis=1)
    assert min(objective(near, strength, kind) for near in around) > objective(w, strength, kind)


def test_only_l1_reaches_zero():
    assert l1_solution(0.0) == pytest.approx(CENTRE)
    assert l1_solution(1.2)[1] == 0.0 and l1_solution(1.2)[0] > 0
    assert (np.abs(l2_solution(2.4)) > 0.1).all()


def test_strength_is_dragged_and_told(qtbot):
    figure = PenaltyFigure()
    qtbot.addWidget(figure)
    figure.resize(440, 240)
    qtbot.mouseClick(figure, Qt.MouseButton.LeftButton, pos=QPoint(438, 220))
    assert figure.strength == 2.4
    assert figure.words().startswith("λ 2.40: with L1 w is (0, 0)")
