import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.evaluation.unit_plot import ShareAxis, UnitPlot
from app.look.theme import DARK, LIGHT


@pytest.fixture
def plot(show):
    host = QWidget()
    made = UnitPlot(host)
    made.resize(300, 200)
    made.show_theme(DARK)
    show(host)
    yield made


def test_places_are_shares_of_the_axis(plot):
    frame = plot.frame()
    assert plot.rect().contains(frame.toRect())
    for share in (0.0, 0.25, 1.0):
        place = QPointF(frame.left() + share * frame.width(), frame.center().y())
        assert plot.x_at(place) == pytest.approx(share, abs=0.01)
    assert plot.x_at(QPointF(0, 0)) == 0 and plot.x_at(QPointF(299, 0)) == 1


def test_neither_wheel_nor_drag_zooms(plot, qtbot):
    before = plot.getViewBox().viewRange()
    centre = plot.frame().center()
    wheel = QWheelEvent(
        centre, plot.viewport().mapToGlobal(centre), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot.viewport(), wheel)
    assert not wheel.isAccepted()
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=centre.toPoint())
    qtbot.mouseMove(plot.viewport(), centre.toPoint() + QPoint(40, 20))
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=centre.toPoint())
    assert plot.getViewBox().viewRange() == before


def test_ticks_are_fifths_or_halves(qapp):
    axis = ShareAxis("left")
    assert [text for _, text in axis.ticks(200)] == ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    assert [place for place, _ in axis.ticks(80)] == [0, 0.5, 1]


def test_a_new_theme_repaints_the_ground(plot):
    plot.show_theme(LIGHT)
    assert plot.grab().toImage().pixelColor(2, 2).name() == LIGHT.card
