"""A sweep is kept as outcomes, as bytes or as a file, and comes back from each."""

import pytest

from app.sweep.kept_sweep import SweepFollower, kept_bytes, kept_outcomes
from lrengine.errors import LabError
from lrengine.sweep import Outcomes


@pytest.fixture
def outcomes(rates, make_book):
    return Outcomes(rates, tuple(make_book(rates, [0.9, "diverged", 0.8]).outcomes.values()))


def same(one, other):
    return one.recipe == other.recipe and [i.sentence for i in one.items] == [i.sentence for i in other.items]


def test_every_form_gives_the_outcomes(outcomes, tmp_path):
    content = kept_bytes(outcomes)
    (tmp_path / "sweep.zip").write_bytes(content)
    assert kept_outcomes(outcomes) is outcomes
    for form in (content, tmp_path / "sweep.zip"):
        assert same(kept_outcomes(form), outcomes) and kept_bytes(form) == content


@pytest.mark.parametrize("content", [None, b"PK nothing"])
def test_what_is_not_whole_is_one_sentence(content, tmp_path):
    path = tmp_path / "sweep.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LabError, match="The last sweep"):
        kept_outcomes(path)


def test_the_file_follows_the_sweep(outcomes, tmp_path):
    path = tmp_path / "sweep.zip"
    follower = SweepFollower(path)
    follower.write(Outcomes(outcomes.recipe, outcomes.items[:1]))
    assert len(kept_outcomes(path).items) == 1
    follower.write(outcomes, is_last=True)
    assert same(kept_outcomes(path), outcomes)
    before = path.stat().st_mtime_ns
    follower.write(path)
    assert path.stat().st_mtime_ns == before
    follower.write(None)
    assert not path.exists()
    follower.write(kept_bytes(outcomes))
    assert same(kept_outcomes(path), outcomes)
