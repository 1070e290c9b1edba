from __future__ import annotations

import pytest

from lrengine.benchmark.agreement import Agreement
from lrengine.benchmark.limits import Limits
from lrengine.benchmark.rounds import Entry, Lap
from lrengine.benchmark.run import Report
from lrengine.benchmark.section import Section
from lrengine.benchmark.table import WIDTH, as_text, duration


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(185.4, "185 s"), (2.218, "2.22 s"), (0.0705, "70.5 ms"), (605e-6, "605 µs"), (1.5e-6, "1.50 µs")],
)
def test_durations_have_three_digits(seconds, text):
    assert duration(seconds) == text


def report(*sections):
    return Report(
        about="Some rows.", quick=True, threads=2, limits=Limits(3e10, 2e11, 1e11, {}),
        agreements=(Agreement("ten-class", "somebody", 1e-8, None),), sections=sections, missing=(),
        seconds=3.0,
    )  # fmt: skip


def test_a_section_shows_medians_ranges_ratios_and_who_did_not_get_there():
    made = Section(
        "key", "brief", "Title", figure=("accuracy", ".1%"), notes=("A note.",),
        entries=(
            Entry("ours", "ours", (Lap(0.1, True, {"accuracy": 0.92}), Lap(0.2, True, {"accuracy": 0.94}))),
            Entry("peer", "peer", (Lap(1.0), Lap(1.0))),
            Entry("late " + "and long " * 9, "peer", (Lap(1.0, False), Lap(4.0))),
            Entry("extra", "shown", (Lap(0.1), Lap(0.1))),
        ),
    )  # fmt: skip
    lines = as_text(report(made)).splitlines()
    assert max(map(len, lines)) <= WIDTH
    text = "\n".join(" ".join(line.split()) for line in lines)
    assert "ours 150 ms 100 ms – 200 ms 93.0%" in text
    assert "peer 1.00 s 1.00 s – 1.00 s 7.50 (5.00–10.0)" in text
    assert "> 15.0 (10.0–20.0)" in text and "did not reach the goal" in text
    assert "(extra) 100 ms" in text and "A note." in text
    assert "7.50 (5.00–10.0) brief peer" in text
    assert text.startswith("Quick: few rows and rounds")
    assert "ten-class: somebody (value 1e-08)." in text


def test_a_section_that_compares_nothing_has_no_ratios():
    made = Section("key", "brief", "Title", (Entry("alone", "shown", (Lap(1.0),)),))
    text = as_text(report(made))
    assert "÷ ours\n" not in text and "(alone)" not in text


@pytest.mark.parametrize("why", ["", "Numba is not installed"])
def test_the_opening_says_why_there_are_no_compiled_loops(why, monkeypatch):
    monkeypatch.setattr("lrengine.benchmark.table.why_not", lambda: why)
    text = as_text(report())
    assert ("its pixels by NumPy's BLAS: Numba is not installed." in text) == bool(why)
