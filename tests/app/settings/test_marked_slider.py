"""A slider's mark, its keys, and the wheel that must scroll the panel."""

import itertools

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.settings.marked_slider import MarkedSlider


@pytest.fixture
def slider(qtbot):
    slider = MarkedSlider()
    qtbot.addWidget(slider)
    slider.setRange(0, 1000)
    slider.resize(120, 24)
    with qtbot.waitExposed(slider):
        slider.show()
    return slider


def wheel(widget, turn):
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event


def count_pixels(slider, colour):
    image = slider.grab().toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum(pixel == colour for pixel in pixels)


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_Right, [1, False]),
        (Qt.Key.Key_Up, [1, False]),
        (Qt.Key.Key_Left, [-1, False]),
        (Qt.Key.Key_Down, [-1, False]),
        (Qt.Key.Key_PageUp, [1, True]),
        (Qt.Key.Key_PageDown, [-1, True]),
    ],
)
def test_keys_ask_for_steps_and_do_not_move_the_handle(slider, qtbot, key, step):
    slider.setValue(500)
    with qtbot.waitSignal(slider.step_asked) as asked:
        qtbot.keyClick(slider, key)
    assert asked.args == step and slider.value() == 500


def test_home_and_end_go_to_the_ends(slider, qtbot):
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert slider.value() == 1000
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert slider.value() == 0


def test_a_press_takes_the_handle_there_and_drags_on(slider, qtbot):
    middle = slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.x_of(750), middle))
    assert slider.isSliderDown() and slider.value() == pytest.approx(750, abs=10)
    qtbot.mouseMove(slider, QPoint(slider.x_of(250), middle))
    assert slider.value() == pytest.approx(250, abs=15)
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.x_of(250), middle))
    assert not slider.isSliderDown()


def test_the_wheel_scrolls_the_panel_unless_the_slider_has_the_focus(slider, qtbot):
    slider.clearFocus()
    with qtbot.assertNotEmitted(slider.step_asked):
        assert not wheel(slider, 120).isAccepted()
    slider.activateWindow()
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    with qtbot.waitSignal(slider.step_asked) as asked:
        wheel(slider, -120)
    assert asked.args == [-1, False]


def test_arrow_keys_are_kept_from_shortcuts(slider):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(slider, event)
    assert event.isAccepted()


def test_the_mark_is_painted_dashed_where_it_belongs(slider):
    colour = QColor(250, 10, 240)
    slider.set_mark_colour(colour)
    assert count_pixels(slider, colour) == 0
    slider.set_mark(800)
    image = slider.grab().toImage()
    columns = {
        x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == colour
    }
    assert columns and all(abs(x - slider.x_of(800)) <= 2 for x in columns)
    hit = [image.pixelColor(max(columns), y) == colour for y in range(image.height())]
    rises = sum(after and not before for before, after in itertools.pairwise(hit))
    assert rises >= 2
    slider.set_mark(None)
    assert count_pixels(slider, colour) == 0
