from app.reading.evidence_sum import EvidenceSum
from app.reading.shown_evidence import ShownEvidence


def test_the_lines_add_up(stood_up, evidence: ShownEvidence) -> None:
    shown = stood_up(EvidenceSum(), 130, 60)
    blank = shown.grab().toImage()
    shown.show_sum(evidence)
    assert shown.lines == (("Σ evidence", "7.31"), ("+ constant", "−.42"), ("= 3 − 8", "6.89"))
    assert shown.grab().toImage() != blank
    shown.show_sum(None)
    assert shown.lines == () and shown.grab().toImage() == blank
