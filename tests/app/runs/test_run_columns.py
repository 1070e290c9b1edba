"""Columns for what differs, as many as there is room for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runs.run_columns import (
    SHORT_TITLES,
    arrange,
    cell_text,
    differing_settings,
    setting_text,
    short_title,
    title_help,
    usual_values,
)
from app.runs.run_lines import RunRow
from lrengine.settings import all_settings, find_setting


def rows_of(settings):
    return [RunRow(k, "#000000", s, None, None, None, False, "ready") for k, s in enumerate(settings)]


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 1)), max_size=4))
def test_differing_settings(settings):
    found = differing_settings(rows_of(settings))
    for key in "abc":
        assert (key in found) == (len({s.get(key) for s in settings}) > 1)


def test_usual_values_are_those_of_most_runs():
    rows = rows_of([{"a": 1, "b": [1, 2]}, {"a": 2, "b": [1, 2]}, {"a": 2, "b": ()}])
    assert usual_values(rows, ("a", "b")) == {"a": 2, "b": (1, 2)}


KEYS = tuple("abcdef")


@given(
    st.lists(st.integers(20, 200), min_size=6, max_size=6),
    st.lists(st.integers(1, 9), min_size=6, max_size=6),
    st.integers(0, 1500),
)
def test_columns_fit_and_the_rarest_go_first(widths, unusual, room):
    widths, unusual = dict(zip(KEYS, widths, strict=True)), dict(zip(KEYS, unusual, strict=True))
    own, gathered = arrange(KEYS, widths, unusual, room, 90)
    assert tuple(sorted((*own, *gathered))) == KEYS
    assert own == tuple(key for key in KEYS if key in own)
    assert not own or sum(widths[key] for key in own) + (90 if gathered else 0) <= room
    assert bool(gathered) == (sum(widths.values()) > room)
    assert all(unusual[kept] >= unusual[left] for kept in own for left in gathered)


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("solver.learning_rate", 0.05, "0.05"),
        ("solver.batch_size", 0, "all"),
        ("task.classes", (2, 8), "2, 8"),
        ("solver.name", "gradient-descent", "Gradient descent"),
        ("evaluation.reveal_test", True, "yes"),
        ("data.placed", ((0.0, 1.0, "a"),), "1 points"),
        ("something.else", 3, "3"),
        ("data.path", "", "–"),
    ],
)
def test_settings_read_as_people_write_them(key, value, text):
    assert setting_text(key, value) == text


def test_a_long_value_is_cut_short_for_its_column():
    assert cell_text("data.path", "/a/path/that/goes/on/and/on.csv") == "/a/path/that/goes…"


def test_heads_are_short_and_explained():
    known = {setting.key for setting in all_settings()}
    assert set(SHORT_TITLES) <= known
    assert all(len(short) <= len(find_setting(key).title) for key, short in SHORT_TITLES.items())
    assert short_title("solver.learning_rate") == "Rate" and short_title("odd.key") == "odd.key"
    assert title_help("solver.learning_rate").startswith("Learning rate: ") and title_help("odd") == "odd"
