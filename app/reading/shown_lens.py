"""What the lens shows: the stages with what each would be read as, and how firm the reading is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class ShownStage:
    """One picture on the drawing's way to the model.

    picture  (h, w), ink 0 to 1
    label    the class it would be read as if it were given to the model
    share    that class's probability
    differs  the class is another one than the drawing is read as
    """

    title: str
    picture: Array
    label: str
    share: float
    differs: bool


@dataclass(frozen=True, eq=False)
class Steadiness:
    """What is read when the drawing is moved or resized; a class is an index into `class_names`.

    read            the class of the drawing itself
    shifts          pixels, the same to the right as down, ascending, 0 in the middle
    shift_classes   (rows, columns): down, right
    shift_shares    the probability of that class
    scales          times its own size, ascending
    scale_classes   (scales,)
    """

    class_names: tuple[str, ...]
    read: int
    shifts: Array
    shift_classes: Array
    shift_shares: Array
    scales: Array
    scale_classes: Array
    scale_shares: Array

    @property
    def sentence(self) -> str:
        """How often the reading stays what it is."""
        moved, sized = self.shift_classes == self.read, self.scale_classes == self.read
        name = self.class_names[self.read]
        return f"{name} in {moved.sum()} of {moved.size} places, {sized.sum()} of {sized.size} sizes"

    def place_words(self, row: int, column: int) -> str:
        """One shift in words: "2 right, 3 up: 8, 61 %"."""
        across, down = round(float(self.shifts[column])), round(float(self.shifts[row]))
        parts = []
        if across:
            parts.append(f"{abs(across)} px {'right' if across > 0 else 'left'}")
        if down:
            parts.append(f"{abs(down)} px {'down' if down > 0 else 'up'}")
        where = ", ".join(parts) or "in place"
        read, share = int(self.shift_classes[row, column]), float(self.shift_shares[row, column])
        return f"{where}: {self.class_names[read]}, {share:.0%}"

    def size_words(self, index: int) -> str:
        """One size in words: "0.7 times as large: 8, 61 %"."""
        read, share = int(self.scale_classes[index]), float(self.scale_shares[index])
        return f"{float(self.scales[index]):.3g} times as large: {self.class_names[read]}, {share:.0%}"


@dataclass(frozen=True, eq=False)
class ShownLens:
    """Stages in their order, and how steady the reading is, where that was found out."""

    stages: tuple[ShownStage, ...]
    steadiness: Steadiness | None = None
