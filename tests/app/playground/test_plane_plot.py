import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.playground.plane_plot import PlanePlot
from app.playground.point_set import points_of

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def plot(qtbot, key_host, square):
    made = PlanePlot(key_host)
    key_host.resize(400, 240)
    made.resize(400, 240)
    with qtbot.waitExposed(key_host):
        key_host.show()
    made.take_points(points_of(square))
    made.setFocus()
    yield made
    made.stop_telling()


def pixel(plot, index):
    x, y = plot.view.to_pixels(plot.points.positions[index : index + 1])[0]
    return QPoint(round(x), round(y))


def drag(plot, start, end, button=LEFT):
    QTest.mousePress(plot, button, NONE, start)
    # Qt Test's own move carries no buttons; the plot asks for none.
    QTest.mouseMove(plot, (start + end) / 2)
    QTest.mouseMove(plot, end)
    QTest.mouseRelease(plot, button, NONE, end)


def turn(plot, delta, place):
    event = QWheelEvent(
        QPointF(place), QPointF(plot.mapToGlobal(place)), QPoint(), QPoint(0, delta),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot, event)


def test_a_click_adds_a_point_and_a_double_click_no_second_one(plot, qtbot):
    for place in (QPoint(150, 60), QPoint(250, 190)):
        with qtbot.waitSignal(plot.points_edited):
            qtbot.mouseClick(plot, LEFT, pos=place)
    QTest.mouseDClick(plot, LEFT, NONE, QPoint(250, 190))
    QTest.mouseRelease(plot, LEFT, NONE, QPoint(250, 190))
    assert len(plot.points) == 7 and plot.selected == 6


def test_the_second_of_two_quick_clicks_counts_elsewhere(plot):
    QTest.mouseDClick(plot, LEFT, NONE, QPoint(250, 190))
    QTest.mouseRelease(plot, LEFT, NONE, QPoint(250, 190))
    assert len(plot.points) == 6


def test_a_drag_on_a_point_moves_it(plot, qtbot):
    start = pixel(plot, 0)
    kept = plot.view
    drag(plot, start, start + QPoint(40, -20))
    assert len(plot.points) == 5 and plot.view == kept
    assert (pixel(plot, 0) - start - QPoint(40, -20)).manhattanLength() <= 2


def test_a_press_on_a_point_selects_it_without_an_edit(plot, qtbot):
    with qtbot.assertNotEmitted(plot.points_edited):
        qtbot.mouseClick(plot, LEFT, pos=pixel(plot, 2))
    assert plot.selected == 2


@pytest.mark.parametrize("button", [LEFT, MIDDLE])
def test_a_drag_beside_the_points_moves_the_view(plot, qtbot, button):
    x = plot.view.x
    with qtbot.waitSignal(plot.view_changed, check_params_cb=lambda fits: not fits):
        drag(plot, QPoint(150, 60), QPoint(190, 60), button)
    assert plot.view.x == pytest.approx(x - 40 / plot.view.across)
    assert len(plot.points) == 5


def test_a_right_click_removes_a_point_and_nothing_elsewhere(plot, qtbot):
    with qtbot.assertNotEmitted(plot.points_edited):
        qtbot.mouseClick(plot, RIGHT, pos=QPoint(150, 60))
    gone = plot.points.placed()[1]
    qtbot.mouseClick(plot, RIGHT, pos=pixel(plot, 1))
    assert gone not in plot.points.placed() and len(plot.points) == 4


def test_delete_removes_the_selected_point_and_control_z_brings_it_back(plot, qtbot):
    qtbot.mouseClick(plot, LEFT, pos=pixel(plot, 1))
    qtbot.keyClick(plot, Qt.Key.Key_Delete)
    assert len(plot.points) == 4 and plot.selected is None
    qtbot.keyClick(plot, Qt.Key.Key_Delete)
    assert len(plot.points) == 4
    qtbot.keyClick(plot, Qt.Key.Key_Z, CONTROL)
    assert len(plot.points) == 5
    qtbot.keyClick(plot, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert len(plot.points) == 4


def test_undo_is_kept_from_the_windows_shortcut(plot, qtbot):
    heard = []
    shortcut = QShortcut(QKeySequence("Ctrl+Z"), plot.parentWidget())
    shortcut.activated.connect(lambda: heard.append(1))
    qtbot.mouseClick(plot, LEFT, pos=QPoint(150, 60))
    qtbot.keyClick(plot, Qt.Key.Key_Z, CONTROL)
    assert not heard and len(plot.points) == 5


def test_arrows_nudge_the_selected_point_and_else_go_to_the_window(plot, qtbot):
    window = plot.parentWidget()
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert window.keys == [Qt.Key.Key_Right]
    qtbot.mouseClick(plot, LEFT, pos=pixel(plot, 0))
    x, y = plot.points.positions[0]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(plot, key)
    assert plot.points.positions[0] == pytest.approx((x + 5 / plot.view.across, y + 5 / plot.view.up))
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.selected is None and window.keys == [Qt.Key.Key_Right]


def test_space_trains(plot, qtbot):
    qtbot.keyClick(plot, Qt.Key.Key_Space)
    assert plot.parentWidget().keys == [Qt.Key.Key_Space] and len(plot.points) == 5


def test_number_keys_name_a_class_but_not_with_control(plot, qtbot):
    with qtbot.waitSignal(plot.class_keyed) as keyed:
        qtbot.keyClick(plot, Qt.Key.Key_7)
    assert keyed.args == [7]
    with qtbot.assertNotEmitted(plot.class_keyed):
        qtbot.keyClick(plot, Qt.Key.Key_7, CONTROL)


def test_return_places_a_point_in_the_middle(plot, qtbot):
    plot.take_points(plot.points.removed(4))
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert plot.points.placed()[-1][:2] == pytest.approx(plot.view.to_position(200, 120))


def test_the_wheel_zooms_about_the_pointer_and_f_fits_again(plot, qtbot):
    kept = plot.view.to_position(100, 50)
    with qtbot.waitSignal(plot.view_changed):
        turn(plot, 240, QPoint(100, 50))
    assert plot.view.to_position(100, 50) == pytest.approx(kept) and not plot.is_fitted
    fitted = plot.view
    qtbot.keyClick(plot, Qt.Key.Key_Minus)
    assert plot.view.across == pytest.approx(0.8 * fitted.across)
    qtbot.keyClick(plot, Qt.Key.Key_F)
    assert plot.is_fitted


def test_the_pointer_is_told_in_the_planes_own_numbers(plot, qtbot):
    with qtbot.waitSignal(plot.pointed) as told:
        QTest.mouseMove(plot, QPoint(120, 80))
    assert told.args[0] == pytest.approx(plot.view.to_position(120, 80))
    with qtbot.waitSignal(plot.pointed, check_params_cb=lambda place: place is None):
        QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))


def test_hiding_ends_a_drag(plot, qtbot):
    start = pixel(plot, 0)
    QTest.mousePress(plot, LEFT, NONE, start)
    QTest.mouseMove(plot, start + QPoint(20, 0))
    assert plot.is_dragging
    plot.hide()
    assert not plot.is_dragging
