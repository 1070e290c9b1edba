from __future__ import annotations

import pytest

from lrengine.benchmark import rounds
from lrengine.benchmark.effort import Effort
from lrengine.benchmark.limits import Limits
from lrengine.benchmark.material import Material, material_of
from lrengine.benchmark.stage import Stage
from lrengine.data.dataset import Dataset
from lrengine.data.generated import generate

TINY = Effort(
    rows=240, test_rows=60, pair_rows=40, images=20,
    rounds=2, long_rounds=2, accuracy_rounds=2,
    repetitions=1, pair_iterations=3, row_iterations=1, sweep_iterations=3, fit_iterations=5,
    megabytes=1, goals=(0.2, 0.2),
)  # fmt: skip


@pytest.fixture(scope="session")
def tiny() -> Effort:
    return TINY


@pytest.fixture(scope="session")
def small_dataset() -> Dataset:
    """300 generated digits, 60 of them to test on."""
    images, labels = generate(300, 5)
    names = tuple("0123456789")
    return Dataset(
        "generated", images[:240].copy(), labels[:240].copy(), names,
        test_inputs=images[240:].copy(), test_labels=labels[240:].copy(),
    )  # fmt: skip


@pytest.fixture(scope="session")
def material(small_dataset) -> Material:
    return material_of(small_dataset, TINY)


@pytest.fixture
def stage(material, monkeypatch) -> Stage:
    """Two threads, no PyTorch, and no pause between contestants."""
    monkeypatch.setattr(rounds, "settle", lambda: None)
    limits = Limits(1e9, 1e9, 1e9, {"read": [1e9], "square": [1e9], "thin": [1e9]})
    return Stage(material, TINY, 2, limits, False, lambda: None)
