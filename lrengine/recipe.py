"""What a run is: its tables put together. Each setting is declared once, in `declared/`.

The settings panel, the command line's `--set`, the TOML files and their validation are all made
from these declarations (see `settings.py` for the table derived from them).
"""

from __future__ import annotations

from typing import Literal

from lrengine.declared.given import Amount, Data, Features, Point, Task
from lrengine.declared.swept import Axis, Sweep, Variant
from lrengine.declared.table import Table
from lrengine.declared.trained import Evaluation, Objective, Run, Solver, Stopping

__all__ = [
    "About", "Amount", "Axis", "Data", "Evaluation", "Explainer", "Features", "Objective", "Point",
    "Recipe", "Run", "Solver", "Stopping", "Sweep", "Task", "Variant",
]  # fmt: skip

# The small live figures that a recipe's text may refer to.
Explainer = Literal["sigmoid", "log-loss", "why p − y", "squared error", "penalties", "softmax"]


class About(Table, frozen=True):
    """What a reader should know before pressing Train.

    text       what happens, and what to look at
    reports    what the source reports, and where our figures differ from it and why
    source     title and author of the source document
    chapter    the heading it is listed under; `position` orders chapters and recipes in them
    explainers  figures that belong to the text
    """

    title: str = ""
    text: str = ""
    reports: str = ""
    source: str = ""
    chapter: str = ""
    position: int = 0
    explainers: tuple[Explainer, ...] = ()


class Recipe(Table, frozen=True):
    """A whole run, or with a `sweep` several. Frozen; `change` gives an altered, checked copy."""

    about: About = About()
    data: Data = Data()
    task: Task = Task()
    features: Features = Features()
    objective: Objective = Objective()
    solver: Solver = Solver()
    stopping: Stopping = Stopping()
    evaluation: Evaluation = Evaluation()
    run: Run = Run()
    sweep: Sweep = Sweep()
