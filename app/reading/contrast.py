"""Which class is explained, and which is set against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ALONE: Final = -1


@dataclass(frozen=True)
class Contrast:
    """What the user chose, None where it follows the reading; ALONE is one class's logit by itself."""

    why: int | None = None
    rival: int | None = None

    def with_why(self, index: int) -> Contrast:
        """Explain another class; a rival that it was set against by hand and is now the same goes."""
        return Contrast(index, None if self.rival == index else self.rival)

    def with_rival(self, index: int) -> Contrast:
        return replace(self, rival=index)

    def with_bar(self, index: int, probabilities: NDArray[Any]) -> Contrast:
        """A class's bar was clicked: why not that one? The winner's own bar goes back to following."""
        return Contrast() if index == int(np.argmax(probabilities)) else Contrast(None, index)

    def of(self, probabilities: NDArray[Any]) -> tuple[int, int]:
        """(why, rival) for these probabilities (classes,): by default the winner and the runner-up."""
        order = np.argsort(-probabilities, kind="stable")
        count = len(order)
        why = self.why if self.why is not None and self.why < count else int(order[0])
        rival = self.rival
        if rival is None or rival >= count or rival == why:
            others = [int(index) for index in order if index != why]
            rival = others[0] if others else ALONE
        return why, rival
