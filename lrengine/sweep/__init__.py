"""Many recipes at once: a grid of settings, variants and seeds, run side by side."""

from lrengine.sweep.cells import Cell, cells_of
from lrengine.sweep.outcome import CellOutcome, Group, Outcomes, Spread
from lrengine.sweep.saved import load_outcomes, save_outcomes
from lrengine.sweep.schedule import run_cells

__all__ = [
    "Cell",
    "CellOutcome",
    "Group",
    "Outcomes",
    "Spread",
    "cells_of",
    "load_outcomes",
    "run_cells",
    "save_outcomes",
]
