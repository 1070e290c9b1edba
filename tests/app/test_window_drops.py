import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.window_drops import WindowDrops
from lrengine.errors import LabError


class Opened:
    """Stands for the file commands, the canvas and the messages: notes what reaches it."""

    def __init__(self):
        self.paths, self.pictures, self.sentences = [], [], []
        self.open_path, self.show_picture, self.say = (
            self.paths.append, self.pictures.append, self.sentences.append,
        )  # fmt: skip


@pytest.fixture
def opened():
    return Opened()


@pytest.fixture
def window(qtbot, opened):
    made = QWidget()
    qtbot.addWidget(made)
    WindowDrops(made, opened, opened, opened)
    return made


def drop(window, *paths):
    """Drop files; whether the window would take them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, keys, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), copy, mime, left, keys)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), copy, mime, left, keys))
    return enter.isAccepted()


def test_one_file_is_opened_as_what_it_is(window, opened, tmp_path):
    assert window.acceptDrops() and drop(window, tmp_path / "points.csv")
    assert opened.paths == [tmp_path / "points.csv"] and not opened.pictures


def test_several_files_are_not_taken(window, opened, tmp_path):
    assert not drop(window, tmp_path / "a.csv", tmp_path / "b.csv")
    assert not opened.paths


def test_a_picture_goes_to_the_canvas(window, opened, tmp_path):
    image = QImage(40, 30, QImage.Format.Format_Grayscale8)
    image.fill(255)
    image.save(str(tmp_path / "one.png"))
    assert drop(window, tmp_path / "one.png")
    assert opened.pictures[0].shape[:2] == (30, 40) and not opened.paths


def test_a_broken_picture_is_said(window, opened, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"no picture")
    drop(window, tmp_path / "broken.png")
    assert "broken.png" in opened.sentences[0] and not opened.pictures


def test_a_refusing_canvas_is_heard(window, opened, tmp_path):
    def refuse(picture):
        raise LabError("This picture is refused.")

    opened.show_picture = refuse
    image = QImage(4, 4, QImage.Format.Format_Grayscale8)
    image.save(str(tmp_path / "one.png"))
    drop(window, tmp_path / "one.png")
    assert opened.sentences == ["This picture is refused."]
