from __future__ import annotations

from lrengine.benchmark.accuracy_race import accuracy_race


def test_everybody_runs_and_says_how_far_it_came(stage):
    section = accuracy_race(stage)
    assert [entry.role for entry in section.entries] == ["ours", "peer", "peer", "peer", "shown"]
    for entry in section.entries:
        assert len(entry.seconds) == 2
        assert entry.reached == all(lap.figures["accuracy"] >= 0.2 for lap in entry.laps)
    assert any(entry.reached for entry in section.entries)
    assert "charged to nobody" in section.notes[0]
