"""Pointing at cells, by mouse and keys."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QToolTip

from app.look.theme import DARK
from app.sweep.cell_canvas import CellCanvas


class Strip(CellCanvas):
    """Combinations side by side, 40 pixels each."""

    def combination_at(self, place):
        number = int(place.x() // 40)
        return self.book.combinations[number] if number < len(self.book.combinations) else None

    def paint(self, painter, book):
        for combo in book.combinations:
            painter.drawText(QPointF(40 * combo.number, 20), combo.name)


@pytest.fixture
def strip(shown):
    return shown(Strip("strip", "A strip"), 240, 60)


def heard(canvas):
    found = []
    canvas.cell_selected.connect(found.append)
    return found


def test_nothing_is_selected_before_there_is_a_sweep(strip, qtbot):
    found = heard(strip)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 10))
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert found == [] and not strip.grab().isNull()


def test_a_click_selects_and_a_double_click_opens(strip, qtbot, rates, make_book):
    strip.show_book(make_book(rates))
    found = heard(strip)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 10))
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(200, 10))
    assert found == [1] and strip.selected == 1
    with qtbot.waitSignal(strip.cell_activated) as opened:
        qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 10))
    assert opened.args == [1]


def test_clicks_go_through_the_repeats(strip, qtbot, variants, make_book):
    strip.show_book(make_book(variants))
    found = heard(strip)
    for _ in range(3):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 10))
    assert found == [2, 3, 2]


def test_arrows_select_and_enter_opens(strip, qtbot, rates, make_book):
    strip.show_book(make_book(rates))
    found = heard(strip)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(strip, key)
    assert found == [0, 1, 2, 1]
    with qtbot.waitSignal(strip.cell_activated) as opened:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_space_is_left_to_the_window(qtbot, rates, make_book, shown, key_host):
    strip = Strip("strip", "A strip", key_host)
    shown(key_host)
    strip.show_book(make_book(rates))
    qtbot.keyClick(strip, Qt.Key.Key_Space)
    assert key_host.keys == [Qt.Key.Key_Space]


def test_results_of_earlier_settings_are_faint(strip, rates, make_book):
    strip.show_theme(DARK)
    strip.show_book(make_book(rates))
    before = strip.grab().toImage()
    strip.show_greyed(True)
    assert strip.grab().toImage() != before
    strip.show_greyed(False)
    assert strip.grab().toImage() == before


def test_a_tip_describes_what_is_pointed_at(strip, qtbot, rates, make_book):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QApplication

    strip.show_book(make_book(rates, [0.9, "diverged"]))
    for x, words in ((10, "accuracy 90.00 %"), (50, "diverged")):
        place = QPoint(x, 10)
        QApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, place, strip.mapToGlobal(place)))
        assert words in QToolTip.text()
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_news_that_come_quickly_are_all_painted_in_the_end(strip, qtbot, rates, make_book, outcome_of):
    painted = []

    class Slow(Strip):
        def paint(self, painter, book):
            painted.append(len(book.outcomes))
            sum(range(300_000))

    slow = Slow("slow", "Slow", strip)
    slow.setGeometry(strip.rect())
    slow.show()
    book = make_book(rates)
    slow.show_book(book)
    qtbot.waitUntil(lambda: painted == [0])
    for cell in book.cells:
        book.note_outcome(outcome_of(cell))
        slow.show_changed([cell.index])
    assert painted == [0], "the painting before was slow: others come first"
    qtbot.waitUntil(lambda: painted == [0, 3])
