from __future__ import annotations

import msgspec
import numpy as np
import pytest

from lrengine.recipe import Axis, Recipe, Sweep
from lrengine.settings import change


@pytest.fixture(scope="session")
def heaps_file(tmp_path_factory):
    """300 points in two heaps that overlap."""
    rng = np.random.default_rng(0)
    labels = np.arange(300) % 2
    path = tmp_path_factory.mktemp("heaps") / "points.npz"
    np.savez(path, x=rng.normal(size=(300, 3)) + labels[:, None], y=labels)
    return path


@pytest.fixture
def heaps(heaps_file):
    """A run of 20 iterations on them."""
    return change(
        Recipe(),
        {
            "data.name": "file",
            "data.path": str(heaps_file),
            "data.test": 0.2,
            "task.kind": "binary",
            "stopping.iterations": 20,
        },
    )


@pytest.fixture
def swept(heaps):
    """The same with a sweep: `swept({key: values, …}, repeats=…, …)`."""

    def make(axes=None, **settings):
        vary = tuple(Axis(setting=key, values=tuple(values)) for key, values in (axes or {}).items())
        return msgspec.structs.replace(heaps, sweep=Sweep(vary=vary, **settings))

    return make
