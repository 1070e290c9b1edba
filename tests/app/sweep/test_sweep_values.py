"""Lists of values as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sweep.sweep_values import read_values, suggested_values, value_text, values_text
from app.sweep.sweepable import can_be_varied
from lrengine.errors import LabError
from lrengine.settings import all_settings, find_setting

RATE = find_setting("solver.learning_rate")
MOMENTUM = find_setting("solver.momentum")
DEGREE = find_setting("features.degree")
BATCH = find_setting("solver.batch_size")


@pytest.mark.parametrize(
    ("key", "text", "values"),
    [
        ("solver.learning_rate", "1e-4, 1e-3, 1e-2", (1e-4, 1e-3, 1e-2)),
        ("solver.learning_rate", " .1 ;1; 0.1,", (0.1, 1.0)),
        ("solver.learning_rate", "1e-4 … 1e-1, 4 values", (1e-4, 1e-3, 1e-2, 1e-1)),
        ("solver.learning_rate", "1e-4 … 1e-1", (1e-4, 1e-3, 1e-2, 1e-1)),
        ("solver.learning_rate", "0.01 to 1, 5", (0.01, 0.0316, 0.1, 0.316, 1.0)),
        ("solver.momentum", "0...0.8, 3 values", (0.0, 0.4, 0.8)),
        ("features.degree", "1 … 4", (1, 2, 3, 4)),
        ("solver.batch_size", "10 … 1000, 3", (10, 100, 1000)),
        ("solver.batch_size", "16 64 256", (16, 64, 256)),
        ("data.label_noise", "0 %, 5 %, 20%", (0.0, 0.05, 0.2)),
        ("data.train", "100, 0.5, 1.0, 1", (100, 0.5, 1.0, 1)),
        ("solver.name", "Adam, gradient-descent", ("adam", "gradient-descent")),
        ("task.intercept", "no, yes", (False, True)),
    ],
)
def test_reads_what_people_write(key, text, values):
    read = read_values(find_setting(key), text)
    assert read == values
    assert list(map(type, read)) == list(map(type, values))


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("solver.learning_rate", "", "has no values"),
        ("solver.learning_rate", "0.1, fast", "'fast'"),
        ("solver.learning_rate", "0.1, -1", "must be a number"),
        ("solver.learning_rate", "1 … 0.1", "0.1 … 1"),
        ("solver.learning_rate", "0.1 … 1, 1 values", "at least 2"),
        ("solver.learning_rate", "0.1 … 1, 999 values", "200 are the most"),
        ("features.degree", "1, 2.5", "whole number"),
        ("solver.name", "adam, adamant", "'adamant'"),
        ("task.intercept", "perhaps", "yes or no"),
    ],
)
def test_a_wrong_entry_is_one_sentence(key, text, words):
    with pytest.raises(LabError, match=words) as caught:
        read_values(find_setting(key), text)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


@given(st.lists(st.floats(1e-7, 1e4), min_size=1, max_size=8, unique=True))
def test_numbers_read_back_exactly(values):
    assert read_values(RATE, values_text(values)) == tuple(values)


@given(st.floats(1e-8, 1.0), st.floats(1.01, 1e4), st.integers(2, 30))
def test_a_range_goes_from_end_to_end(low, high, count):
    values = read_values(RATE, f"{low!r} … {high!r}, {count} values")
    assert values[0] == low and values[-1] == high and len(values) == count
    assert sorted(set(values)) == list(values)


def test_whole_numbers_are_not_repeated_in_a_short_range():
    assert read_values(BATCH, "1 … 3, 9 values") == (1, 2, 3)
    assert read_values(DEGREE, "2 … 3") == (2, 3)


@pytest.mark.parametrize(
    "setting", list(filter(can_be_varied, all_settings())), ids=lambda setting: setting.key
)
def test_what_is_suggested_can_be_read_back(setting):
    for value in (setting.default, 0 if setting.kind == "integer" else setting.default):
        values = suggested_values(setting, value)
        assert len(values) >= 2
        assert read_values(setting, values_text(values)) == values


def test_values_are_written_shortly():
    assert list(map(value_text, (0.003, 1e-5, 1000.0, 60000, True))) == [
        "0.003",
        "1e-05",
        "1000",
        "60000",
        "yes",
    ]
    assert read_values(MOMENTUM, "0, 0.5") == (0.0, 0.5)
