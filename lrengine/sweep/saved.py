"""Outcomes in a file, from which an interrupted sweep goes on. No pickle: JSON, .npy and .npz in a zip."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterable
from dataclasses import astuple
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
from lrengine.sweep.outcome import CellOutcome

FORMAT = "logit-lab sweep 1"
# Writing may take this share of the time; with thousands of cells the file grows large.
_SHARE = 0.1

Parts = dict[str, bytes]


class SweepFile:
    """A file that is written anew as outcomes come, whole or not at all; `write` is due in the end."""

    def __init__(self, path: str | Path, recipe: Recipe, done: Iterable[CellOutcome] = ()) -> None:
        self._path = Path(path)
        self._recipe = to_toml(recipe)
        self._facts: dict[int, dict[str, Any]] = {}
        self._parts: dict[int, Parts] = {}
        self._due = 0.0
        for outcome in done:
            self._take(outcome)

    def add(self, outcome: CellOutcome) -> None:
        """Keep one more, and write unless the last writing was too recent for its length."""
        self._take(outcome)
        if time.monotonic() >= self._due:
            self.write()

    def write(self) -> None:
        """Write all there is; raises a LabError where that is not possible."""
        began = time.monotonic()
        content = io.BytesIO()
        facts = {"format": FORMAT, "recipe": self._recipe, "cells": list(self._facts.values())}
        # Nothing is compressed twice: histories are few, models are compressed already.
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("outcomes.json", json.dumps(facts))
            for parts in self._parts.values():
                for name, part in parts.items():
                    archive.writestr(name, part)
        write_whole(self._path, content.getvalue())
        now = time.monotonic()
        self._due = now + (now - began) / _SHARE

    def _take(self, outcome: CellOutcome) -> None:
        if outcome.reason == "cancelled":
            return
        index = outcome.cell.index
        self._facts[index] = {
            "index": index,
            "reason": outcome.reason,
            "sentence": outcome.sentence,
            "seconds": outcome.seconds,
            "final": astuple(outcome.final) if outcome.final else None,
            "best": astuple(outcome.best) if outcome.best else None,
        }
        table = io.BytesIO()
        np.save(table, outcome.history.table(), allow_pickle=False)
        self._parts[index] = {f"history/{index}.npy": table.getvalue()}
        if outcome.model is not None:
            self._parts[index][f"model/{index}.npz"] = outcome.model.to_bytes()


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
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        facts = json.loads(parts["outcomes.json"])
        if facts["format"] != FORMAT:
            raise ValueError("its format is not known")
        stored = from_toml(facts["recipe"], "its recipe")
        cells = cells_of(recipe)
        same = [_learnt(cell) for cell in cells] == [_learnt(cell) for cell in cells_of(stored)]
        outcomes = tuple(_outcome(cells[one["index"]], one, parts) for one in facts["cells"]) if same else ()
    except Exception as error:
        # A damaged archive fails in a dozen ways of zipfile, zlib, NumPy and the lookups above.
        why = str(error) or type(error).__name__
        raise LabError(f"{path} is not a saved sweep that can be read ({why}): name another file.") from None
    if not same:
        raise LabError(
            f"{path} holds another recipe or sweep: name another file, or remove it to start afresh."
        )
    return outcomes


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
