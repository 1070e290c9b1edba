import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.drawing.pen_input import PenInput

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.MouseButton.NoButton


class Recorder(PenInput):
    """Writes down what the pen does."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str | tuple[float, float]] = []

    def pen_went_down(self, position: QPointF) -> None:
        self.seen.append("down")
        self.pen_moved(position)

    def pen_moved(self, position: QPointF) -> None:
        self.seen.append(position.toTuple())

    def pen_lifted(self) -> None:
        self.seen.append("up")


@pytest.fixture
def pad(qtbot: QtBot) -> Recorder:
    widget = Recorder()
    qtbot.addWidget(widget)
    widget.resize(100, 100)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture(scope="module")
def stylus(qapp: QApplication) -> QPointingDevice:
    return QPointingDevice(
        "stylus",
        7,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        2,
    )


@pytest.fixture(scope="module")
def screen(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


def tablet(pad: Recorder, stylus: QPointingDevice, kind: QEvent.Type, x: float, y: float) -> QTabletEvent:
    held = NONE if kind == QEvent.Type.TabletRelease else LEFT
    button = NONE if kind == QEvent.Type.TabletMove else LEFT
    place = QPointF(x, y)
    event = QTabletEvent(
        kind,
        stylus,
        place,
        pad.mapToGlobal(place),
        0.5,
        0,
        0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        button,
        held,
    )
    QApplication.sendEvent(pad, event)
    return event


def test_mouse_draws_with_the_left_button_alone(pad: Recorder, qtbot: QtBot) -> None:
    qtbot.mousePress(pad, Qt.MouseButton.RightButton, pos=QPoint(9, 9))
    qtbot.mouseRelease(pad, Qt.MouseButton.RightButton, pos=QPoint(9, 9))
    qtbot.mouseMove(pad, QPoint(5, 5))
    assert pad.seen == []
    qtbot.mousePress(pad, LEFT, pos=QPoint(10, 20))
    QTest.mouseMove(pad, QPoint(30, 40))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(50, 60))
    assert pad.seen[:2] == ["down", (10, 20)]
    assert pad.seen[-2:] == [(50, 60), "up"]


def test_second_of_two_quick_strokes_is_drawn(pad: Recorder, qtbot: QtBot) -> None:
    qtbot.mouseDClick(pad, LEFT, pos=QPoint(10, 20))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(15, 20))
    assert pad.seen == ["down", (10, 20), (15, 20), "up"]


def test_tablet_gives_fractions_and_no_mouse_events(pad: Recorder, stylus: QPointingDevice) -> None:
    tablet(pad, stylus, QEvent.Type.TabletMove, 1.5, 1.5)
    assert pad.seen == []
    events = [
        tablet(pad, stylus, QEvent.Type.TabletPress, 10.25, 20.75),
        tablet(pad, stylus, QEvent.Type.TabletMove, 11.125, 21.5),
        tablet(pad, stylus, QEvent.Type.TabletRelease, 12.5, 22.5),
    ]
    assert pad.seen == ["down", (10.25, 20.75), (11.125, 21.5), (12.5, 22.5), "up"]
    assert all(event.isAccepted() for event in events)


def test_one_finger_draws_and_others_are_ignored(pad: Recorder, screen: QPointingDevice) -> None:
    touch = QTest.touchEvent(pad, screen, False)
    touch.press(0, QPoint(10, 10), pad)
    touch.commit()
    touch.move(0, QPoint(20, 20), pad)
    touch.press(1, QPoint(90, 90), pad)
    touch.commit()
    touch.move(0, QPoint(30, 30), pad)
    touch.move(1, QPoint(80, 80), pad)
    touch.commit()
    touch.release(0, QPoint(30, 30), pad)
    touch.stationary(1)
    touch.commit()
    touch.release(1, QPoint(80, 80), pad)
    touch.commit()
    assert pad.seen == ["down", (10, 10), (20, 20), (30, 30), (30, 30), "up"]


def test_whoever_holds_the_pen_keeps_it(pad: Recorder, qtbot: QtBot, stylus: QPointingDevice) -> None:
    tablet(pad, stylus, QEvent.Type.TabletPress, 10, 10)
    qtbot.mousePress(pad, LEFT, pos=QPoint(50, 50))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(50, 50))
    tablet(pad, stylus, QEvent.Type.TabletRelease, 20, 20)
    assert pad.seen == ["down", (10, 10), (20, 20), "up"]


def test_a_dropped_pen_is_ignored_until_it_goes_down_again(pad: Recorder, qtbot: QtBot) -> None:
    qtbot.mousePress(pad, LEFT, pos=QPoint(10, 10))
    pad.drop_pen()
    pad.drop_pen()
    QTest.mouseMove(pad, QPoint(20, 20))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(20, 20))
    assert pad.seen == ["down", (10, 10), "up"]
    qtbot.mousePress(pad, LEFT, pos=QPoint(30, 30))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(30, 30))
    assert pad.seen.count("up") == 2
