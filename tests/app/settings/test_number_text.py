"""Numbers read and written as people do."""

import math
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.settings.number_text import exact_text, limits_of, parse_number, percent_text, shown_texts
from lrengine.errors import LabError
from lrengine.settings import all_settings, find_setting

RATE = find_setting("solver.learning_rate")
BATCH = find_setting("solver.batch_size")
NOISE = find_setting("data.label_noise")
NUMBERS = [setting for setting in all_settings() if setting.kind in ("number", "integer")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", 0.1),
        (".1", 0.1),
        ("1.", 1.0),
        ("1e-3", 1e-3),
        ("1E-3", 1e-3),
        (" 2.5 ", 2.5),
        ("+3", 3.0),
        ("−2", -2.0),
        ("1,000", 1000.0),
        ("1,234,567.5", 1234567.5),
        ("1 000", 1000.0),
        ("1\u202f000", 1000.0),
        ("1'000", 1000.0),
    ],
)
def test_reads_what_people_write(text, value):
    assert parse_number(RATE, text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "0,1",
        "1,00",
        "1,0000",
        "1,000 000",
        "0,100",
        "1e",
        "nan",
        "inf",
        "1e999",
        "١",
        "1_0",
        "0x1",
    ],
)
def test_nonsense_is_refused_in_one_sentence(text):
    with pytest.raises(LabError, match=r"^Learning rate must be a number from 1e-08 to 10,000.*\.$"):
        parse_number(RATE, text)


def test_a_comma_for_a_point_is_explained():
    with pytest.raises(LabError, match="decimal sign as a point"):
        parse_number(RATE, "0,1")


@pytest.mark.parametrize(
    ("text", "value"), [("600", 600), ("1e3", 1000), ("60,000", 60000), ("600 rows", 600)]
)
def test_whole_numbers(text, value):
    read = parse_number(BATCH, text)
    assert read == value and isinstance(read, int)


def test_a_fraction_is_no_whole_number():
    with pytest.raises(LabError, match="a whole number of rows"):
        parse_number(BATCH, "1.5")


def test_a_large_whole_number_keeps_every_figure():
    assert parse_number(find_setting("run.seed"), "9,007,199,254,740,991") == 2**53 - 1


@pytest.mark.parametrize("word", ["all", "All", "off", "none"])
def test_words_for_zero(word):
    assert parse_number(BATCH, word) == 0


def test_words_for_zero_only_where_zero_is_allowed():
    with pytest.raises(LabError):
        parse_number(RATE, "off")


@pytest.mark.parametrize(("text", "value"), [("5 %", 0.05), ("7%", 0.07), ("0.1%", 0.001), ("0.05", 0.05)])
def test_shares_may_be_percentages(text, value):
    assert parse_number(NOISE, text) == value


def test_only_shares_may_be_percentages():
    with pytest.raises(LabError):
        parse_number(RATE, "5 %")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.003, "0.003"),
        (1e-5, "1e-05"),
        (2000, "2,000"),
        (0.1, "0.1"),
        (0.0, "0"),
        (1e6, "1,000,000"),
        (12.5, "12.5"),
    ],
)
def test_writes_short_texts(value, text):
    assert exact_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=0) | st.integers(0, 2**53))
def test_exact_texts_read_back(value):
    setting = find_setting("run.seed") if isinstance(value, int) else RATE
    assert parse_number(setting, exact_text(value)) == value


@given(st.sampled_from(NUMBERS), st.text(max_size=12) | st.text("0123456789.,eE+-−% _'ofalrws", max_size=10))
def test_any_text_is_a_finite_number_or_a_sentence(setting, text):
    try:
        value = parse_number(setting, text)
    except LabError as error:
        sentence = str(error)
    else:
        sentence = f"{setting.title}."
        assert math.isfinite(value)
        assert isinstance(value, int if setting.kind == "integer" else (int, float))
    assert sentence.startswith(setting.title) and sentence.endswith(".")


@given(st.sampled_from(NUMBERS), st.floats(1e-9, 1e6))
@example(find_setting("stopping.seconds"), 99.95)
def test_texts_at_rest_get_shorter_and_the_first_is_exact(setting, value):
    value = round(value) if setting.kind == "integer" else min(value, setting.maximum)
    texts = shown_texts(setting, value)
    assert all(len(short) < len(long) for long, short in pairwise(texts))
    assert parse_number(setting, texts[0]) == value


def test_zero_reads_as_what_it_does():
    assert shown_texts(BATCH, 0) == ("all",)
    assert shown_texts(find_setting("stopping.patience"), 0) == ("off",)
    assert shown_texts(find_setting("objective.l2"), 0.0)[0] == "0"


def test_units_stand_behind_the_number():
    assert shown_texts(BATCH, 600)[:2] == ("600 rows", "600")
    assert shown_texts(NOISE, 0.05)[0] == "5 %"


@pytest.mark.parametrize(("share", "text"), [(0.07, "7 %"), (1.0, "100 %"), (0.0, "0 %"), (0.001, "0.1 %")])
def test_percentages_without_binary_dust(share, text):
    assert percent_text(share) == text


def test_limits_in_words():
    assert limits_of(find_setting("stopping.seconds")) == "a number of seconds from 0 to 1,000,000"
