import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel

from app.look.theme import LIGHT
from app.plots.weights_panel import WeightsPanel

NAMES = tuple("0123456789")


@pytest.fixture
def panel(qtbot):
    made = WeightsPanel()
    qtbot.addWidget(made)
    made.resize(760, 220)
    with qtbot.waitExposed(made):
        made.show()
    return made


def legend(panel):
    return panel.findChild(QLabel, "weights_legend").text()


def test_names_that_others_rely_on(panel):
    assert panel.view.objectName() == "weights_view" and panel.view.accessibleName()
    assert panel.findChild(QComboBox, "weights_colours").accessibleName()


def test_the_header_says_what_the_colours_mean(panel):
    weights = np.ones((10, 784), np.float32)
    panel.show_weights(weights, (28, 28), NAMES)
    assert legend(panel) == "· blue speaks against, orange for"
    panel.show_means(np.zeros((10, 28, 28), np.float32))
    assert legend(panel).endswith("below: the average digit")
    panel.set_colours("seismic")
    assert legend(panel).startswith("· blue speaks against, red for")
    panel.show_weights(weights[:1], (28, 28), ("cat", "dog"))
    assert legend(panel) == "· blue speaks for cat, red for dog · beside: the average images"


@pytest.mark.parametrize(
    ("weights", "shape", "words"),
    [
        (None, (28, 28), "no weights yet"),
        (np.ones((1, 2)), (2,), "not images"),
        (np.ones((10, 520)), (28, 28), "not pixels"),
    ],
)
def test_what_has_no_picture_says_so(panel, weights, shape, words):
    panel.show_weights(np.ones((10, 784)), (28, 28), NAMES)
    panel.show_weights(weights, shape, NAMES)
    assert words in panel.view.accessibleDescription()
    assert legend(panel) == ""
    panel.show_weights(np.ones((10, 784)), (28, 28), NAMES)
    assert legend(panel) != ""


def test_the_pointer_tells_pixel_and_weight(panel, qtbot):
    weights = np.zeros((10, 784), np.float32)
    weights[3] = -0.25
    panel.show_weights(weights, (28, 28), NAMES)
    with qtbot.waitSignal(panel.view.hovered):
        qtbot.mouseMove(panel.view, panel.view.tile(3).topLeft() + QPoint(2, 2))
    assert legend(panel) == "· 3: row 1, column 1, weight −0.2500"
    panel.view.hovered.emit(None)
    assert legend(panel) == "· blue speaks against, orange for"


def test_colours_are_chosen_with_the_keyboard(panel, qtbot):
    picker = panel.findChild(QComboBox, "weights_colours")
    assert panel.colours() == "blue–orange"
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    assert panel.colours() == "seismic"
    panel.show_theme(LIGHT)
    assert panel.colours() == "seismic"
