import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.drawing.drawing_canvas import DrawingCanvas
from app.drawing.drawing_history import Drawing
from lrengine.right_of_way import right_of_way

LEFT = Qt.MouseButton.LeftButton
SIDE = 200


@pytest.fixture
def canvas(qtbot: QtBot) -> DrawingCanvas:
    widget = DrawingCanvas()
    qtbot.addWidget(widget)
    widget.resize(SIDE, SIDE)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def draw(canvas: DrawingCanvas, *places: tuple[int, int]) -> None:
    """A stroke with the mouse through pixels of the canvas."""
    points = [QPoint(*place) for place in places]
    QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.NoModifier, points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.NoModifier, points[-1])


def picture() -> QImage:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    for row in range(4, 16):
        image.setPixelColor(10, row, QColor("#000000"))
    return image


def shown(canvas: DrawingCanvas, x: int, y: int) -> str:
    image = canvas.grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(x * ratio), round(y * ratio)).name()


def test_names_for_tests_and_assistive_tools(canvas: DrawingCanvas) -> None:
    assert canvas.objectName() == "drawing_canvas"
    assert canvas.accessibleName() == "Drawing canvas"
    assert canvas.accessibleDescription() == "Empty."
    draw(canvas, (50, 50), (100, 100))
    assert canvas.accessibleDescription() == "1 stroke."


def test_a_stroke_is_kept_in_the_unit_square_and_seen(canvas: DrawingCanvas, qtbot: QtBot) -> None:
    told: list[Drawing] = []
    canvas.drawing_changed.connect(told.append)
    with qtbot.waitSignal(canvas.stroke_finished) as finished:
        draw(canvas, (50, 40), (100, 40), (150, 40))
    drawing = finished.args[0]
    assert np.allclose(drawing.strokes[0], [[0.25, 0.2], [0.5, 0.2], [0.75, 0.2]])
    assert [len(each.strokes[0]) for each in told] == [1, 2, 3]
    assert not told[0].strokes[0].flags.writeable
    assert canvas.drawing() is drawing
    assert shown(canvas, 100, 40) == "#ffffff"
    assert shown(canvas, 100, 120) == "#000000"


def test_the_growing_stroke_is_seen_up_to_the_pen(canvas: DrawingCanvas) -> None:
    QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(40, 100))
    assert shown(canvas, 40, 100) == "#ffffff"
    QTest.mouseMove(canvas, QPoint(160, 100))
    assert len(canvas.drawing().strokes[0]) == 2
    assert [shown(canvas, x, 100) for x in (40, 100, 160)] == 3 * ["#ffffff"]
    assert not canvas.is_empty()
    QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(160, 100))


def test_a_click_makes_a_dot(canvas: DrawingCanvas) -> None:
    draw(canvas, (100, 100))
    assert len(canvas.drawing().strokes[0]) == 1
    assert shown(canvas, 100, 100) == "#ffffff"


def test_points_outside_are_moved_to_the_edge(canvas: DrawingCanvas) -> None:
    draw(canvas, (100, 100), (500, 100))
    assert np.allclose(canvas.drawing().strokes[0][-1], [1.0, 0.5])


def test_a_wide_canvas_is_a_square_in_the_middle(canvas: DrawingCanvas) -> None:
    canvas.resize(300, SIDE)
    draw(canvas, (50, 0), (250, 200))
    assert np.allclose(canvas.drawing().strokes[0], [[0, 0], [1, 1]])
    draw(canvas, (150, 100))
    assert np.allclose(canvas.drawing().strokes[1], [[0.5, 0.5]])


def test_the_drawing_grows_with_the_canvas(canvas: DrawingCanvas) -> None:
    draw(canvas, (50, 100), (150, 100))
    canvas.resize(2 * SIDE, 2 * SIDE)
    assert shown(canvas, 100, 200) == "#ffffff" and shown(canvas, 290, 200) == "#ffffff"
    assert shown(canvas, 50, 100) == "#000000"


def test_undo_redo_and_clear_by_keys(canvas: DrawingCanvas, qtbot: QtBot) -> None:
    draw(canvas, (50, 50), (60, 60))
    draw(canvas, (70, 70), (80, 80))
    told: list[int] = []
    canvas.drawing_changed.connect(lambda drawing: told.append(len(drawing.strokes)))
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(canvas, Qt.Key.Key_Z, control)
    qtbot.keyClick(canvas, Qt.Key.Key_Z, control | shift)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.is_empty() and canvas.can_undo()
    assert shown(canvas, 55, 55) == "#000000"
    qtbot.keyClick(canvas, Qt.Key.Key_Z, control)
    assert told == [1, 2, 0, 2]
    assert shown(canvas, 55, 55) == "#ffffff"


def test_nothing_is_told_where_nothing_changes(canvas: DrawingCanvas, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(canvas.drawing_changed):
        canvas.undo()
        canvas.redo()
        canvas.clear()


def test_undo_during_a_stroke_takes_that_stroke_back(canvas: DrawingCanvas) -> None:
    QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(40, 100))
    QTest.mouseMove(canvas, QPoint(160, 100))
    assert canvas.can_undo() and not canvas.can_redo()
    canvas.undo()
    QTest.mouseMove(canvas, QPoint(100, 100))
    assert canvas.is_empty() and canvas.can_redo()
    QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(160, 100))
    assert canvas.is_empty()


def test_brush_keys_change_the_width_within_bounds(canvas: DrawingCanvas, qtbot: QtBot) -> None:
    widths: list[float] = []
    canvas.brush_changed.connect(widths.append)
    qtbot.keyClick(canvas, Qt.Key.Key_BracketRight)
    qtbot.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert widths == pytest.approx([0.09, 0.08])
    for _ in range(30):
        qtbot.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert canvas.brush() == 0.03
    canvas.set_brush(9.0)
    assert canvas.brush() == 0.20


def test_a_new_brush_redraws_what_is_there(canvas: DrawingCanvas, qtbot: QtBot) -> None:
    draw(canvas, (50, 100), (150, 100))
    assert shown(canvas, 100, 115) == "#000000"
    with qtbot.waitSignal(canvas.drawing_changed) as changed:
        canvas.set_brush(0.2)
    assert changed.args[0].width == 0.2
    assert shown(canvas, 100, 115) == "#ffffff"


def test_a_pasted_picture_takes_the_drawings_place(
    canvas: DrawingCanvas, qtbot: QtBot, clipboard: None
) -> None:
    draw(canvas, (50, 50), (60, 60))
    QGuiApplication.clipboard().setImage(picture())
    with qtbot.waitSignal(canvas.drawing_changed) as changed:
        qtbot.keyClick(canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    drawing = changed.args[0]
    assert drawing.strokes == () and drawing.picture.shape == (20, 20)
    assert drawing.picture[8, 10] == 0 and drawing.picture[8, 0] == 255
    assert not drawing.picture.flags.writeable
    assert shown(canvas, 20, 100) == "#ffffff" and shown(canvas, 105, 100) == "#000000"
    canvas.undo()
    assert len(canvas.drawing().strokes) == 1
    canvas.redo()
    assert canvas.drawing().picture is not None


def test_drawing_on_a_picture_begins_anew_and_undo_brings_it_back(canvas: DrawingCanvas) -> None:
    canvas.show_picture(np.full((10, 10), 255, np.uint8))
    draw(canvas, (50, 50), (150, 150))
    assert canvas.drawing().picture is None
    assert shown(canvas, 150, 40) == "#000000"
    canvas.undo()
    assert shown(canvas, 150, 40) == "#ffffff"


def test_a_clipboard_without_picture_is_refused(canvas: DrawingCanvas, qtbot: QtBot, clipboard: None) -> None:
    QGuiApplication.clipboard().setText("3")
    with (
        qtbot.waitSignal(canvas.picture_refused) as refused,
        qtbot.assertNotEmitted(canvas.drawing_changed),
    ):
        canvas.paste()
    assert "copy an image" in refused.args[0]


def test_an_image_file_can_be_dropped(canvas: DrawingCanvas, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "three.png"
    picture().save(str(path))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    enter = QDragEnterEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(canvas, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(canvas.drawing_changed):
        QApplication.sendEvent(canvas, drop)
    assert drop.isAccepted()
    assert canvas.accessibleDescription() == "A picture of 20 by 20 pixels."


def test_other_files_are_left_to_the_window(canvas: DrawingCanvas, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "data.csv"))])
    enter = QDragEnterEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(canvas, enter)
    assert not enter.isAccepted()


def test_a_kept_drawing_comes_back(canvas: DrawingCanvas, qtbot: QtBot) -> None:
    kept = Drawing((np.array([[0.2, 0.5], [0.8, 0.5]]),), 0.15)
    with qtbot.waitSignals([canvas.drawing_changed, canvas.brush_changed]):
        canvas.set_drawing(kept)
    assert canvas.drawing() is kept and canvas.brush() == 0.15
    assert shown(canvas, 100, 100) == "#ffffff"
    canvas.undo()
    assert canvas.is_empty()


def test_hiding_finishes_the_stroke(canvas: DrawingCanvas, qtbot: QtBot) -> None:
    QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(40, 100))
    with qtbot.waitSignal(canvas.stroke_finished):
        canvas.hide()


def test_other_keys_go_on_to_the_window(canvas: DrawingCanvas, qtbot: QtBot) -> None:
    seen: list[int] = []

    class Window(DrawingCanvas):
        def keyPressEvent(self, event: object) -> None:  # noqa: N802
            seen.append(event.key())  # type: ignore[attr-defined]

    window = Window()
    qtbot.addWidget(window)
    canvas.setParent(window)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert seen == [Qt.Key.Key_Space]
    canvas.setParent(None)


def test_a_point_goes_first_until_it_is_on_screen(qtbot, canvas, monkeypatch):
    monkeypatch.setattr("lrengine.right_of_way.MOST_SECONDS", 30)
    passed = threading.Event()

    def compute():
        right_of_way.let_pass()
        passed.set()

    qtbot.mousePress(canvas, LEFT, pos=QPoint(50, 50))
    canvas.pen_moved(QPointF(60, 60))
    thread = threading.Thread(target=compute)
    thread.start()
    assert not passed.wait(0.05)
    qtbot.waitUntil(passed.is_set)
    thread.join()
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(60, 60))
