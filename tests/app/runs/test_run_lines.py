"""Lines of the table: runs, and repeats under one head with their mean and spread."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runs.run_lines import Line, RunRow, lines_of, percent


def row(number, **given):
    fields = {"risk": 0.3, "validation_accuracy": 0.9, "test_accuracy": 0.88, "revealed": False}
    return RunRow(number, "#4f8cff", {}, **{**fields, "status": "finished", **given})


def test_repeats_stand_together_under_one_head_where_the_newest_of_them_does():
    rows = [row(1), row(2, group=1), row(3), row(4, group=1), row(5, group=2)]
    assert [line.key for line in lines_of(rows, ())] == [("run", 5), ("group", 1), ("run", 3), ("run", 1)]
    unfolded = lines_of(rows, {1})
    assert [line.key for line in unfolded] == [
        ("run", 5), ("group", 1), ("run", 4), ("run", 2), ("run", 3), ("run", 1),
    ]  # fmt: skip
    assert [line.depth for line in unfolded] == [0, 0, 1, 1, 0, 0]


@given(st.lists(st.sampled_from([None, 1, 2, 3]), max_size=12), st.sets(st.sampled_from([1, 2, 3])))
def test_every_run_is_found_once(groups, unfolded):
    rows = [row(number, group=group) for number, group in enumerate(groups, 1)]
    lines = lines_of(rows, unfolded)
    heads = [line for line in lines if line.group is not None]
    listed = [line.numbers[0] for line in lines if line.group is None]
    folded = [number for line in heads if line.is_folded for number in line.numbers]
    assert sorted(listed + folded) == list(range(1, len(rows) + 1))
    assert all(len(line.rows) > 1 for line in heads)


def test_a_head_gives_mean_and_deviation():
    shares = [0.90, 0.91, 0.92, 0.93, 0.94]
    head = Line(tuple(row(k, validation_accuracy=v, risk=0.3 + v / 10) for k, v in enumerate(shares)), 1)
    deviation = np.std(shares, ddof=1)
    assert head.title == "5 seeds"
    assert head.validation == f"92.0 ± {100 * deviation:.1f} %" == "92.0 ± 1.6 %"
    assert head.risk == f"{0.392:.4f}".removeprefix("0") + " ± " + f"{deviation / 10:.4f}".removeprefix("0")
    assert head.test == "sealed"


@pytest.mark.parametrize(
    ("shares", "text"),
    [
        ([], "–"),
        ([0.9018], "90.18 %"),
        ([0.911, 0.913, 0.915], "91.3 ± .2 %"),
        ([0.9111, 0.9112], "91.11 ± .01 %"),
    ],
)
def test_shares_as_percent(shares, text):
    assert percent(shares) == text


def test_figures_that_are_not_known_are_left_out():
    rows = (row(1, risk=None, validation_accuracy=None), row(2, revealed=True), row(3, risk=float("inf")))
    assert Line(rows[:1]).risk == Line(rows[:1]).validation == "–"
    assert Line(rows, 1).risk == ".3000"
    assert Line(rows[1:2]).test == "88.00 %"


def test_a_title_says_what_tells_a_run_from_others():
    shown = row(3, is_shown=True, status="diverged", parent="branch of 2 at 180", name="Softmax")
    assert Line((shown,)).title == "3 · now · diverged · branch of 2 at 180"
    other = replace(shown, number=4, name="Adam", is_shown=False, parent="", status="finished")
    assert [line.title for line in lines_of([shown, other], ())] == [
        "4 · Adam", "3 · now · diverged · branch of 2 at 180 · Softmax",
    ]  # fmt: skip
    group = Line((replace(shown, group=1), replace(other, group=1, status="diverged")), 1)
    assert group.title == "2 seeds · now · 2 diverged"
