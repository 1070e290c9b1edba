"""IDX images and the labels beside them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from lrengine.data.idx_pair import read_idx_pair
from lrengine.errors import Cancelled, LabError


@pytest.fixture
def folder(tmp_path: Path, tiny: dict[str, bytes]) -> Path:
    """The four files: images compressed, labels plain."""
    for name, content in tiny.items():
        if "images" in name:
            (tmp_path / name).write_bytes(gzip.compress(content, 1))
        else:
            (tmp_path / name.removesuffix(".gz")).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("chosen", ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte"])
def test_either_file_of_the_pair_will_do(folder: Path, chosen: str) -> None:
    shares: list[float] = []
    data = read_idx_pair(folder / chosen, progress=shares.append)
    assert data.inputs.shape == (90, 28, 28)
    assert data.labels.tolist() == [k % 10 for k in range(90)]
    assert data.test_inputs is not None and data.test_inputs.shape == (20, 28, 28)
    assert data.test_labels is not None and data.test_labels.tolist() == [k % 10 for k in range(20)]
    assert data.class_names == tuple("0123456789")
    assert shares[-1] == 1.0


def test_the_test_part_alone(folder: Path) -> None:
    data = read_idx_pair(folder / "t10k-images-idx3-ubyte.gz")
    assert len(data.inputs) == 20
    assert data.test_inputs is None


def test_other_usual_names(folder: Path, tiny) -> None:
    names = (
        "letters-train-images.idx3",
        "letters-train-labels.idx1",
        "letters-test-images.idx3",
        "letters-test-labels.idx1",
    )
    for name, content in zip(names, tiny.values(), strict=True):
        (folder / name).write_bytes(content)
    data = read_idx_pair(folder / "letters-train-images.idx3")
    assert data.test_inputs is not None and len(data.test_inputs) == 20


def test_missing_labels_are_named(folder: Path) -> None:
    (folder / "train-labels-idx1-ubyte").unlink()
    with pytest.raises(LabError, match=r"no labels beside it: put train-labels-idx1-ubyte.gz"):
        read_idx_pair(folder / "train-images-idx3-ubyte.gz")


def test_a_name_that_tells_nothing(folder: Path, tiny) -> None:
    (folder / "digits").write_bytes(tiny["train-images-idx3-ubyte.gz"])
    with pytest.raises(LabError, match="no file of images beside it"):
        read_idx_pair(folder / "digits")


def test_images_and_labels_exchanged(folder: Path, tiny) -> None:
    (folder / "a-images").write_bytes(tiny["t10k-labels-idx1-ubyte.gz"])
    (folder / "a-labels").write_bytes(tiny["t10k-labels-idx1-ubyte.gz"])
    with pytest.raises(LabError, match="a-images has 1 dimensions"):
        read_idx_pair(folder / "a-images")
    (folder / "a-images").write_bytes(tiny["t10k-images-idx3-ubyte.gz"])
    (folder / "a-labels").write_bytes(tiny["t10k-images-idx3-ubyte.gz"])
    with pytest.raises(LabError, match="a-labels has 3 dimensions"):
        read_idx_pair(folder / "a-images")


def test_pairs_of_different_length(folder: Path, tiny) -> None:
    (folder / "train-labels-idx1-ubyte").write_bytes(tiny["t10k-labels-idx1-ubyte.gz"])
    with pytest.raises(LabError, match="90 inputs but 20 labels"):
        read_idx_pair(folder / "train-images-idx3-ubyte.gz")


def test_cancelling(folder: Path) -> None:
    with pytest.raises(Cancelled):
        read_idx_pair(folder / "train-images-idx3-ubyte.gz", cancelled=lambda: True)
