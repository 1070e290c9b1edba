from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.look.theme import LIGHT
from app.reading.reading_panel import LENS, LIKE, PARTS, TEACH, WHY, ReadingPanel


def test_the_evidence_is_open_at_first(stood_up) -> None:
    panel = stood_up(ReadingPanel(), 262, 300)
    assert panel.opened() == (WHY,) and panel.evidence.isVisible() and not panel.lens.isVisible()
    assert not panel.folds[TEACH].isVisible()


def test_folding_is_told(qtbot: QtBot, stood_up) -> None:
    panel = stood_up(ReadingPanel(), 262, 300)
    with qtbot.waitSignal(panel.parts_changed):
        qtbot.mouseClick(panel.folds[LIKE].head, Qt.MouseButton.LeftButton)
    assert panel.opened() == (WHY, LIKE) and panel.is_open(LIKE) and not panel.is_open(TEACH)


def test_parts_open_as_they_are_named(stood_up) -> None:
    panel = stood_up(ReadingPanel(), 262, 300)
    panel.open_parts((LENS, "no such part"))
    assert panel.opened() == (LENS,)
    panel.open_parts(PARTS)
    assert panel.opened() == PARTS
    dark = panel.grab().toImage()
    panel.show_theme(LIGHT)
    assert panel.grab().toImage() != dark


def test_a_remark_of_several_lines_cuts_nothing_off(qtbot: QtBot, stood_up, evidence) -> None:
    panel, place = ReadingPanel(), QWidget()
    column = QVBoxLayout(place)
    column.addWidget(panel)
    column.addStretch(1)
    stood_up(place, 262, 400)
    panel.evidence.show_evidence(replace(evidence, remark="No feature belongs to one pixel. " * 5))
    picture, remark = panel.evidence.picture, panel.evidence.remark
    qtbot.waitUntil(lambda: remark.height() >= remark.heightForWidth(remark.width()))
    assert remark.height() > 2 * remark.fontMetrics().height()
    assert picture.height() == picture.sizeHint().height()
