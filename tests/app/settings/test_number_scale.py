"""Values on sliders: round, monotone, exact at the ends."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings.number_scale import POSITIONS, scale_of
from lrengine.settings import all_settings, find_setting

SLIDERS = [setting for setting in all_settings() if scale_of(setting) is not None]
RATE = scale_of(find_setting("solver.learning_rate"))
BATCH = scale_of(find_setting("solver.batch_size"))
MOMENTUM = scale_of(find_setting("solver.momentum"))
sliders = pytest.mark.parametrize("setting", SLIDERS, ids=lambda setting: setting.key)


@sliders
def test_every_position_is_an_allowed_value_and_they_never_fall(setting):
    scale = scale_of(setting)
    values = [scale.value_at(position) for position in range(POSITIONS + 1)]
    assert values == sorted(values)
    assert all(setting.minimum <= value <= setting.maximum for value in values)
    if setting.kind == "integer":
        assert all(value == int(value) for value in values)


@sliders
def test_the_ends_are_exact(setting):
    scale = scale_of(setting)
    assert scale.value_at(POSITIONS) == scale.high
    assert scale.value_at(0) == (0 if scale.has_off else scale.low)
    assert scale.position_of(scale.value_at(0)) == 0 and scale.position_of(scale.high * 10) == POSITIONS


@sliders
def test_default_lies_where_it_comes_from(setting):
    scale = scale_of(setting)
    value = scale.value_at(scale.position_of(setting.default))
    assert value == pytest.approx(setting.default, rel=0.06)


def test_logarithmic_values_have_two_figures():
    assert all(float(f"{RATE.value_at(p):.1e}") == RATE.value_at(p) for p in range(POSITIONS + 1))


def test_equal_ratios_lie_equally_far_apart():
    places = [RATE.position_of(10.0**k) for k in range(-6, 2)]
    gaps = {right - left for left, right in itertools.pairwise(places)}
    assert max(gaps) - min(gaps) <= 1


def test_a_wide_seed_has_no_slider():
    assert scale_of(find_setting("run.seed")) is None


def test_words_have_no_slider():
    assert scale_of(find_setting("data.path")) is None


@pytest.mark.parametrize(
    ("scale", "value", "count", "page", "new"),
    [
        (RATE, 0.1, 1, False, 0.12),
        (RATE, 0.1, -1, False, 0.08),
        (RATE, 0.103, 1, False, 0.12),
        (RATE, 0.103, -1, False, 0.1),
        (RATE, 0.1, 2, False, 0.15),
        (RATE, 0.1, 1, True, 1.0),
        (RATE, 10.0, 1, False, 10.0),
        (RATE, 1e-6, -1, False, 1e-6),
        (RATE, 500.0, 1, False, 500.0),
        (RATE, 500.0, -1, False, 400.0),
        (RATE, 1e-8, -1, False, 1e-8),
        (BATCH, 0, 1, False, 1),
        (BATCH, 1, -1, False, 0),
        (BATCH, 1, 1, False, 2),
        (BATCH, 2, 1, False, 3),
        (BATCH, 10, 1, False, 12),
        (BATCH, 12, 1, False, 15),
        (BATCH, 0, -1, False, 0),
        (BATCH, 20, -1, True, 2),
        (MOMENTUM, 0.9, 1, False, 0.91),
        (MOMENTUM, 0.905, 1, False, 0.91),
        (MOMENTUM, 0.905, -1, False, 0.9),
        (MOMENTUM, 0.9, -1, True, 0.8),
        (MOMENTUM, 0.99, 1, False, 0.999),
        (MOMENTUM, 0.0, -1, False, 0.0),
    ],
)
def test_steps_go_to_round_values(scale, value, count, page, new):
    assert scale.stepped(value, count, page=page) == new


@given(st.sampled_from(SLIDERS), st.floats(0, 1), st.booleans(), st.booleans())
def test_steps_go_where_they_point_and_stay_allowed(setting, share, up, page):
    scale = scale_of(setting)
    value = setting.minimum + (setting.maximum - setting.minimum) * share**6
    value = round(value) if setting.kind == "integer" else value
    new = scale.stepped(value, 1 if up else -1, page=page)
    assert new >= value if up else new <= value
    assert setting.minimum <= new <= setting.maximum
