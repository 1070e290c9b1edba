"""Which settings stand where in the panel, and which of them matter when: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lrengine.recipe import Recipe
from lrengine.settings import Setting, all_settings, find_setting, value_of


@dataclass(frozen=True)
class Section:
    """A headed group of settings: those named, then whatever else its tables declare."""

    title: str
    keys: tuple[str, ...]
    tables: tuple[str, ...] = ()
    open: bool = True


SECTIONS = (
    Section(
        "Experiment",
        ("data.name", "data.path", "data.points", "data.noise", "task.kind", "task.classes", "features.kind"),
        ("task", "features"),
    ),
    Section("Solver", ("solver.name", "solver.learning_rate", "solver.batch_size"), ("solver",)),
    Section("Penalty", ("objective.l2", "objective.l2_convention", "objective.l1"), ("objective",)),
    Section("Stopping", ("stopping.iterations",), ("stopping",)),
    Section(
        "Data split", ("data.validation", "data.train", "data.test", "data.label_noise"), ("data",), False
    ),
    Section("Evaluation", (), ("evaluation",), False),
    Section("Run", (), ("run",), False),
)

_DRAWN = ("blobs", "moons", "classification")
_STEPPING = ("gradient-descent", "momentum", "nesterov", "adam")

# A setting is shown only while all these settings have one of these values; None stands for any but zero.
SHOWN_WHEN: Mapping[str, Mapping[str, tuple[object, ...] | None]] = {
    "data.path": {"data.name": ("file",)},
    "data.kept": {"data.name": ("file",)},
    "data.points": {"data.name": _DRAWN},
    "data.noise": {"data.name": ("blobs", "moons")},
    "data.added": {"data.name": ("mnist", "file")},
    "features.degree": {"features.kind": ("polynomial",)},
    "features.count": {"features.kind": ("fourier",)},
    "features.bandwidth": {"features.kind": ("fourier",)},
    "features.upright": {"features.kind": ("fourier",)},
    "solver.learning_rate": {"solver.name": _STEPPING},
    "solver.momentum": {"solver.name": ("momentum", "nesterov")},
    "solver.clip": {"solver.name": _STEPPING},
    "solver.schedule": {"solver.name": _STEPPING},
    "solver.schedule_epochs": {
        "solver.name": _STEPPING,
        "solver.schedule": ("inverse", "step", "cosine"),
    },
    "solver.schedule_factor": {
        "solver.name": _STEPPING,
        "solver.schedule": ("step",),
    },
    "solver.start_scale": {"solver.start": ("normal",)},
    "stopping.monitor": {"stopping.patience": None},
}

OBJECT_NAMES: Mapping[str, str] = {
    "data.name": "data_picker",
    "task.kind": "task_picker",
    "solver.name": "solver_picker",
    "solver.learning_rate": "learning_rate",
}


def object_name(key: str) -> str:
    """The name tests and assistive tools find an editor by."""
    return OBJECT_NAMES.get(key, f"setting_{key.replace('.', '_')}")


def edited_settings() -> tuple[Setting, ...]:
    """The settings that have an editor: points are placed in the 2-D lab, not typed."""
    return tuple(setting for setting in all_settings() if setting.kind != "points")


def settings_of(section: Section) -> tuple[Setting, ...]:
    """The settings of a section in their order; every declared setting is in exactly one."""
    named = {key for other in SECTIONS for key in other.keys}
    others = tuple(
        item for item in edited_settings() if item.table in section.tables and item.key not in named
    )
    return tuple(find_setting(key) for key in section.keys) + others


def is_shown(key: str, recipe: Recipe) -> bool:
    """Whether a setting matters to the rest of the recipe."""
    for other, values in SHOWN_WHEN.get(key, {}).items():
        value = value_of(recipe, other)
        if not value if values is None else value not in values:
            return False
    return True
