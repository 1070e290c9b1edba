import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from app.guide.sigmoid_figure import SigmoidFigure


@pytest.fixture
def figure(qtbot):
    made = SigmoidFigure()
    qtbot.addWidget(made)
    made.resize(440, 240)
    return made


def test_dragging_sets_z_within_the_axis(figure, qtbot):
    qtbot.mouseClick(figure, Qt.MouseButton.LeftButton, pos=QPoint(2, 100))
    assert figure.z == -8
    qtbot.mouseClick(figure, Qt.MouseButton.LeftButton, pos=QPoint(438, 100))
    assert figure.z == 8


def test_the_numbers_are_those_of_the_sigmoid(figure):
    figure.z = -1.5
    p = 1 / (1 + np.exp(1.5))
    assert figure.words() == (
        f"z −1.50, σ of z {p:.4f}, σ of minus z {1 - p:.4f}, sum 1.0000, slope {p * (1 - p):.4f}."
    )
