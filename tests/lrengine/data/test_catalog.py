"""The sources of data by name."""

from __future__ import annotations

import sys
import types
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest

from lrengine.data.catalog import SOURCES, load
from lrengine.data.dataset import Dataset
from lrengine.errors import Cancelled, LabError
from lrengine.settings import find_setting


def test_every_source_is_named_once_and_explained() -> None:
    declared = find_setting("data.name")
    assert [source.name for source in SOURCES] == list(declared.choices)
    assert [source.title for source in SOURCES] == list(map(declared.title_of, declared.choices))
    assert len({source.title for source in SOURCES}) == len(SOURCES)
    assert all(source.about.endswith(".") for source in SOURCES)
    with pytest.raises(FrozenInstanceError):
        SOURCES[0].name = "other"  # type: ignore[misc]


def test_digits8_by_name() -> None:
    shares: list[float] = []
    assert load("digits8", progress=shares.append).inputs.shape == (1797, 8, 8)
    assert shares == [1.0]


@pytest.mark.parametrize(("name", "classes"), [("blobs", 3), ("moons", 2), ("classification", 2)])
def test_points_of_the_plane_by_name(name: str, classes: int) -> None:
    data = load(name, points=60, noise=0.1, seed=4)
    assert data.name == name and data.inputs.shape == (60, 2) and len(data.class_names) == classes
    assert not np.array_equal(data.inputs, load(name, points=60, noise=0.1, seed=5).inputs)


def test_placed_points_by_name() -> None:
    assert load("points", placed=[(0.5, 1.5, "a"), (2.5, 3.5, "b")]).inputs.tolist() == [
        [0.5, 1.5],
        [2.5, 3.5],
    ]


def test_mnist_by_name(tmp_path: Path, tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in tiny.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.setenv("LOGITLAB_DATA_DIR", str(tmp_path))
    assert load("mnist").inputs.shape == (90, 28, 28)


def test_a_file_by_name(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("x,y,label\n0.5,1.5,a\n2.5,3.5,b\n")
    assert load("file", path=str(path)).class_names == ("a", "b")


def test_a_file_needs_a_path() -> None:
    with pytest.raises(LabError, match="No file is chosen"):
        load("file")


def test_generated_gets_seed_progress_and_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []

    def load_generated(seed, progress=None, cancelled=None) -> Dataset:
        given.append((seed, progress, cancelled))
        return Dataset("generated", np.zeros((1, 28, 28), np.uint8), np.zeros(1, np.int64), ("0",))

    stand_in = types.ModuleType("lrengine.data.generated")
    stand_in.load_generated = load_generated  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "lrengine.data.generated", stand_in)

    def never() -> bool:
        return False

    assert load("generated", seed=5, progress=print, cancelled=never).name == "generated"
    assert given == [(5, print, never)]


def test_an_unknown_name_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(
        LabError, match="no data called mmist: choose one of generated, mnist, digits8, blobs"
    ):
        load("mmist")


def test_cancelled_before_the_start() -> None:
    with pytest.raises(Cancelled):
        load("digits8", cancelled=lambda: True)
