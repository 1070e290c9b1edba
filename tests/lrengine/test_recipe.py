from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.errors import LabError
from lrengine.recipe import Recipe
from lrengine.settings import all_settings, change, convert

NUMBERS = [setting for setting in all_settings() if setting.kind in ("number", "integer")]
by_key = pytest.mark.parametrize("setting", all_settings(), ids=lambda setting: setting.key)
by_number = pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: setting.key)


@by_key
def test_every_setting_explains_itself(setting):
    assert setting.title[0].isupper()
    assert setting.description.endswith(".") and len(setting.description) > 10
    assert not setting.title.endswith(".")


@by_key
def test_every_default_is_allowed(setting):
    """Defaults are not validated by themselves: put each through the same door as a user's value."""
    assert getattr(
        getattr(change(Recipe(), {setting.key: setting.default}), setting.table), setting.name
    ) == (setting.default)


@by_number
def test_every_number_has_bounds_around_its_default(setting):
    assert setting.minimum <= setting.default <= setting.maximum
    assert change(Recipe(), {setting.key: setting.maximum})
    assert change(Recipe(), {setting.key: setting.minimum})


@by_number
def test_logarithmic_sliders_have_an_end_above_zero(setting):
    if setting.scale == "log":
        assert 0 < setting.smallest < setting.maximum
    else:
        assert setting.smallest is None


@by_number
@pytest.mark.parametrize(
    "wrong", [math.nan, math.inf, -math.inf, -1, -1e-9, 1e300, 10**400, True, "many", None, [1]]
)
def test_numbers_that_are_none_are_refused_by_name(setting, wrong):
    if setting.kind == "integer" and wrong == -1e-9:
        wrong = 1.5
    with pytest.raises(LabError) as caught:
        change(Recipe(), {setting.key: wrong})
    message = str(caught.value)
    assert setting.key in message and setting.title in message and message.endswith(".")


@by_key
@pytest.mark.parametrize("wrong", [None, {"a": 1}, b"bytes", [[1]]])
def test_values_of_another_kind_are_refused_by_name(setting, wrong):
    with pytest.raises(LabError, match=setting.key):
        change(Recipe(), {setting.key: wrong})


@pytest.mark.parametrize("key", ["data.train", "data.validation", "data.test"])
class TestAmounts:
    @pytest.mark.parametrize(
        "amount", [0, 1, 6107, 0.0, 0.25, 1.0, "first:20000", "last:2000", "first:0.1", "last:0"]
    )
    def test_counts_shares_and_ends_are_taken_as_they_are(self, key, amount):
        recipe = change(Recipe(), {key: amount})
        kept = getattr(recipe.data, key.partition(".")[2])
        assert kept == amount and type(kept) is type(amount)

    @pytest.mark.parametrize(
        "amount",
        [-1, -0.1, 1.1, math.nan, math.inf, "", "first:", "middle:3", "first:-3", "first:1e3", "last: 5",
         True],
    )  # fmt: skip
    def test_anything_else_is_refused(self, key, amount):
        with pytest.raises(LabError, match="a count, a share between 0 and 1, or an end"):
            change(Recipe(), {key: amount})


@pytest.mark.parametrize("plain", [
    {"solver": {"learning_rat": 0.1}},
    {"solvers": {}},
    {"solver": 3},
    {"about": {"title": 5}},
    [],
    "text",
    None,
])  # fmt: skip
def test_entries_that_are_not_known_are_refused(plain):
    with pytest.raises(LabError) as caught:
        convert(plain, Recipe)
    assert str(caught.value).endswith(".")


def test_the_unknown_entry_is_named():
    with pytest.raises(LabError, match="learning_rat"):
        convert({"solver": {"learning_rat": 0.1}}, Recipe)


def test_recipes_are_frozen_and_equal_by_value():
    with pytest.raises(AttributeError):
        Recipe().solver.learning_rate = 0.5
    assert Recipe() == Recipe() and hash(Recipe()) == hash(Recipe())
    assert change(Recipe(), {"run.seed": 1}) != Recipe()


@given(st.lists(st.integers() | st.text(max_size=5), max_size=5))
def test_classes_may_be_numbers_or_names(classes):
    if all(not isinstance(item, int) or -(2**63) <= item < 2**64 for item in classes):
        assert change(Recipe(), {"task.classes": classes}).task.classes == tuple(classes)


def test_plain_data_and_back():
    recipe = change(Recipe(), {"data.test": "last:20", "task.classes": [3, "five"], "solver.name": "adam"})
    assert convert(msgspec.to_builtins(recipe), Recipe) == recipe
