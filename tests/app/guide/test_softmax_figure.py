import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.guide.softmax_figure import SoftmaxFigure, softmax

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def figure(qtbot):
    made = SoftmaxFigure()
    qtbot.addWidget(made)
    made.resize(440, 240)
    return made


def test_a_constant_changes_nothing(figure):
    before = figure.shares()
    figure.shift = 2.5
    assert np.allclose(figure.shares(), before)


def test_twice_is_flat():
    sure = softmax(np.array([50.0, 0.0, 0.0]))
    assert sure[0] == pytest.approx(1.0) and softmax(sure)[0] == pytest.approx(0.5761, abs=1e-4)


def test_a_drag_holds_on_to_its_slider(figure, qtbot):
    QTest.mousePress(figure, LEFT, NONE, QPoint(70, 100))
    row = figure.row
    QTest.mouseMove(figure, QPoint(400, 230))
    QTest.mouseRelease(figure, LEFT, NONE, QPoint(400, 230))
    assert figure.row == row == 1 and figure.logits[1] == 6
    qtbot.mouseClick(figure, LEFT, pos=QPoint(0, 225))
    assert figure.shift == -3 and figure.row == 3
    qtbot.keyClick(figure, Qt.Key.Key_Right)
    assert figure.shift == pytest.approx(-2.9)
