from __future__ import annotations

import json
import math

import pytest

from lrengine.reproduction.claim import Claim, Figure, Finding, Need


def claim(**changes):
    given = {
        "source": "A source",
        "experiment": "Something, test accuracy",
        "reported": "91 %",
        "needs": (Need("softmax"), Need("three-vs-five")),
        "measure": lambda _: Figure("92 %", (0.92,)),
        "agrees": lambda figure: figure.mean > 0.9,
    }
    return Claim(**given | changes)


def test_a_figure_has_a_mean_and_a_spread():
    figure = Figure("", (1.0, 2.0, 3.0))
    assert figure.mean == 2.0 and figure.sd == pytest.approx(1.0)
    assert math.isnan(Figure("").mean) and math.isnan(Figure("", (1.0,)).sd)


def test_the_first_need_names_the_recipe():
    assert claim().recipe == "softmax"


@pytest.mark.parametrize(
    ("agrees", "differs", "note", "verdict"),
    [
        (True, "", "", "agrees"),
        (True, "because", "", "agrees"),
        (True, "because", "mind this", "agrees: mind this"),
        (False, "because", "mind this", "differs: because; mind this"),
        (False, "", "", "differs"),
    ],
)
def test_the_verdict_gives_the_reason_only_where_it_is_needed(agrees, differs, note, verdict):
    assert Finding(claim(differs=differs, note=note), Figure(""), agrees).verdict == verdict


@pytest.mark.parametrize(
    ("must", "agrees", "fault"), [(True, False, True), (False, False, False), (True, True, False)]
)
def test_only_what_must_agree_can_be_a_fault(must, agrees, fault):
    assert Finding(claim(must=must), Figure(""), agrees).is_fault == fault


def test_its_json_has_no_number_that_json_does_not_know():
    written = Finding(claim(), Figure("text", (0.5, math.nan)), True).to_json()
    assert json.loads(json.dumps(written, allow_nan=False))["values"] == [0.5, None]
    assert written["recipe"] == "softmax" and written["reported"] == "91 %" and written["ours"] == "text"
