from __future__ import annotations

import pytest

from lrengine.benchmark.rounds import Entry, Lap
from lrengine.benchmark.section import Section

OURS = Entry("ours", "ours", (Lap(1.0), Lap(2.0)))
SLOW = Entry("slow", "peer", (Lap(6.0), Lap(6.0)))
LATE = Entry("late", "peer", (Lap(2.0, False), Lap(2.0)))
ASIDE = Entry("aside", "shown", (Lap(1.0), Lap(1.0)))


def section(*entries, **more):
    return Section("key", "brief", "title", entries, **more)


def test_the_fastest_peer_that_got_there_is_told():
    made = section(OURS, SLOW, LATE, ASIDE)
    assert made.best.name == "slow" and made.best.rounds == (6.0, 3.0) and made.best.median == 4.5
    assert made.told == (made.best,)


def test_highlights_are_told_instead():
    made = section(OURS, SLOW, ASIDE, highlights=("aside", "absent"))
    assert [ratio.name for ratio in made.told] == ["aside"]


def test_nothing_is_compared_with_ours_where_we_did_not_get_there():
    late = Entry("ours", "ours", (Lap(1.0, False),))
    made = section(late, Entry("peer", "peer", (Lap(2.0),)))
    assert made.best is None and made.told == ()


def test_json_holds_every_round():
    plain = section(OURS, LATE, SLOW).to_json()
    assert plain["fastest_peer_over_ours"] == {"name": "slow", "median": 4.5, "rounds": [6.0, 3.0]}
    ours, late, _ = plain["entries"]
    assert ours["seconds"] == [1.0, 2.0] and ours["over_ours"] is None
    assert late["reached"] is False and late["over_ours"]["rounds"] == pytest.approx([2.0, 1.0])


def test_without_us_nothing_is_compared():
    made = section(ASIDE)
    assert made.ours is None and made.to_json()["entries"][0]["over_ours"] is None
