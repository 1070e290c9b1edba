import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.guide.explainers import NAMES, make_explainer
from app.guide.figure import number, tiny
from app.look.theme import DARK, LIGHT

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture(params=NAMES)
def figure(qtbot, request):
    made = make_explainer(request.param)
    qtbot.addWidget(made)
    made.resize(400, 240)
    made.show_theme(DARK)
    return made


def test_every_figure_can_be_small_has_words_and_follows_the_theme(figure):
    assert figure.minimumSize().toTuple() == (260, 180)
    assert figure.accessibleName().startswith("Live figure: ") and figure.accessibleDescription().endswith(
        "."
    )
    dark = figure.grab().toImage()
    figure.show_theme(LIGHT)
    assert figure.grab().toImage() != dark
    figure.resize(260, 180)
    assert not figure.grab().toImage().isNull()


def test_keys_move_and_home_brings_back(figure, qtbot):
    words, image = figure.accessibleDescription(), figure.grab().toImage()
    qtbot.keyClick(figure, Qt.Key.Key_Right)
    assert figure.accessibleDescription() != words and figure.grab().toImage() != image
    qtbot.keyClick(figure, Qt.Key.Key_Left)
    qtbot.keyClick(figure, Qt.Key.Key_PageUp)
    qtbot.keyClick(figure, Qt.Key.Key_Home)
    assert figure.accessibleDescription() == words and figure.grab().toImage() == image


def test_no_drag_leaves_the_figure_without_numbers(figure):
    QTest.mousePress(figure, LEFT, NONE, QPoint(100, 120))
    for place in (QPoint(-900, 900), QPoint(5000, -400), QPoint(200, 230)):
        QTest.mouseMove(figure, place)
        assert not {"nan", "inf"} & set(figure.words().replace(",", " ").split())
        figure.grab()
    QTest.mouseRelease(figure, LEFT, NONE, QPoint(200, 230))


def test_numbers_in_words():
    assert number(-1.234) == "−1.23" and number(-0.001) == "0.00" and number(3.0, 0) == "3"
    assert tiny(0.25) == "0.250" and tiny(1.3e-12) == "1.3·10⁻¹²"
