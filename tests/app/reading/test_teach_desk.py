import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from app.drawing.drawing_history import Drawing
from app.reading.lesson import Lesson
from app.reading.reading_panel import TEACH, ReadingPanel
from app.reading.teach_card import NOTHING
from app.reading.teach_desk import TeachDesk
from app.session import Session
from lrengine.errors import LabError
from lrengine.model import Model

LEFT = Qt.MouseButton.LeftButton
ONE = Drawing((np.array([[0.5, 0.2], [0.5, 0.8]]),))


class Digits:
    """My digits, in memory."""

    def __init__(self) -> None:
        self.kept: list[tuple[np.ndarray, str]] = []
        self.fault = ""

    def __len__(self) -> int:
        return len(self.kept)

    def add(self, image: np.ndarray, label: str) -> None:
        if self.fault:
            raise LabError(self.fault)
        self.kept.append((image, label))

    def delete_last(self) -> None:
        self.kept.pop()

    def delete_all(self) -> None:
        self.kept.clear()

    def export(self, path: Path) -> None:
        path.write_text(str(len(self.kept)))


class Teach:
    """Makes the last digit's class the favourite; notes the thread it was asked in."""

    def __init__(self, digits: Digits) -> None:
        self.digits = digits
        self.thread: threading.Thread | None = None
        self.fault = ""

    def __call__(self, model: Model, rows: object, cancelled: object) -> Lesson:
        self.thread = threading.current_thread()
        if self.fault:
            raise LabError(self.fault)
        intercept = model.intercept.copy()
        intercept[model.class_names.index(self.digits.kept[-1][1])] += 100
        taught = Model(
            model.features, model.weights, intercept, model.class_names, model.recipe, "Taught by hand."
        )
        return Lesson(taught, (), 50)


class Lab:
    def __init__(self, panel: ReadingPanel) -> None:
        self.session, self.panel, self.digits = Session(), panel, Digits()
        self.teach = Teach(self.digits)
        self.desk = TeachDesk(self.session, panel, self.digits, self.teach, self.session)
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
    assert lab.teach.thread is not threading.main_thread()
    assert card.outcome.text() == "Learned: now read as 7 (100 %)"
    assert lab.session.model is not before and lab.session.model.trained_on == "Taught by hand."
    assert [label for _, label in lab.digits.kept] == ["7"] and lab.digits.kept[0][0].shape == (28, 28)
    assert card.own.label.text() == "My digits: 1" and card.flips_line.text().startswith("None of 50")
    qtbot.mouseClick(card.undo, LEFT)
    assert lab.session.model is before and not lab.digits.kept
    assert not card.outcome.isVisible() and card.own.label.text() == "No digits of yours yet"


def test_without_a_drawing_there_is_nothing_to_teach(qtbot: QtBot, lab: Lab) -> None:
    lab.session.set_drawing(ONE)
    lab.session.set_drawing(Drawing())
    assert lab.panel.teach.ask.text() == NOTHING
    qtbot.mouseClick(lab.button(7), LEFT)
    assert not lab.digits.kept


def test_faults_are_said(qtbot: QtBot, lab: Lab) -> None:
    lab.session.set_drawing(ONE)
    lab.digits.fault = "There is no room for your digits: free some."
    with qtbot.waitSignal(lab.desk.said) as told:
        qtbot.mouseClick(lab.button(7), LEFT)
    assert told.args == [lab.digits.fault] and not lab.panel.teach.outcome.isVisible()
    lab.digits.fault, lab.teach.fault = "", "These features cannot be taught: choose others."
    qtbot.mouseClick(lab.button(7), LEFT)
    qtbot.waitUntil(lambda: lab.panel.teach.outcome.text() == lab.teach.fault)
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
    assert told.args == [f"3 digits written to {target}."] and target.read_text() == "3"
    bar.delete_last.trigger()
    assert bar.count == 2
    bar.delete_all.trigger()
    qtbot.mouseClick(bar.yes, LEFT)
    assert bar.count == 0 and not lab.digits.kept
    assert lab.panel.folds[TEACH].head.remark == ""
