from __future__ import annotations

import json

import pytest

from lrengine.reproduction.claim import Claim, Figure, Finding, Need
from lrengine.reproduction.table import as_json, as_markdown, as_text, closing


def finding(source, experiment, agrees, must=False):
    made = Claim(
        source, experiment, "about 92 % | or so", (Need("softmax"),), Figure, bool, must=must,
        differs="a long reason that fills more than one line of its column for sure",
    )  # fmt: skip
    return Finding(made, Figure("91.84 ± .22 %", (0.916, 0.92)), agrees)


@pytest.fixture
def findings():
    return [
        finding("First", "One", True),
        finding("First", "Two", False),
        finding("Second", "Three", False, must=True),
    ]


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_text_keeps_its_width_and_says_everything(findings, width):
    text = as_text(findings, width)
    assert max(map(len, text.splitlines())) <= width
    for word in ("First", "Second", "One", "Two", "Three", "agrees", "differs: a long", "sure"):
        assert word in text
    assert text.count("Verdict") == 2 and text.endswith(closing(findings))


def test_the_markdown_has_a_table_for_each_source_and_the_command(findings):
    text = as_markdown(findings, "logitlab reproduce --markdown page.md", 61.4)
    assert "Made by `logitlab reproduce --markdown page.md` in 61 s." in text
    assert text.count("## ") == 2 and text.count("|---|---|---|---|---|") == 2
    assert "| One | `softmax` | about 92 % \\| or so | 91.84 ± .22 % | agrees |" in text.splitlines()


def test_the_json_names_the_faults(findings):
    written = json.loads(json.dumps(as_json(findings, 1.5), allow_nan=False))
    assert written["seconds"] == 1.5 and written["agree"] == 1
    assert written["faults"] == ["Three"] and len(written["claims"]) == 3


def test_the_closing_counts(findings):
    assert closing(findings) == "1 of 3 figures agree; where one differs, the reasons stand beside them."
    assert closing(findings[:1]) == "1 of 1 figures agree."
