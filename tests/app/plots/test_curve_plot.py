import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.look.theme import DARK, LIGHT


def count(plot, colour, box=(0.0, 0.0, 1.0, 1.0)):
    """Pixels of a colour inside the axes, smoothed edges too; `box` is (left, top, right, bottom)."""
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.array(image.constBits()).reshape(image.height(), image.width(), 4)[..., 2::-1].astype(int)
    wanted = np.array(QColor(colour).getRgb()[:3])
    near = np.abs(pixels - wanted).sum(axis=-1) < 60
    frame = plot._frame()
    left, top, right, bottom = box
    near = near[
        int(frame.top() + top * frame.height()) : int(frame.top() + bottom * frame.height()),
        int(frame.left() + left * frame.width()) : int(frame.left() + right * frame.width()),
    ]
    return int(near.sum())


def draw(plot, left, right, **options):
    plot.setXRange(left, right, padding=0)
    plot.draw(left, right, options.pop("best", None), follows=options.pop("follows", True))
    plot.viewport().repaint()


def test_each_part_has_its_own_colour_and_dash(plot):
    x = np.arange(300)
    for offset, part in enumerate(("training", "validation", "test")):
        plot.extend(part, x, np.full(300, 1.0 + offset))
    draw(plot, 0, 300)
    assert count(plot, DARK.test) == 0
    solid, dashed = count(plot, DARK.training), count(plot, DARK.validation)
    assert solid > dashed > 0.3 * solid
    plot.show_part("test", True)
    draw(plot, 0, 300)
    assert 0 < count(plot, DARK.test) < count(plot, DARK.validation)


def test_a_spike_of_one_row_among_many_is_drawn(plot):
    y = np.ones(100_000)
    y[50_000] = 2.0
    plot.extend("training", np.arange(len(y)), y)
    draw(plot, 0, len(y))
    assert count(plot, DARK.training, (0.47, 0.0, 0.53, 0.6)) > 40
    assert count(plot, DARK.training, (0.0, 0.0, 0.45, 0.6)) == 0


@pytest.mark.parametrize("log", [True, False])
def test_what_cannot_be_drawn_leaves_a_gap(plot, log):
    y = np.full(300, 2.0)
    y[100:200] = np.resize([np.inf, -np.inf], 100)
    if log:
        y[120:180] = np.resize([0.0, -3.0], 60)
    plot.restart(log=log)
    plot.extend("training", np.arange(300), y)
    draw(plot, 0, 299)
    assert count(plot, DARK.training, (0.35, 0, 0.65, 1)) == 0
    assert count(plot, DARK.training, (0.0, 0, 0.32, 1)) > 100
    assert count(plot, DARK.training, (0.68, 0, 1, 1)) > 100


def test_nothing_to_draw_is_no_error(plot):
    for values in ([], [np.nan], [np.inf, np.nan], [-1.0, 0.0]):
        plot.restart(log=True)
        plot.extend("training", np.arange(len(values)), values)
        draw(plot, 0, 10)
        assert count(plot, DARK.training) == 0


def test_sparse_values_are_a_connected_line(plot):
    y = np.full(1000, np.nan)
    y[::100] = np.linspace(1, 2, 10)
    plot.extend("training", np.arange(1000), y)
    draw(plot, 0, 900)
    frame = plot._frame()
    assert count(plot, DARK.training) > 0.9 * frame.width()


def test_the_optimum_and_the_best_iterate_are_marked(plot):
    plot.extend("training", np.arange(100), 1 / (1 + np.arange(100)) + 0.5)
    plot.show_optimum(0.45)
    draw(plot, 0, 100, best=(50.0, 0.52))
    assert count(plot, DARK.good) > 100
    assert count(plot, DARK.ink, (0.46, 0.0, 0.54, 1.0)) > 15
    plot.show_optimum(None)
    draw(plot, 0, 100)
    assert count(plot, DARK.good) == 0
    assert count(plot, DARK.ink, (0.46, 0.0, 0.54, 1.0)) == 0


def test_a_new_theme_repaints_everything(plot):
    plot.extend("training", np.arange(100), np.arange(100))
    plot.show_theme(LIGHT, 50)
    draw(plot, 0, 100)
    assert count(plot, LIGHT.training) > 100
    assert count(plot, LIGHT.card) > 0.5 * plot.width() * plot.height()
    assert count(plot, DARK.card) == 0


def test_every_drawing_is_painted_once(plot):
    plot.extend("training", np.arange(100), np.arange(100))
    for _ in range(3):
        before = plot.paints
        plot.setXRange(0, 100 + before, padding=0)
        plot.draw(0, 100 + before, None, follows=True)
        QApplication.processEvents()
        assert plot.paints == before + 1


class Paints(QObject):
    """How often a widget was painted."""

    count = 0

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_a_new_size_is_painted_once(plot):
    plot.extend("training", np.arange(100), np.arange(100))
    draw(plot, 0, 100)
    QApplication.processEvents()
    paints = Paints()
    plot.viewport().installEventFilter(paints)
    plot.resize(plot.width() + 40, plot.height() + 30)
    for _ in range(3):
        QApplication.processEvents()
    assert paints.count == 1


def test_the_wheel_zooms_and_is_reported(plot, qtbot):
    plot.extend("training", np.arange(100), np.arange(100))
    draw(plot, 0, 100)
    centre = QPointF(plot._frame().center())
    wheel = QWheelEvent(
        centre,
        plot.viewport().mapToGlobal(centre),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(plot.zoomed):
        QApplication.sendEvent(plot.viewport(), wheel)
    left, right = plot.getViewBox().viewRange()[0]
    assert right - left < 100
    assert not plot.follows_height


def test_pointer_double_click_and_menu(plot, qtbot):
    plot.extend("training", np.arange(101), np.arange(101))
    draw(plot, 0, 100)
    centre = plot._frame().center()
    # Where the screen's pointer stands, and which window lies under it, is not this plot's.
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(centre), QPointF(plot.viewport().mapToGlobal(centre)),
        none, none, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    with qtbot.waitSignal(plot.pointed) as heard:
        QApplication.sendEvent(plot.viewport(), move)
    assert abs(heard.args[0] - 50) < 1
    with qtbot.waitSignal(plot.fit_asked):
        qtbot.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=centre)
        qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    with qtbot.waitSignal(plot.menu_asked):
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.RightButton, pos=centre)
    with qtbot.waitSignal(plot.menu_asked):
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(plot, QContextMenuEvent(reason, QPoint(5, 5), QPoint(9, 9)))


def test_the_readout_stays_inside_the_plot(plot):
    plot.extend("training", np.arange(101), np.arange(101))
    draw(plot, 0, 100)
    for iteration in (0.0, 50.0, 100.0):
        plot.show_pointer(iteration, "iteration 50  ·  train .2817")
        assert plot.rect().contains(plot._readout.geometry())
        assert plot._readout.isVisible()
    plot.show_pointer(None)
    assert not plot._readout.isVisible()
