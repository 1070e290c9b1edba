"""All claims, in the order of the recipes' chapters."""

from __future__ import annotations

from collections.abc import Sequence

from lrengine.errors import LabError
from lrengine.reproduction import (
    neuron_claims,
    pair_claims,
    plane_claims,
    practice_claims,
    rate_claims,
    softmax_claims,
)
from lrengine.reproduction.claim import Claim

CLAIMS: tuple[Claim, ...] = (
    *neuron_claims.CLAIMS,
    *plane_claims.CLAIMS,
    *rate_claims.CLAIMS,
    *pair_claims.CLAIMS,
    *softmax_claims.CLAIMS,
    *practice_claims.CLAIMS,
)


def chosen_claims(words: Sequence[str]) -> tuple[Claim, ...]:
    """Claims whose recipe, experiment or source has one of the words in it; all of them without any."""
    if not words:
        return CLAIMS
    chosen = tuple(claim for claim in CLAIMS if any(word.lower() in _said(claim) for word in words))
    if not chosen:
        names = ", ".join(sorted({need.recipe for claim in CLAIMS for need in claim.needs}))
        raise LabError(f"Nothing is claimed of {' or '.join(words)}: name one of the recipes {names}.")
    return chosen


def _said(claim: Claim) -> str:
    recipes = " ".join(need.recipe for need in claim.needs)
    return f"{recipes} {claim.experiment} {claim.source}".lower()
