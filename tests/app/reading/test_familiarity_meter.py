from itertools import pairwise

from app.reading.familiarity_meter import AS_TRAINED, CALIBRATED, FamiliarityMeter


def test_words_and_bar_follow_the_share(stood_up) -> None:
    meter = stood_up(FamiliarityMeter(), 240, 20)
    looks = [meter.grab().toImage()]
    for share, words in ((0.9, "familiar"), (0.3, "unfamiliar"), (0.5, "familiar")):
        meter.show_share(share)
        assert meter.words == words
        assert meter.accessibleDescription() == f"{words}, {share:.0%}; {AS_TRAINED}"
        looks.append(meter.grab().toImage())
    assert all(one != other for one, other in pairwise(looks))
    meter.show_share(0.3, threshold=0.2)
    assert meter.words == "familiar"
    meter.show_share(None)
    assert meter.words == "familiarity" and meter.accessibleDescription() == AS_TRAINED


def test_it_says_what_percentages_are_worth(stood_up) -> None:
    meter = stood_up(FamiliarityMeter(), 240, 20)
    meter.show_share(0.7)
    looks = [meter.grab().toImage()]
    for knows, is_calibrated, words in ((True, True, CALIBRATED), (False, True, CALIBRATED)):
        meter.show_model(knows=knows, is_calibrated=is_calibrated)
        assert meter.surety == words
        looks.append(meter.grab().toImage())
    assert all(one != other for one, other in pairwise(looks))
