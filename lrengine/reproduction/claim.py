"""A figure of a source document, how ours is found, and what came of it."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lrengine.history import finite_or_none


@dataclass(frozen=True)
class Need:
    """Runs that a claim rests on.

    recipe    a bundled recipe; its own sweep is run, if it has one
    changes   settings other than the recipe's
    repeated  whether it is random, so that several seeds are run even if the recipe has one
    alone     whether its runs follow each other, because their seconds are compared
    """

    recipe: str
    changes: tuple[tuple[str, Any], ...] = ()
    repeated: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Figure:
    """What we found, in words, and the numbers behind it: one for each seed, or for each setting."""

    text: str
    values: tuple[float, ...] = ()

    @property
    def mean(self) -> float:
        return statistics.fmean(self.values) if self.values else math.nan

    @property
    def sd(self) -> float:
        """Sample standard deviation (n − 1); NaN for a single number."""
        return statistics.stdev(self.values) if len(self.values) > 1 else math.nan


@dataclass(frozen=True)
class Claim:
    """One line of the table.

    source      title of the document
    experiment  what it did, in a few words
    reported    its figure, as it prints it
    needs       the runs; the first one's recipe is where a reader looks
    measure     our figure, from an Outcomes for each need in their order
    agrees      whether that is what the source reports
    must        whether the program is wrong if it is not
    differs     why it may differ, said only where it does
    note        what a reader should know either way
    """

    source: str
    experiment: str
    reported: str
    needs: tuple[Need, ...]
    measure: Callable[..., Figure]
    agrees: Callable[[Figure], bool]
    must: bool = False
    differs: str = ""
    note: str = ""

    @property
    def recipe(self) -> str:
        return self.needs[0].recipe


@dataclass(frozen=True)
class Finding:
    """A claim with our figure."""

    claim: Claim
    ours: Figure
    agrees: bool

    @property
    def verdict(self) -> str:
        """Agrees or differs, and what there is to say about it."""
        word = "agrees" if self.agrees else "differs"
        said = [self.claim.differs] if self.claim.differs and not self.agrees else []
        said += [self.claim.note] if self.claim.note else []
        return f"{word}: {'; '.join(said)}" if said else word

    @property
    def is_fault(self) -> bool:
        return self.claim.must and not self.agrees

    def to_json(self) -> dict[str, Any]:
        claim, ours = self.claim, self.ours
        return {
            "source": claim.source,
            "experiment": claim.experiment,
            "recipe": claim.recipe,
            "reported": claim.reported,
            "ours": ours.text,
            "values": [finite_or_none(value) for value in ours.values],
            "agrees": self.agrees,
            "must": claim.must,
            "verdict": self.verdict,
        }
