import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.guide.guide_text import GuideText
from lrengine.recipe import About

LONG = About(text="Watch the line settle. " * 30, reports="The same optimum. " * 30, source="From Scratch")


@pytest.fixture
def show(qtbot):
    windows = []

    def made(about, width, height=900):
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(width, height)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        text = GuideText()
        text.show_about(about)
        layout.addWidget(text)
        layout.addStretch(1)
        with qtbot.waitExposed(window):
            window.show()
        QApplication.processEvents()
        return text

    yield made
    windows.clear()


def test_two_columns_side_by_side_where_there_is_room(show):
    text = show(LONG, 860)
    assert text.reports.mapTo(text, text.reports.rect().topLeft()).x() > text.text.width()
    narrow = show(LONG, 420)
    assert narrow.reports.mapTo(narrow, narrow.reports.rect().topLeft()).x() < 50


def test_a_long_text_scrolls_and_a_low_window_gives_it_less(show):
    high, low = show(LONG, 860), show(LONG, 860, 720)
    assert low.height() < high.height() <= 100
    assert high.verticalScrollBar().maximum() > 0
    high.verticalScrollBar().setValue(20)
    high.show_about(About(text="Short."))
    assert high.verticalScrollBar().value() == 0


def test_a_short_text_takes_a_line(show):
    text = show(About(text="Short\nand one line."), 860)
    assert text.text.text() == "Short and one line."
    assert text.height() <= 1.5 * text.fontMetrics().lineSpacing()
    assert not text.head.isVisible()


def test_paragraphs_stay_apart(show):
    assert show(About(text="One.\n\nTwo."), 400).text.text() == "One.\nTwo."
