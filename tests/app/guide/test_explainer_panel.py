import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from app.guide.explainer_panel import ExplainerPanel
from app.guide.explainers import NAMES, TEXTS
from app.look.theme import DARK


@pytest.fixture
def panel(qtbot):
    made = ExplainerPanel()
    qtbot.addWidget(made)
    made.resize(860, 310)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_figures_are_made_when_they_are_looked_at(panel, qtbot):
    assert list(panel.figures) == [NAMES[0]]
    qtbot.mouseClick(panel.buttons["penalties"], Qt.MouseButton.LeftButton)
    assert panel.shown == "penalties" and panel.figures["penalties"].isVisible()
    assert panel.findChild(QLabel, "explainer_text").text() == TEXTS["penalties"]


def test_a_figure_keeps_its_values_and_gets_the_theme(panel, qtbot):
    panel.show_explainer("why p − y")
    figure = panel.figures["why p − y"]
    qtbot.keyClick(figure, Qt.Key.Key_Right)
    z = figure.z
    panel.show_theme(DARK)
    panel.show_explainer("softmax")
    panel.show_explainer("why p − y")
    assert figure.z == z and figure.theme is DARK and panel.figures["softmax"].theme is DARK


def test_a_name_there_is_not_changes_nothing(panel):
    panel.show_explainer("tanh")
    assert panel.shown == NAMES[0] and panel.buttons[NAMES[0]].isChecked()


def test_it_fits_a_low_dock(panel):
    assert panel.minimumSizeHint().width() <= 660 and panel.minimumSizeHint().height() <= 260


def test_where_width_is_dear_the_text_lies_below_the_buttons(qtbot):
    panel = ExplainerPanel()
    qtbot.addWidget(panel)
    panel.show()
    text = panel.findChild(QScrollArea)
    for width, below in ((800, False), (500, True), (800, False)):
        panel.resize(width, 260)
        qtbot.waitUntil(lambda below=below: (text.y() > panel.buttons["softmax"].y()) == below)
        assert all(button.isVisible() for button in panel.buttons.values())
        assert text.isVisible() and panel.figures[panel.shown].width() >= 230
