"""One run of the benchmark: agreement first, then limits and races."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from lrengine.benchmark import peers_torch
from lrengine.benchmark.accuracy_race import accuracy_race
from lrengine.benchmark.agreement import Agreement
from lrengine.benchmark.effort import QUICK, Effort
from lrengine.benchmark.features_race import features_race
from lrengine.benchmark.gradient_race import GradientTask, gradient_race
from lrengine.benchmark.limits import Limits, measure_limits
from lrengine.benchmark.material import Material, load_material
from lrengine.benchmark.objective_race import objective_race
from lrengine.benchmark.pair_race import PairTask, pair_race
from lrengine.benchmark.section import Section
from lrengine.benchmark.stage import Stage
from lrengine.benchmark.sweep_race import sweep_race
from lrengine.threads import available_cores

PACKAGES = ("logit-lab", "numpy", "numba", "scipy", "scikit-learn", "torch", "threadpoolctl")
STRENGTHS = (1.0, 0.01)


@dataclass(frozen=True)
class Report:
    """All that one run found.

    missing  contestants that are not installed
    """

    about: str
    quick: bool
    threads: int
    limits: Limits
    agreements: tuple[Agreement, ...]
    sections: tuple[Section, ...]
    missing: tuple[str, ...]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The contract of `logitlab bench --json`; times in seconds, one for each round."""
        return {
            "data": self.about,
            "quick": self.quick,
            "seconds": self.seconds,
            "machine": machine(),
            "threads": self.threads,
            "dtype": "float32",
            "versions": versions(),
            "not_installed": list(self.missing),
            "limits": {
                "read_bytes_per_second": self.limits.read,
                "square_flops": self.limits.square,
                "thin_flops": self.limits.thin,
                "rounds": self.limits.rounds,
            },
            "agreement": [
                {"task": one.task, "name": one.name, "value": one.value, "gradient": one.gradient}
                for one in self.agreements
            ],
            "sections": [section.to_json() for section in self.sections],
        }


def benchmark(
    effort: Effort,
    *,
    material: Material | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Report:
    """Check that all agree, then race them; each contestant has as many threads as there are cores.

    progress  called between two measurements with the share of races done, 0 to 1, and what is on
    Raises LabError if anybody disagrees with the definition of the objective.
    """
    from threadpoolctl import threadpool_limits

    began, threads = time.perf_counter(), available_cores()
    material = material or load_material(effort)
    with_torch = peers_torch.is_installed()
    now = _Progress(progress)
    with peers_torch.threads_set(threads), threadpool_limits(limits=threads):
        now.begin(0.0, "limits")
        d = material.X.shape[1]
        limits = measure_limits(threads, material.k, d, effort.megabytes, effort.rounds)
        stage = Stage(material, effort, threads, limits, with_torch, now.lap)
        gradients, pairs = GradientTask(stage), PairTask(stage)
        try:
            now.begin(0.02, "agreement")
            agreements = (*gradients.agreements(), *pairs.agreements())
            races: tuple[tuple[str, Callable[[], Section]], ...] = (
                ("accuracy", partial(accuracy_race, stage)),
                *((f"objective at C={C:g}", partial(objective_race, stage, C)) for C in STRENGTHS),
                ("gradient", partial(gradient_race, stage, gradients)),
                ("two classes", partial(pair_race, stage, pairs)),
                ("sweep", partial(sweep_race, stage)),
                ("features", partial(features_race, stage)),
            )
            sections = []
            for index, (name, run) in enumerate(races):
                now.begin(0.05 + 0.95 * index / len(races), name)
                sections.append(run())
        finally:
            gradients.workers.close()
            pairs.workers.close()
    return Report(
        about=material.about,
        quick=effort is QUICK,
        threads=threads,
        limits=limits,
        agreements=agreements,
        sections=tuple(sections),
        missing=() if with_torch else ("PyTorch",),
        seconds=time.perf_counter() - began,
    )


def versions() -> dict[str, str | None]:
    """Of Python and the packages that take part; None for what is not installed."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = None
    return found


def machine() -> dict[str, Any]:
    """The computer, and the libraries that multiply matrices."""
    import os

    from threadpoolctl import threadpool_info

    libraries = [
        {name: one.get(name) for name in ("user_api", "internal_api", "version", "architecture")}
        for one in threadpool_info()
    ]
    return {
        "system": platform.platform(),
        "processor": platform.machine(),
        "cpu_count": os.cpu_count(),
        "cores_usable": available_cores(),
        "libraries": libraries,
    }


class _Progress:
    """Says what is on and how many laps it has made."""

    def __init__(self, tell: Callable[[float, str], None] | None) -> None:
        self._tell = tell
        self._share, self._name, self._laps = 0.0, "", 0

    def begin(self, share: float, name: str) -> None:
        self._share, self._name, self._laps = share, name, -1
        self.lap()

    def lap(self) -> None:
        self._laps += 1
        if self._tell is not None:
            self._tell(self._share, f"{self._name}, lap {self._laps + 1}")
