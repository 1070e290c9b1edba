import numpy as np

from app.reading.contrast import ALONE, Contrast

SHARES = np.array([0.1, 0.6, 0.3])


def test_winner_against_runner_up_unless_chosen() -> None:
    assert Contrast().of(SHARES) == (1, 2)
    assert Contrast(why=0).of(SHARES) == (0, 1)
    assert Contrast(rival=0).of(SHARES) == (1, 0)
    assert Contrast(rival=ALONE).of(SHARES) == (1, ALONE)
    assert Contrast(why=2, rival=0).of(SHARES) == (2, 0)


def test_a_class_is_never_set_against_itself() -> None:
    assert Contrast(rival=1).of(SHARES) == (1, 2)
    assert Contrast(rival=2).with_why(2) == Contrast(why=2)
    assert Contrast(rival=0).with_why(2) == Contrast(2, 0)
    assert Contrast().of(np.array([1.0])) == (0, ALONE)


def test_choices_of_other_classes_are_forgotten() -> None:
    assert Contrast(why=7, rival=9).of(SHARES) == (1, 2)


def test_a_bar_asks_why_not_that_one() -> None:
    assert Contrast(why=2).with_bar(0, SHARES) == Contrast(None, 0)
    assert Contrast(rival=0).with_bar(1, SHARES) == Contrast()
    assert Contrast().with_rival(2) == Contrast(rival=2)
