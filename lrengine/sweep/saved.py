"""Outcomes in a file, from which an interrupted sweep goes on. No pickle: JSON, .npy and .npz in a zip."""

from __future__ import annotations

import io
import json
import math
import time
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from lrengine.data.reading import reason
from lrengine.errors import LabError
from lrengine.history import COLUMNS, History, Step
from lrengine.model import read_model
from lrengine.recipe import About, Recipe
from lrengine.recipe_files import from_toml, to_toml, write_whole
from lrengine.sweep.cells import Cell, cells_of
from lrengine.sweep.outcome import CellOutcome, Outcomes

FORMAT = "logit-lab sweep 1"
_FACTS = "outcomes.json"
# Writing may take this share of the time; with thousands of cells the file grows large.
_SHARE = 0.1

Parts = dict[str, bytes]


class Archive:
    """Outcomes as bytes; each is packed once, however often the whole is asked for.

    limit  an outcome that would make it longer is left out, to be run again one day
    """

    def __init__(self, recipe: Recipe, limit: float = math.inf) -> None:
        self._recipe = to_toml(recipe)
        self._limit = limit
        self._size = 0
        self._taken: dict[int, CellOutcome] = {}
        self._facts: dict[int, dict[str, Any]] = {}
        self._parts: dict[int, Parts] = {}

    def take(self, outcomes: Iterable[CellOutcome]) -> bool:
        """Keep outcomes, cancelled ones excepted; whether any of them is news."""
        news = [
            outcome
            for outcome in outcomes
            if outcome.reason != "cancelled" and self._taken.get(outcome.cell.index) is not outcome
        ]
        for outcome in news:
            self._taken[outcome.cell.index] = outcome
            self._pack(outcome)
        return bool(news)

    def to_bytes(self) -> bytes:
        content = io.BytesIO()
        facts = {"format": FORMAT, "recipe": self._recipe, "cells": list(self._facts.values())}
        # Nothing is compressed twice: histories are few, models are compressed already.
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(_FACTS, json.dumps(facts))
            for parts in self._parts.values():
                for name, part in parts.items():
                    archive.writestr(name, part)
        return content.getvalue()

    def _pack(self, outcome: CellOutcome) -> None:
        index = outcome.cell.index
        self._facts.pop(index, None)
        self._size -= _size(self._parts.pop(index, {}))
        table = io.BytesIO()
        np.save(table, outcome.history.table(), allow_pickle=False)
        parts = {f"history/{index}.npy": table.getvalue()}
        if outcome.model is not None:
            parts[f"model/{index}.npz"] = outcome.model.to_bytes()
        if self._size + _size(parts) > self._limit:
            return
        self._size += _size(parts)
        self._parts[index] = parts
        self._facts[index] = {
            "index": index,
            "reason": outcome.reason,
            "sentence": outcome.sentence,
            "seconds": outcome.seconds,
            "final": msgspec.structs.astuple(outcome.final) if outcome.final else None,
            "best": msgspec.structs.astuple(outcome.best) if outcome.best else None,
        }


def _size(parts: Parts) -> int:
    return sum(map(len, parts.values()))


class SweepFile:
    """A file that is written anew as outcomes come, whole or not at all; `write` is due in the end.

    done, limit  outcomes to begin with, and how long it may grow: see `Archive`
    """

    def __init__(
        self, path: str | Path, recipe: Recipe, done: Iterable[CellOutcome] = (), *, limit: float = math.inf
    ) -> None:
        self.recipe = recipe
        self._path = Path(path)
        self._archive = Archive(recipe, limit)
        self._archive.take(done)
        self._is_stale = True
        self._due = 0.0

    def add(self, *outcomes: CellOutcome) -> None:
        """Keep some more, and write unless the last writing was too recent for its length."""
        self._is_stale |= self._archive.take(outcomes)
        if time.monotonic() >= self._due:
            self.write()

    def write(self) -> None:
        """Write what is not written yet; raises a LabError where that is not possible."""
        if not self._is_stale:
            return
        began = time.monotonic()
        write_whole(self._path, self._archive.to_bytes())
        now = time.monotonic()
        self._is_stale, self._due = False, now + (now - began) / _SHARE


def save_outcomes(path: str | Path, recipe: Recipe, outcomes: Iterable[CellOutcome]) -> None:
    """Write outcomes for `load_outcomes`; cancelled ones are left out."""
    SweepFile(path, recipe, outcomes).write()


def load_outcomes(path: str | Path, recipe: Recipe) -> tuple[CellOutcome, ...]:
    """The outcomes in a file, for `run_cells(recipe, done=…)`.

    Raises a LabError for a file that is damaged or belongs to another recipe or sweep.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise LabError(f"Cannot read {path} ({reason(error)}): choose a saved sweep.") from None
    outcomes = read_outcomes(content, str(path))
    if list(map(_learnt, cells_of(recipe))) != list(map(_learnt, cells_of(outcomes.recipe))):
        raise LabError(
            f"{path} holds another recipe or sweep: name another file, or remove it to start afresh."
        )
    cells = cells_of(recipe)
    return tuple(replace(outcome, cell=cells[outcome.cell.index]) for outcome in outcomes.items)


def read_outcomes(content: bytes, name: str = "this") -> Outcomes:
    """The recipe and the outcomes in the bytes of such a file; a LabError for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        facts = json.loads(parts[_FACTS])
        if facts["format"] != FORMAT:
            raise ValueError("its format is not known")
        recipe = from_toml(facts["recipe"], "its recipe")
        cells = cells_of(recipe)
        return Outcomes(recipe, tuple(_outcome(cells[one["index"]], one, parts) for one in facts["cells"]))
    except Exception as error:
        # A damaged archive fails in a dozen ways of zipfile, zlib, NumPy and the lookups above.
        why = str(error) or type(error).__name__
        raise LabError(f"{name} is not a saved sweep that can be read ({why}): name another file.") from None


def _learnt(cell: Cell) -> bytes:
    """What decides the numbers of a cell; as text, where 1 row and a share of 1.0 are not equal."""
    run = msgspec.structs.replace(cell.recipe.run, threads=0)
    return msgspec.json.encode(msgspec.structs.replace(cell.recipe, about=About(), run=run))


def _outcome(cell: Cell, facts: dict[str, Any], parts: Parts) -> CellOutcome:
    table = np.load(io.BytesIO(parts[f"history/{cell.index}.npy"]), allow_pickle=False)
    model = parts.get(f"model/{cell.index}.npz")
    return CellOutcome(
        cell=cell,
        reason=facts["reason"],
        sentence=str(facts["sentence"]),
        final=_step(facts["final"]),
        best=_step(facts["best"]),
        history=History.from_table(table),
        model=read_model(io.BytesIO(model)) if model is not None else None,
        seconds=float(facts["seconds"]),
    )


def _step(values: list[float] | None) -> Step | None:
    if values is None:
        return None
    if len(values) != len(COLUMNS):
        raise ValueError("its figures are of another version")
    return Step(int(values[0]), *map(float, values[1:]))
