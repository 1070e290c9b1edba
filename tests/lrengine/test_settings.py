from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.errors import LabError
from lrengine.recipe import Recipe
from lrengine.settings import (
    all_settings,
    allowed,
    change,
    convert,
    find_setting,
    parse_assignment,
    parse_value,
    value_of,
)


def test_the_table_names_every_setting_of_the_recipe_once():
    keys = [setting.key for setting in all_settings()]
    assert len(set(keys)) == len(keys)
    recipe = Recipe()
    for key in keys:
        table, _, name = key.partition(".")
        assert hasattr(getattr(recipe, table), name)
    tables = [name for name in recipe.__struct_fields__ if name not in ("about", "sweep")]
    assert len(keys) == sum(len(getattr(recipe, table).__struct_fields__) for table in tables)
    assert not any(key.startswith(("about.", "sweep.")) for key in keys)


@pytest.mark.parametrize(("key", "kind"), [
    ("solver.learning_rate", "number"),
    ("solver.batch_size", "integer"),
    ("solver.name", "choice"),
    ("task.intercept", "switch"),
    ("task.classes", "classes"),
    ("data.train", "amount"),
    ("data.path", "text"),
])  # fmt: skip
def test_kinds(key, kind):
    setting = find_setting(key)
    assert (setting.kind, setting.table, setting.name) == (kind, *key.split("."))
    assert allowed(setting)


def test_what_acts_on_a_running_training():
    live = {setting.key for setting in all_settings() if setting.live}
    assert live == {"solver.learning_rate", "objective.l1", "objective.l2", "evaluation.reveal_test"}


def test_choices_keep_the_order_of_the_declaration_and_have_titles():
    setting = find_setting("solver.name")
    assert setting.choices == ("gradient-descent", "momentum", "nesterov", "adam", "lbfgs", "newton")
    assert [setting.title_of(name) for name in ("gradient-descent", "lbfgs", "newton")] == [
        "Gradient descent",
        "L-BFGS",
        "Newton's method",
    ]
    assert find_setting("objective.l2_convention").title_of("half_per_row") == "λ/2n ‖w‖²"


def test_open_bounds_are_shown_as_numbers_within():
    momentum, rate = find_setting("solver.momentum"), find_setting("solver.learning_rate")
    assert momentum.maximum < 1.0 and rate.minimum > 0


def test_an_unknown_key_names_a_near_one():
    with pytest.raises(LabError, match="did you mean solver"):
        find_setting("objective.learning_rate")
    with pytest.raises(LabError, match="no setting called nonsense"):
        find_setting("nonsense")


def test_changes_leave_the_old_recipe_alone():
    old = Recipe()
    new = change(old, {"solver.learning_rate": 0.5, "solver.name": "adam", "run.seed": 3})
    assert (new.solver.learning_rate, new.solver.name, new.run.seed) == (0.5, "adam", 3)
    assert old == Recipe() and new.data == old.data
    assert value_of(new, "solver.learning_rate") == 0.5
    assert change(old, {}) == old


@pytest.mark.parametrize(("text", "key", "value"), [
    ("solver.learning_rate=0.1", "solver.learning_rate", 0.1),
    ("solver.learning_rate = .5", "solver.learning_rate", 0.5),
    ("solver.learning_rate=1e-3", "solver.learning_rate", 0.001),
    ("solver.learning_rate=5.", "solver.learning_rate", 5.0),
    ("solver.learning_rate=2", "solver.learning_rate", 2),
    ("solver.name=adam", "solver.name", "adam"),
    ('solver.name="adam"', "solver.name", "adam"),
    ("solver.name='adam'", "solver.name", "adam"),
    ("task.intercept=false", "task.intercept", False),
    ("task.classes=3,5", "task.classes", [3, 5]),
    ("task.classes=3 5", "task.classes", [3, 5]),
    ("task.classes=[3, 5]", "task.classes", [3, 5]),
    ("task.classes=", "task.classes", []),
    ("data.train=first:20000", "data.train", "first:20000"),
    ("data.train=6107", "data.train", 6107),
    ("data.train=0.5", "data.train", 0.5),
    ("data.path=/tmp/a=b.csv", "data.path", "/tmp/a=b.csv"),
    ("run.seed=7", "run.seed", 7),
])  # fmt: skip
def test_assignments_as_people_type_them(text, key, value):
    assert parse_assignment(text) == (key, value)
    changed = value_of(change(Recipe(), {key: value}), key)
    assert changed == (tuple(value) if isinstance(value, list) else value)


def test_classes_may_be_names():
    key, value = parse_assignment('task.classes=["cat", "dog"]')
    assert change(Recipe(), {key: value}).task.classes == ("cat", "dog")


@pytest.mark.parametrize("text", ["solver.learning_rate", "", "solver.learning_rate:0.1"])
def test_an_assignment_needs_its_sign(text):
    with pytest.raises(LabError, match="key=value"):
        parse_assignment(text)


@pytest.mark.parametrize(("text", "key"), [
    ("solver.learning_rate=fast", "solver.learning_rate"),
    ("solver.learning_rate=nan", "solver.learning_rate"),
    ("solver.learning_rate=", "solver.learning_rate"),
    ("task.intercept=maybe", "task.intercept"),
    ("run.seed=1.5", "run.seed"),
    ("run.seed=1979-05-27", "run.seed"),
    ("task.classes=cat,dog;", "task.classes"),
    ("run.seed=" + "9" * 5000, "run.seed"),
    ("task.classes=" + "[" * 5000, "task.classes"),
])  # fmt: skip
def test_what_cannot_be_meant_is_refused_by_name(text, key):
    with pytest.raises(LabError, match=key):
        change(Recipe(), dict([parse_assignment(text)]))


@given(st.sampled_from(all_settings()), st.text(max_size=30))
def test_whatever_is_typed_is_a_value_or_a_sentence(setting, text):
    message = setting.key
    try:
        change(Recipe(), {setting.key: parse_value(setting, text)})
    except LabError as error:
        message = str(error)
    assert setting.key in message


def test_a_whole_number_may_be_written_with_an_exponent():
    assert parse_assignment("stopping.iterations=1e3") == ("stopping.iterations", 1000)
    with pytest.raises(LabError, match="between 0 and 100,000,000"):
        change(Recipe(), dict([parse_assignment("stopping.iterations=1.5")]))


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ({"dat": {}}, "no table called dat: its tables are about, data,"),
        ({"data": {"learning_rate": 1}}, "no setting called data.learning_rate: did you mean solver"),
        ({"about": {"foo": 1}}, "no setting called about.foo"),
        ({"sweep": {"repeats": 0}}, "Expected int >= 1"),
    ],
)
def test_entries_that_a_recipe_does_not_know_are_named(plain, said):
    with pytest.raises(LabError, match=said):
        convert(plain, Recipe)
