"""Points placed in the plane, as a frozen record: each edit gives another one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.playground.class_marks import TEST, TRAINING, UNUSED, VALIDATION, class_places
from lrengine.data.splits import Split
from lrengine.recipe import Point

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PointSet:
    """Points in the order they were placed.

    positions  (n, 2)
    classes    (n,) index into `names`
    roles      (n,) TRAINING, VALIDATION, TEST or UNUSED
    """

    positions: Floats
    classes: Integers
    roles: Integers
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        for array in (self.positions, self.classes, self.roles):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.classes)

    def marks(self) -> Integers:
        """(n,) which colour and which mark each point has."""
        return np.array(class_places(self.names), np.int64)[self.classes]

    def placed(self) -> tuple[Point, ...]:
        """The points as a recipe holds them: x, y and the name of the class."""
        rows = zip(self.positions.tolist(), self.classes.tolist(), strict=True)
        return tuple((x, y, self.names[index]) for (x, y), index in rows)

    def added(self, x: float, y: float, name: str) -> PointSet:
        names = self.names if name in self.names else (*self.names, name)
        return PointSet(
            np.concatenate([self.positions, [[x, y]]]),
            np.append(self.classes, names.index(name)),
            np.append(self.roles, TRAINING),
            names,
        )

    def moved(self, index: int, x: float, y: float) -> PointSet:
        positions = self.positions.copy()
        positions[index] = x, y
        return replace(self, positions=positions)

    def removed(self, index: int) -> PointSet:
        return PointSet(
            np.delete(self.positions, index, axis=0),
            np.delete(self.classes, index),
            np.delete(self.roles, index),
            self.names,
        )

    def cleared(self) -> PointSet:
        return replace(self, positions=self.positions[:0], classes=self.classes[:0], roles=self.roles[:0])

    def take_roles(self, shown: PointSet) -> PointSet | None:
        """These points with the parts they have in `shown`, or None if that holds other points.

        Compared in single precision, since that is what a run may be given. Points that `shown` leaves out
        are unused.
        """
        if not len(shown):
            return self if not len(self) else None
        mine, theirs = _keys(self), _keys(shown)
        order, their_order = np.argsort(mine, kind="stable"), np.argsort(theirs, kind="stable")
        mine, theirs = mine[order], theirs[their_order]
        # The n-th of several equal points belongs to the n-th equal one.
        places = np.searchsorted(mine, theirs) + _repeats(theirs)
        if places.max() >= len(mine) or not (mine[np.minimum(places, len(mine) - 1)] == theirs).all():
            return None
        roles = np.full(len(self), UNUSED)
        roles[order[places]] = shown.roles[their_order]
        # Classes are counted as the data counts them, so that both give them the same colours.
        names = (*shown.names, *(name for name in self.names if name not in shown.names))
        renumbered = np.array([names.index(name) for name in self.names])
        return PointSet(self.positions, renumbered[self.classes], roles, names)


EMPTY = PointSet(np.empty((0, 2)), np.empty(0, np.int64), np.empty(0, np.int64), ("0", "1"))


def points_of(split: Split) -> PointSet | None:
    """The points of a split in two dimensions; None for other inputs."""
    if split.train.inputs.shape[1:] != (2,):
        return None
    parts = {TRAINING: split.train, VALIDATION: split.validation, TEST: split.test}
    filled = {role: part for role, part in parts.items() if len(part)}
    return PointSet(
        np.concatenate([np.asarray(part.inputs, np.float64) for part in filled.values()]),
        np.concatenate([np.asarray(part.labels, np.int64) for part in filled.values()]),
        np.concatenate([np.full(len(part), role) for role, part in filled.items()]),
        tuple(split.class_names),
    )


def _keys(points: PointSet) -> NDArray[Any]:
    """One number for each position."""
    single = np.ascontiguousarray(points.positions.astype(np.float32) + np.float32(0))
    return single.view(np.uint64).reshape(-1)


def _repeats(ordered: NDArray[Any]) -> Integers:
    """How many equal entries come before each one."""
    first = np.searchsorted(ordered, ordered)
    repeats: Integers = np.arange(len(ordered)) - first
    return repeats
