"""A saved session's sweep waits, and comes back when it is asked for."""

import pytest

from app.sweep.kept_sweep import kept_bytes
from app.sweep.sweep_desk import SweepDesk
from app.sweep.sweep_opener import SweepOpener
from lrengine.sweep import Outcomes


@pytest.fixture
def desk(qapp):
    desk = SweepDesk()
    yield desk
    desk.close()


@pytest.fixture
def opener(desk):
    opener = SweepOpener(desk)
    yield opener
    opener.close()


@pytest.fixture
def outcomes(rates, make_book):
    return Outcomes(rates, tuple(make_book(rates, [0.9, 0.8]).outcomes.values()))


def test_it_waits_until_it_is_opened(qtbot, desk, opener, outcomes):
    assert opener.kept is None
    content = kept_bytes(outcomes)
    opener.hold(content)
    assert opener.kept is content and desk.recipe is None
    with qtbot.waitSignal(desk.restored):
        opener.open()
    assert desk.recipe == outcomes.recipe and len(opener.kept.items) == 2


def test_another_session_takes_its_place(qtbot, desk, opener, outcomes):
    desk.restore(outcomes)
    with qtbot.waitSignal(desk.restored):
        opener.hold(None)
    assert opener.kept is None and desk.recipe is None
    opener.open()


def test_one_that_was_begun_meanwhile_stays(qtbot, desk, opener, outcomes, pairs):
    opener.hold(kept_bytes(outcomes))
    desk.restore(Outcomes(pairs, ()))
    assert opener.kept is None, "what has begun takes the place of what waits, also before it has outcomes"
    with qtbot.waitSignal(opener._worker.finished_work):
        opener.open()
    assert desk.recipe is pairs


def test_what_cannot_be_read_is_said(qtbot, desk, opener, tmp_path):
    opener.hold(tmp_path / "gone.zip")
    with qtbot.waitSignal(opener.said) as heard:
        opener.open()
    assert "The last sweep" in heard.args[0] and opener.kept is None and desk.recipe is None
