from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrengine.errors import LabError
from lrengine.recipe import Axis, Recipe, Sweep, Variant
from lrengine.settings import change, find_setting, value_of
from lrengine.sweep.cells import cells_of, value_text

VALUES = {
    "solver.learning_rate": st.floats(1e-6, 10.0),
    "objective.l2": st.floats(0.0, 1.0),
    "solver.name": st.sampled_from(["adam", "lbfgs", "momentum"]),
    "solver.batch_size": st.integers(0, 100),
    "task.intercept": st.booleans(),
    "data.train": st.sampled_from([1, 1.0, 0.5, "first:10"]),
}


def with_sweep(**parts):
    return msgspec.structs.replace(Recipe(), sweep=Sweep(**parts))


@st.composite
def sweeps(draw):
    keys = draw(st.lists(st.sampled_from(list(VALUES)), unique=True, max_size=3))
    axes = [
        Axis(setting=key, values=tuple(draw(st.lists(VALUES[key], min_size=1, max_size=4)))) for key in keys
    ]
    names = draw(st.lists(st.text(min_size=1, max_size=5), unique=True, max_size=3))
    variants = tuple(Variant(name=name, set={"objective.l1": draw(st.floats(0, 1))}) for name in names)
    return Sweep(vary=tuple(axes), variants=variants, repeats=draw(st.integers(1, 3)))


@settings(max_examples=25)
@given(sweeps())
def test_every_combination_is_there_once_in_order_and_holds_what_it_says(sweep):
    recipe = msgspec.structs.replace(Recipe(), sweep=sweep)
    cells = cells_of(recipe)
    lengths = [len({(type(value), value) for value in axis.values}) for axis in sweep.vary]
    assert len(cells) == math.prod(lengths) * max(len(sweep.variants), 1) * sweep.repeats
    assert [cell.index for cell in cells] == list(range(len(cells)))
    assert len({(cell.combination, cell.repeat) for cell in cells}) == len(cells)
    for cell in cells:
        assert cell.recipe.sweep == Sweep() and cell.seed == recipe.run.seed + cell.repeat
        assert change(recipe, cell.settings | {"run.seed": cell.seed}) == msgspec.structs.replace(
            cell.recipe, sweep=sweep
        )
        assert all(value_of(cell.recipe, key) == value for key, value in cell.settings.items())
        assert msgspec.convert(msgspec.to_builtins(cell.recipe), Recipe) == cell.recipe
    assert cells == cells_of(recipe)


def test_a_recipe_without_a_sweep_has_one_cell():
    (cell,) = cells_of(Recipe())
    assert cell.recipe == Recipe() and cell.settings == {} and cell.name == "Run"


def test_names_tell_the_values_and_the_seed_of_repeats():
    cells = cells_of(
        with_sweep(
            vary=(Axis(setting="solver.learning_rate", values=(1e-5, 0.1)),),
            variants=(Variant(name="Plain"), Variant(name="Adam", set={"solver.name": "adam"})),
            repeats=2,
        )
    )
    assert [cell.name for cell in cells][:3] == [
        "Plain, Learning rate 1e-05, seed 0",
        "Plain, Learning rate 1e-05, seed 1",
        "Plain, Learning rate 0.1, seed 0",
    ]
    assert cells[-1].title == "Adam, Learning rate 0.1"
    assert [cell.settings["solver.name"] for cell in cells] == ["gradient-descent"] * 4 + ["adam"] * 4


def test_a_count_and_a_share_of_rows_are_two_values():
    cells = cells_of(with_sweep(vary=(Axis(setting="data.train", values=(1, 1.0, 1)),)))
    assert [cell.recipe.data.train for cell in cells] == [1, 1.0]
    assert cells[0].combination != cells[1].combination


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({"vary": (Axis(setting="solver.rate", values=(1,)),)}, "solver.rate"),
        ({"vary": (Axis(setting="about.title", values=("x",)),)}, "about.title"),
        ({"vary": (Axis(setting="solver.learning_rate", values=(0.1, -1)),)}, "learning_rate cannot take -1"),
        ({"vary": (Axis(setting="task.classes", values=([3, 5], {})),)}, "task.classes"),
        ({"vary": (Axis(setting="objective.l2", values=()),)}, "objective.l2 has no values"),
        ({"vary": (Axis(setting="run.seed", values=(1, 2)),), "repeats": 2}, "run.seed"),
        ({"vary": (Axis(setting="objective.l2", values=(1,)),) * 2}, "objective.l2 twice"),
        ({"variants": (Variant(name="A", set={"solver.x": 1}),)}, "variant A"),
        ({"variants": (Variant(name="A"), Variant(name="A"))}, "two variants called A"),
        (
            {
                "vary": (Axis(setting="objective.l2", values=(1,)),),
                "variants": (Variant(name="A", set={"objective.l2": 1}),),
            },
            "variant A sets",
        ),
        ({"vary": (Axis(setting="run.seed", values=tuple(range(10_001))),)}, "10,001 runs"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_sweep_is_named_in_a_sentence(parts, named):
    with pytest.raises(LabError, match=named):
        cells_of(with_sweep(**parts))


def test_a_seed_beyond_the_largest_is_named():
    recipe = change(with_sweep(repeats=2), {"run.seed": 2**53})
    with pytest.raises(LabError, match=r"repeat 2 .*run\.seed"):
        cells_of(recipe)


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("solver.learning_rate", 1.0, "1"),
        ("solver.learning_rate", 1e-5, "1e-05"),
        ("solver.learning_rate", 1 / 3, repr(1 / 3)),
        ("task.intercept", True, "true"),
        ("task.classes", (3, 5), "[3, 5]"),
        ("solver.name", "gradient-descent", "Gradient descent"),
        ("data.train", 1.0, "1.0"),
        ("data.train", 1, "1"),
    ],
)
def test_values_are_written_for_a_reader(key, value, text):
    assert value_text(find_setting(key), value) == text
