from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.reading.evidence_view import NOTHING, EvidenceView
from app.reading.shown_evidence import ShownEvidence

NAMES = ("3", "5", "8")


def test_it_opens_empty_and_says_so(stood_up) -> None:
    view = stood_up(EvidenceView(), 252, 160)
    assert view.notice.isVisible() and view.notice.text() == NOTHING == view.accessibleDescription()
    assert view.picture.image() is None


def test_picture_pickers_and_sum_agree(stood_up, evidence: ShownEvidence) -> None:
    view = stood_up(EvidenceView(), 252, 160)
    view.show_classes(NAMES)
    view.show_evidence(evidence)
    assert view.why.currentText() == "Why 3" and view.rival.currentText() == "not 8"
    assert view.sum.lines[2] == ("= 3 − 8", "6.89")
    assert view.accessibleDescription() == (
        "orange for 3, blue for 8. Σ evidence 7.31; + constant −.42; = 3 − 8 6.89."
    )
    view.show_evidence(replace(evidence, rival=None))
    assert view.rival.currentText() == "alone"
    view.show_nothing()
    assert view.picture.image() is None and view.notice.isVisible()


def test_one_logit_has_nothing_to_choose(stood_up, evidence: ShownEvidence) -> None:
    view = stood_up(EvidenceView(), 252, 160)
    view.show_classes(("8", "3"))
    view.show_evidence(replace(evidence, is_single=True, remark="One logit: above 0 it reads 3."))
    assert not view.why.isVisible() and not view.rival.isVisible()
    assert view.remark.isVisible() and view.remark.text() == "One logit: above 0 it reads 3."
    view.show_evidence(evidence)
    assert view.why.isVisible() and not view.remark.isVisible()


def test_choosing_is_told_showing_is_not(qtbot: QtBot, stood_up, evidence: ShownEvidence) -> None:
    view = stood_up(EvidenceView(), 252, 160)
    with qtbot.assertNotEmitted(view.why_chosen), qtbot.assertNotEmitted(view.rival_chosen):
        view.show_classes(NAMES)
        view.show_evidence(evidence)
    with qtbot.waitSignal(view.rival_chosen) as told:
        qtbot.keyClick(view.rival, Qt.Key.Key_Up)
    assert told.args == [1]
    with qtbot.waitSignal(view.why_chosen) as told:
        qtbot.keyClick(view.why, Qt.Key.Key_Down)
    assert told.args == [1]
    with qtbot.waitSignal(view.rival_chosen) as told:
        qtbot.keyClick(view.rival, Qt.Key.Key_Home)
    assert told.args == [-1]
