"""What the evidence view shows: one class or two, and what speaks for the one and the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class ShownEvidence:
    """Evidence that adds up to a logit, or to the difference of two.

    picture   (h, w) ink 0 to 1, as the model gets it
    tint      (h', w') evidence for `why`, pixel by pixel or cell by cell
    evidence  Σ of all evidence; evidence + constant = logit
    why       the class asked for
    rival     the class it is set against; None for one logit alone
    is_single the model has one logit for two classes, above zero where it reads `why`
    remark    what is not in the tint, if anything, in a few words
    """

    picture: Array
    tint: Array
    evidence: float
    constant: float
    logit: float
    why: str
    rival: str | None = None
    is_single: bool = False
    remark: str = ""

    @property
    def sum_title(self) -> str:
        """What the evidence and the constant add up to."""
        if self.is_single:
            return "= logit"
        return f"= {self.why} − {self.rival}" if self.rival is not None else f"= logit of {self.why}"

    @property
    def sentence(self) -> str:
        """The whole view in words."""
        return f"{self.for_words}, {self.against_words}."

    @property
    def for_words(self) -> str:
        return f"orange for {self.why}"

    @property
    def against_words(self) -> str:
        return f"blue for {self.rival}" if self.rival is not None else f"blue against {self.why}"
