"""What happened at every iteration: a frozen record each, kept as columns that grow."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

NAN = math.nan


class Step(msgspec.Struct, frozen=True):
    """Row k of a history, measured after k updates; NaN where nothing was measured.

    epoch           passes over the training rows so far
    batch_risk      risk of the rows behind the next update, penalty excluded
    …_risk          reduced loss on all rows of a part, penalty excluded
    train_objective the function that is minimised: training risk plus penalties
    …_accuracy      share of rows read correctly, 0 to 1
    weight_norm     ‖W‖, intercept excluded
    gradient_norm   ‖∇F‖ of the rows behind the next update, before clipping
    step_size       step that led here: the scheduled learning rate, or the line search's own
    seconds         time spent training, pauses excluded
    """

    iteration: int
    epoch: float
    seconds: float
    step_size: float = NAN
    batch_risk: float = NAN
    train_risk: float = NAN
    train_objective: float = NAN
    train_accuracy: float = NAN
    validation_risk: float = NAN
    validation_accuracy: float = NAN
    test_risk: float = NAN
    test_accuracy: float = NAN
    weight_norm: float = NAN
    gradient_norm: float = NAN


COLUMNS = Step.__struct_fields__
_values = attrgetter(*COLUMNS)


class History:
    """The steps of one run as float64 columns; appending is cheap, reading is a view.

    Views are read-only and show the rows there were when they were taken.
    """

    def __init__(self) -> None:
        self._length = 0
        self._table = np.empty((len(COLUMNS), 256))

    def __len__(self) -> int:
        return self._length

    def append(self, step: Step) -> None:
        self._make_room(self._length + 1)
        self._table[:, self._length] = _values(step)
        self._length += 1

    def extend(self, steps: Iterable[Step]) -> None:
        rows = [_values(step) for step in steps]
        if not rows:
            return
        needed = self._length + len(rows)
        self._make_room(needed)
        self._table[:, self._length : needed] = np.array(rows, dtype=np.float64).T
        self._length = needed

    def _make_room(self, needed: int) -> None:
        if needed > self._table.shape[1]:
            grown = np.empty((len(COLUMNS), max(needed, 2 * self._table.shape[1])))
            grown[:, : self._length] = self._table[:, : self._length]
            self._table = grown

    def column(self, name: str) -> NDArray[np.float64]:
        """One column, (rows,)."""
        view = self._table[COLUMNS.index(name), : self._length]
        view.setflags(write=False)
        return view

    def last(self, name: str, iteration: int | None = None) -> float:
        """The newest measured value of a column, up to `iteration` if given; NaN if there is none."""
        column = self.column(name) if iteration is None else self.column(name)[: iteration + 1]
        measured = np.flatnonzero(np.isfinite(column))
        return float(column[measured[-1]]) if len(measured) else NAN

    def to_dict(self) -> dict[str, list[Any]]:
        """Plain lists for JSON: whole numbers for the iteration, None where nothing finite was measured."""
        plain = {name: [finite_or_none(x) for x in self.column(name).tolist()] for name in COLUMNS}
        plain["iteration"] = self.column("iteration").astype(int).tolist()
        return {name: column for name, column in plain.items() if any(x is not None for x in column)}

    def to_csv(self) -> str:
        """A header and a line for each row; empty cells where nothing was measured."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in self._table[:, : self._length].T.tolist():
            writer.writerow([int(row[0]), *("" if math.isnan(x) else repr(x) for x in row[1:])])
        return text.getvalue()

    def snapshot(self) -> History:
        """The rows there are now, without a copy; it stays as it is while this history grows."""
        taken = History()
        taken._table, taken._length = self._table, self._length
        return taken

    @classmethod
    def from_table(cls, table: NDArray[np.float64]) -> History:
        """Rebuild a history from `table()`; raises ValueError unless it has this version's columns."""
        if table.ndim != 2 or len(table) != len(COLUMNS):
            raise ValueError(f"a history has {len(COLUMNS)} columns, not {table.shape}")
        history = cls()
        history._table = np.array(table, dtype=np.float64)
        history._length = table.shape[1]
        if not history._length:
            history._table = np.empty((len(COLUMNS), 256))
        return history

    def table(self) -> NDArray[np.float64]:
        """A copy of all columns, (columns, rows)."""
        return self._table[:, : self._length].copy()


def finite_or_none(value: float) -> float | None:
    return value if math.isfinite(value) else None
