import math

import pytest
from PySide6.QtCore import QPoint, Qt

from app.guide.log_loss_figure import LogLossFigure


@pytest.fixture
def figure(qtbot):
    made = LogLossFigure()
    qtbot.addWidget(made)
    made.resize(440, 240)
    return made


def test_the_losses_of_both_labels(figure):
    one, nought = figure.losses()
    assert one == pytest.approx(-math.log(0.8)) and nought == pytest.approx(-math.log(0.2))


def test_nothing_is_clipped(figure, qtbot):
    qtbot.mouseClick(figure, Qt.MouseButton.LeftButton, pos=QPoint(242, 150))
    assert figure.z < -40
    one, _ = figure.losses()
    assert one == pytest.approx(-figure.z) and one > -math.log(1e-15)
    assert "10⁻" in figure.words()


def test_the_left_plot_sets_p(figure, qtbot):
    qtbot.mouseClick(figure, Qt.MouseButton.LeftButton, pos=QPoint(32, 150))
    assert 0.002 < 1 / (1 + math.exp(-figure.z)) < 0.05
