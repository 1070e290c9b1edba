from __future__ import annotations

import pytest

from lrengine.errors import LabError
from lrengine.recipe_files import bundled_recipes
from lrengine.reproduction.claims import CLAIMS, chosen_claims

RECIPES = bundled_recipes()


def test_every_recipe_with_a_source_is_held_against_it():
    held = {need.recipe for claim in CLAIMS for need in claim.needs}
    sourced = {name for name, recipe in RECIPES.items() if recipe.about.source}
    assert sourced - held <= {"softmax-adam"}
    assert held <= sourced


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.recipe}: {claim.experiment}")
def test_a_claim_names_its_recipes_source(claim):
    assert all(RECIPES[need.recipe].about.source == claim.source for need in claim.needs)
    assert claim.experiment and claim.reported


def test_each_line_is_there_once():
    lines = [(claim.recipe, claim.experiment) for claim in CLAIMS]
    assert len(set(lines)) == len(lines)


def test_claims_are_chosen_by_words():
    assert chosen_claims([]) == CLAIMS
    chosen = chosen_claims(["neuron", "MOONS"])
    assert {need.recipe for claim in chosen for need in claim.needs} == {
        "zero-vs-one-neuron", "moons-linear", "moons-polynomial",
    }  # fmt: skip
    with pytest.raises(LabError, match="Nothing is claimed of llamas: name one of the recipes batch-size"):
        chosen_claims(["llamas"])
