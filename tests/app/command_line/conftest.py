from __future__ import annotations

import numpy as np
import pytest

from lrengine.compiled import loops_for


@pytest.fixture(autouse=True, scope="session")
def compiled_in_double():
    """Whichever test comes first, no command has to say that loops are compiled."""
    loops_for("float64")


@pytest.fixture
def recipe(tmp_path):
    """The path of a recipe of 20 iterations on 300 points in two heaps that overlap."""
    rng = np.random.default_rng(0)
    labels = np.arange(300) % 2
    np.savez(tmp_path / "points.npz", x=rng.normal(size=(300, 2)) + labels[:, None], y=labels)
    path = tmp_path / "heaps.toml"
    path.write_text(
        f"[data]\nname = 'file'\npath = '{tmp_path / 'points.npz'}'\ntest = 0.2\n"
        "[task]\nkind = 'binary'\n[stopping]\niterations = 20\n[run]\ndtype = 'float64'\n"
    )
    return str(path)
