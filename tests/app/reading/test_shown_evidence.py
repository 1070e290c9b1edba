from dataclasses import replace

from app.reading.shown_evidence import ShownEvidence


def test_words_for_a_contrast_a_single_class_and_a_single_logit(evidence: ShownEvidence) -> None:
    assert evidence.sum_title == "= 3 − 8"
    assert evidence.sentence == "orange for 3, blue for 8."
    alone = replace(evidence, rival=None)
    assert alone.sum_title == "= logit of 3" and alone.sentence == "orange for 3, blue against 3."
    single = replace(evidence, is_single=True)
    assert single.sum_title == "= logit" and single.sentence == evidence.sentence
