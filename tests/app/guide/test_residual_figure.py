import math

import pytest
from PySide6.QtCore import QPoint, Qt

from app.guide.residual_figure import ResidualFigure

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def figure(qtbot):
    made = ResidualFigure()
    qtbot.addWidget(made)
    made.resize(440, 240)
    return made


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("z", [-6.0, -0.3, 0.0, 5.0])
def test_the_factors_multiply_to_p_minus_y(figure, label, z):
    figure.label, figure.z = label, z
    first, second, product = figure.factors()
    assert first * second == pytest.approx(product)
    # ∂ℓ/∂p and ∂p/∂z against differences.
    p = 1 / (1 + math.exp(-z))
    loss = (lambda p: -math.log(p)) if label else (lambda p: -math.log(1 - p))
    assert first == pytest.approx((loss(p + 1e-7) - loss(p - 1e-7)) / 2e-7, rel=1e-3)
    assert product == pytest.approx(p - label, abs=1e-12)


def test_the_label_is_changed_by_a_click_and_by_keys(figure, qtbot):
    z = figure.z
    qtbot.mouseClick(figure, LEFT, pos=QPoint(170, 16))
    assert figure.label == 0 and figure.z == z
    qtbot.keyClick(figure, Qt.Key.Key_1)
    assert figure.label == 1


def test_the_bars_are_no_handle(figure, qtbot):
    z = figure.z
    qtbot.mouseClick(figure, LEFT, pos=QPoint(350, 120))
    assert figure.z == z
    qtbot.mouseClick(figure, LEFT, pos=QPoint(150, 120))
    assert figure.z != z
