import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.guide.guide_card import GuideCard
from lrengine.recipe import About

ABOUT = About(
    title="Decision boundary",
    text="Watch the line settle. Then drag a point.",
    reports="The same optimum as scikit-learn.",
    source="Logistic Regression from Scratch",
    explainers=("sigmoid", "why p − y"),
)


@pytest.fixture
def card(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(860, 720)
    layout = QVBoxLayout(window)
    made = GuideCard()
    layout.addWidget(made)
    layout.addStretch(1)
    made.show_about(ABOUT)
    with qtbot.waitExposed(window):
        window.show()
    yield made


def test_text_reports_and_source_are_shown(card):
    text = card.text
    assert text.text.text() == "Watch the line settle. Then drag a point."
    assert text.reports.isVisible() and text.source.text() == "Logistic Regression from Scratch"
    assert card.head.accessibleName() == "About Decision boundary"


def test_its_figures_are_asked_for(card, qtbot):
    assert list(card.buttons) == ["sigmoid", "why p − y"]
    with qtbot.waitSignal(card.explainer_asked) as asked:
        qtbot.mouseClick(card.buttons["why p − y"], Qt.MouseButton.LeftButton)
    assert asked.args == ["why p − y"]
    card.show_about(About(title="Another"))
    assert card.buttons == {}


def test_it_folds_to_one_line_and_remembers(card, qtbot):
    QApplication.processEvents()
    opened = card.height()
    with qtbot.waitSignal(card.open_changed, check_params_cb=lambda is_open: not is_open):
        qtbot.mouseClick(card.head, Qt.MouseButton.LeftButton)
    assert not card.is_open() and not card.text.isVisible()
    qtbot.waitUntil(lambda: card.height() < opened)
    card.show_about(About(title="Another", text="Text."), ("Data",))
    assert not card.text.isVisible()
    card.set_open(True)
    assert card.text.isVisible() and card.text.text.text() == "Text."


def test_a_long_text_leaves_room_for_the_curves(card):
    card.show_about(About(title="Long", text="Many words. " * 100, reports="More words. " * 100))
    QApplication.processEvents()
    assert card.height() <= 110


def test_changed_settings_are_named_without_laying_out_anew(card):
    buttons = card.buttons
    card.show_about(ABOUT, ("Data",))
    assert card.head.accessibleName().endswith("(changed: Data)") and card.buttons is buttons


def test_nothing_to_say_is_nothing_to_see(card):
    card.show_about(About())
    assert not card.isVisible()
    card.show_about(ABOUT)
    assert card.isVisible()
