import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.evaluation.threshold_plot import ThresholdPlot
from app.look.theme import LIGHT
from lrengine.judging import curves_of


@pytest.fixture
def plot(show, make_judged):
    host = QWidget()
    made = ThresholdPlot(host)
    made.resize(320, 200)
    made.show_curves(curves_of(make_judged(sharpness=2.0), 1))
    show(host, 320, 200)
    yield made


def at(plot, share):
    frame = plot.frame()
    return QPoint(round(frame.left() + share * frame.width()), round(frame.center().y()))


def test_a_press_takes_the_line_there_and_goes_on_as_a_drag(plot, qtbot):
    with qtbot.waitSignal(plot.threshold_moved) as heard:
        qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=at(plot, 0.3))
    assert heard.args[0] == pytest.approx(0.3, abs=0.01)
    qtbot.mouseMove(plot.viewport(), at(plot, 0.8))
    qtbot.waitUntil(lambda: plot.threshold == pytest.approx(0.8, abs=0.01))
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=at(plot, 0.8))
    qtbot.mouseMove(plot.viewport(), at(plot, 0.1))
    assert plot.threshold == pytest.approx(0.8, abs=0.01)
    assert f"At threshold {plot.threshold:.2f}: precision" in plot.accessibleDescription()


def test_keys_move_it_by_hundredths_and_tenths(plot, qtbot):
    for key, threshold in (
        (Qt.Key.Key_Right, 0.51),
        (Qt.Key.Key_Down, 0.5),
        (Qt.Key.Key_PageUp, 0.6),
        (Qt.Key.Key_PageDown, 0.5),
    ):
        qtbot.keyClick(plot, key)
        assert plot.threshold == pytest.approx(threshold)
    for _ in range(7):
        qtbot.keyClick(plot, Qt.Key.Key_PageDown)
    assert plot.threshold == 0


def test_home_and_a_double_click_take_the_best(plot, qtbot):
    best = plot._curves.best_threshold
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert plot.threshold == best
    plot.show_threshold(0.1)
    qtbot.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at(plot, 0.9))
    assert plot.threshold == best and plot.reading().f1 == plot._curves.at(best).f1


def test_over_recall_the_line_stands_at_a_recall(plot, qtbot):
    plot.show_over_recall(True)
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=at(plot, 0.7))
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=at(plot, 0.7))
    assert plot.reading().recall == pytest.approx(0.7, abs=0.05)
    before = plot.reading().recall
    for _ in range(20):
        qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.reading().recall > before


def test_the_two_ways_and_themes_look_other(plot):
    plot.clearFocus()
    seen = [plot.grab().toImage()]
    for change in (
        lambda: plot.show_over_recall(True),
        lambda: plot.show_theme(LIGHT),
        lambda: plot.show_curves(None, "Wait."),
    ):
        change()
        image = plot.grab().toImage()
        assert all(image != other for other in seen)
        seen.append(image)


def test_without_curves_there_is_a_notice_and_nothing_moves(plot, qtbot, make_judged):
    notice = plot.findChild(QLabel, "threshold_notice")
    assert not notice.isVisible()
    plot.show_curves(None, "Wait.")
    assert notice.isVisible() and notice.text() == "Wait." and plot.reading() is None
    with qtbot.assertNotEmitted(plot.threshold_moved):
        qtbot.keyClick(plot, Qt.Key.Key_Right)
        qtbot.keyClick(plot, Qt.Key.Key_Home)
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at(plot, 0.2))
    plot.show_curves(curves_of(make_judged(classes=4, rows=3), 3))
    assert notice.text() == "No row here is of this class."
    plot.show_over_recall(True)
    with qtbot.assertNotEmitted(plot.threshold_moved):
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at(plot, 0.2))
