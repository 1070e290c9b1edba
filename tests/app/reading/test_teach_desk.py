from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from app.drawing.drawing_history import Drawing
from app.reading.own_shelf import OwnShelf
from app.reading.reading_panel import TEACH, ReadingPanel
from app.reading.teach_card import NOTHING
from app.reading.teach_desk import TeachDesk
from app.session import Session
from lrengine.data.own_digits import read_own_digits
from lrengine.errors import LabError

LEFT = Qt.MouseButton.LeftButton
ONE = Drawing((np.array([[0.5, 0.2], [0.5, 0.8]]),))


class Lab:
    def __init__(self, panel: ReadingPanel) -> None:
        self.session, self.panel, self.own = Session(), panel, OwnShelf(None)
        self.desk = TeachDesk(self.session, panel, self.own, self.session)
        self.session.drawing_changed.connect(self._read)

    def _read(self) -> None:
        self.desk.take(*self.session.read_drawing())

    def button(self, index: int) -> QToolButton:
        found = self.panel.findChild(QToolButton, f"class_button_{index}")
        assert found is not None
        return found


@pytest.fixture
def lab(stood_up):
    panel = stood_up(ReadingPanel(), 262, 600)
    panel.open_parts((TEACH,))
    made = Lab(panel)
    yield made
    made.desk.close()
    made.session.close()


def test_a_lesson_is_learned_and_undone(qtbot: QtBot, lab: Lab) -> None:
    card, before = lab.panel.teach, lab.session.ready_model
    assert card.isVisible()
    lab.session.set_drawing(ONE)
    qtbot.mouseClick(lab.button(7), LEFT)
    assert card.outcome.text() == "Learning that this is a 7 …"
    qtbot.waitUntil(card.undo.isVisible)
    assert card.outcome.text().startswith("Learned: now read as 7 (")
    run = lab.session.run
    assert run is not None and run.is_taught and run.title == "taught" and run.updates
    assert lab.session.ready_model is before and [other.number for other in lab.session.runs] == [1]
    assert lab.own.read().labels == ("7",) and len(lab.own.read().strokes[0]) == 1
    # No rows were loaded in this session, so there was nothing to compare on.
    assert card.own.label.text() == "My digits: 1" and not card.flips_line.isVisible()
    qtbot.mouseClick(card.undo, LEFT)
    assert lab.session.model is before and not len(lab.own) and not len(lab.session.runs)
    assert not card.outcome.isVisible() and card.own.label.text() == "No digits of yours yet"


def test_without_a_drawing_there_is_nothing_to_teach(qtbot: QtBot, lab: Lab) -> None:
    lab.session.set_drawing(ONE)
    lab.session.set_drawing(Drawing())
    assert lab.panel.teach.ask.text() == NOTHING
    qtbot.mouseClick(lab.button(7), LEFT)
    assert not len(lab.own)


def test_faults_are_said(qtbot: QtBot, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.session.set_drawing(ONE)
    fault = "There is no room for your digits: free some."

    def refuse(*arguments: object) -> None:
        raise LabError(fault)

    with monkeypatch.context() as patch:
        patch.setattr(lab.own, "add", refuse)
        with qtbot.waitSignal(lab.desk.said) as told:
            qtbot.mouseClick(lab.button(7), LEFT)
    assert told.args == [fault] and not lab.panel.teach.outcome.isVisible()
    monkeypatch.setattr("app.reading.teach_desk.give_lesson", refuse)
    qtbot.mouseClick(lab.button(7), LEFT)
    qtbot.waitUntil(lambda: lab.panel.teach.outcome.text() == fault)
    assert lab.session.model is lab.session.ready_model and not lab.panel.teach.undo.isVisible()


def test_another_model_ends_the_lesson(qtbot: QtBot, lab: Lab) -> None:
    lab.session.set_drawing(ONE)
    before = lab.session.ready_model
    qtbot.mouseClick(lab.button(7), LEFT)
    qtbot.waitUntil(lab.panel.teach.undo.isVisible)
    lab.session.show_model(before)
    assert not lab.panel.teach.outcome.isVisible()


def test_my_digits_are_exported_and_deleted(qtbot: QtBot, lab: Lab, tmp_path: Path, monkeypatch) -> None:
    bar = lab.panel.teach.own
    for index in (1, 2, 3):
        lab.session.set_drawing(ONE)
        qtbot.mouseClick(lab.button(index), LEFT)
        qtbot.waitUntil(lab.panel.teach.undo.isVisible)
        lab.panel.teach.clear_outcome()
    target = tmp_path / "mine.npz"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with qtbot.waitSignal(lab.desk.said) as told:
        bar.export.trigger()
    assert told.args == [f"3 digits written to {target}."]
    with np.load(target) as written:
        assert written["inputs"].shape == (3, 28, 28) and written["labels"].tolist() == ["1", "2", "3"]
    bar.delete_last.trigger()
    assert bar.count == 2
    bar.delete_all.trigger()
    qtbot.mouseClick(bar.yes, LEFT)
    assert bar.count == 0 and not len(lab.own)
    assert lab.panel.folds[TEACH].head.remark == ""


def test_my_digits_are_there_at_the_next_start(qtbot: QtBot, stood_up, tmp_path: Path) -> None:
    place = tmp_path / "own-digits.npz"
    for start in range(2):
        panel = stood_up(ReadingPanel(), 262, 600)
        panel.open_parts((TEACH,))
        session, shelf = Session(), OwnShelf(place)
        desk = TeachDesk(session, panel, shelf, session)
        assert panel.teach.own.count == start
        session.set_drawing(ONE)
        desk.take(*session.read_drawing())
        qtbot.mouseClick(panel.findChild(QToolButton, "class_button_7"), LEFT)
        qtbot.waitUntil(panel.teach.undo.isVisible)
        desk.close()
        session.close()
    assert read_own_digits(place).labels == ("7", "7")


def test_a_full_disk_and_a_damaged_file_lose_nothing(
    qtbot: QtBot, stood_up, tmp_path: Path, monkeypatch
) -> None:
    place = tmp_path / "own-digits.npz"
    place.write_bytes(b"not an archive")
    panel = stood_up(ReadingPanel(), 262, 600)
    panel.open_parts((TEACH,))
    session, shelf = Session(), OwnShelf(place)
    desk = TeachDesk(session, panel, shelf, session)
    try:
        assert "cannot be read" in panel.teach.outcome.text() and panel.teach.outcome.isVisible()
        session.set_drawing(ONE)
        desk.take(*session.read_drawing())
        with qtbot.waitSignal(desk.said) as told:
            qtbot.mouseClick(panel.findChild(QToolButton, "class_button_7"), LEFT)
        assert "move that file away" in told.args[0] and place.read_bytes() == b"not an archive"
        place.unlink()

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        monkeypatch.setattr(Path, "write_bytes", full)
        monkeypatch.setattr("lrengine.recipe_files.os.replace", full, raising=False)
        with qtbot.waitSignal(desk.said) as told:
            qtbot.mouseClick(panel.findChild(QToolButton, "class_button_7"), LEFT)
        assert "No space left" in told.args[0]
        assert not len(shelf) and not place.exists() and session.run is None
    finally:
        desk.close()
        session.close()
