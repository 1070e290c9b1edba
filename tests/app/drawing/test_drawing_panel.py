from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.drawing.drawing_history import Drawing
from app.drawing.drawing_panel import DrawingPanel
from app.drawing.prediction_panel import Prediction
from app.look.theme import DARK, LIGHT, apply_theme
from app.reading.reading_panel import LENS, LIKE, TEACH, WHY

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot) -> Iterator[DrawingPanel]:
    style, colours, font = qapp.style().objectName(), qapp.palette(), qapp.font()
    apply_theme(qapp, DARK)
    # In a window of its own: without a screen Qt cannot tell a window its least size, and warns.
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 1000)
    widget = DrawingPanel(window)
    widget.resize(280, 600)
    with qtbot.waitExposed(window):
        window.show()
    yield widget
    qapp.setStyleSheet("")
    qapp.setStyle(style)
    qapp.setPalette(colours)
    qapp.setFont(font)


def draw(panel: DrawingPanel) -> None:
    canvas = panel.canvas
    QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(80, 80))
    QTest.mouseMove(canvas, QPoint(150, 150))
    QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(150, 150))


def place(panel: DrawingPanel, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(panel, QPoint(0, 0)), widget.size())


def test_children_have_the_names_others_rely_on(panel: DrawingPanel) -> None:
    for name in ("drawing_canvas", "clear_button", "undo_button", "redo_button", "prediction_label", "brush"):
        found = panel.findChild(QWidget, name)
        assert found is not None and found.accessibleName()


@pytest.mark.parametrize("height", [560, 700])
def test_all_that_matters_while_drawing_is_in_sight(panel: DrawingPanel, qtbot: QtBot, height: int) -> None:
    panel.resize(290, height)
    panel.prediction.show_prediction(Prediction(tuple("0123456789"), np.full(10, 0.1), familiarity=0.5))
    assert panel.minimumSizeHint().width() <= 290
    evidence = panel.reading.evidence
    whole = panel.rect()
    qtbot.waitUntil(lambda: whole.contains(place(panel, evidence.picture)) or height > 600)
    last = whole.top()
    for widget in (panel.canvas, panel.prediction.headline, panel.prediction.bars):
        area = place(panel, widget)
        assert whole.contains(area) and area.top() >= last
        last = area.bottom()
    assert whole.contains(place(panel, panel.brush)) and whole.contains(place(panel, panel.clear_button))
    assert panel.canvas.height() >= 160 and panel.canvas.width() >= 160


def test_it_scrolls_where_there_is_no_room(panel: DrawingPanel, qtbot: QtBot) -> None:
    scroll = panel.findChild(QScrollArea)
    assert scroll is not None
    panel.resize(280, 320)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    assert panel.canvas.height() >= 120


def test_a_high_column_leaves_no_gap_above_the_buttons(panel: DrawingPanel, qtbot: QtBot) -> None:
    panel.resize(280, 1000)
    qtbot.waitUntil(lambda: panel.canvas.height() == panel.canvas.width())
    gap = place(panel, panel.clear_button).top() - place(panel, panel.canvas).bottom()
    assert 0 < gap < 20


def test_buttons_undo_redo_and_clear(panel: DrawingPanel, qtbot: QtBot) -> None:
    assert not panel.undo_button.isEnabled() and not panel.redo_button.isEnabled()
    draw(panel)
    assert panel.undo_button.isEnabled()
    qtbot.mouseClick(panel.undo_button, LEFT)
    assert panel.canvas.is_empty() and panel.redo_button.isEnabled()
    qtbot.mouseClick(panel.redo_button, LEFT)
    assert not panel.canvas.is_empty() and not panel.redo_button.isEnabled()
    qtbot.mouseClick(panel.clear_button, LEFT)
    assert panel.canvas.is_empty() and panel.undo_button.isEnabled()


def test_undo_is_offered_while_the_pen_is_down(panel: DrawingPanel) -> None:
    QTest.mousePress(panel.canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(80, 80))
    assert panel.undo_button.isEnabled()
    QTest.mouseRelease(panel.canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(80, 80))


def test_paste_button_pastes(panel: DrawingPanel, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("no picture")
    with qtbot.waitSignal(panel.canvas.picture_refused):
        qtbot.mouseClick(panel.paste_button, LEFT)
    QGuiApplication.clipboard().clear()


def test_brush_slider_and_keys_agree(panel: DrawingPanel, qtbot: QtBot) -> None:
    assert panel.brush.value() == 8
    qtbot.keyClick(panel.brush, Qt.Key.Key_Right)
    assert panel.canvas.brush() == 0.09
    qtbot.keyClick(panel.canvas, Qt.Key.Key_BracketRight)
    assert panel.brush.value() == 10 and panel.canvas.brush() == 0.1
    panel.canvas.set_drawing(Drawing(width=0.123))
    assert panel.brush.value() == 12 and panel.canvas.brush() == 0.123


def test_keyboard_reaches_every_control(panel: DrawingPanel, qtbot: QtBot) -> None:
    draw(panel)
    panel.canvas.setFocus()
    qtbot.waitUntil(panel.canvas.hasFocus)
    reached = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget().objectName())
    # Redo is off, so it is passed over.
    assert reached == ["clear_button", "undo_button", "paste_button", "brush"]


def test_icons_follow_the_theme(panel: DrawingPanel) -> None:
    looks = []
    for theme in (DARK, LIGHT):
        panel.show_theme(theme)
        looks.append(panel.paste_button.icon().pixmap(16, 16).toImage())
        assert not panel.undo_button.icon().isNull()
    assert looks[0] != looks[1]


def test_parts_are_open_as_the_height_allows(qtbot: QtBot) -> None:
    for height, parts in ((560, (WHY,)), (900, (WHY, LIKE, TEACH))):
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(300, height)
        shown = DrawingPanel(window)
        shown.resize(300, height)
        with qtbot.waitExposed(window):
            window.show()
        assert shown.reading.opened() == parts


def test_parts_that_were_chosen_stay(panel: DrawingPanel, qtbot: QtBot) -> None:
    panel.open_parts((LENS,))
    panel.hide()
    panel.show()
    assert panel.reading.opened() == (LENS,)


def test_a_low_panel_has_its_buttons_beside_the_canvas(panel: DrawingPanel, qtbot: QtBot) -> None:
    panel.resize(290, 560)
    qtbot.waitUntil(lambda: place(panel, panel.clear_button).left() > place(panel, panel.canvas).right())
    panel.resize(290, 800)
    qtbot.waitUntil(lambda: place(panel, panel.clear_button).top() > place(panel, panel.canvas).bottom())
