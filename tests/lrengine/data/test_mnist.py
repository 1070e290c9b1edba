"""MNIST: where it is looked for, how it is fetched, what is loaded."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from lrengine.data.idx import read_idx
from lrengine.data.mnist import FILES, MIRRORS, download_mnist, find_mnist, load_mnist, mnist_directory
from lrengine.errors import Cancelled, LabError


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two empty folders: the one given and the user's own."""
    given, own = tmp_path / "given", tmp_path / "own"
    given.mkdir()
    own.mkdir()
    monkeypatch.setenv("LOGITLAB_DATA_DIR", str(given))
    monkeypatch.setenv("LOGITLAB_DOWNLOAD_DIR", str(own))
    return given, own


def put(folder: Path, content: dict[str, bytes]) -> None:
    for name, data in content.items():
        (folder / name).write_bytes(data)


def test_nothing_here_says_how_to_get_it(places) -> None:
    with pytest.raises(LabError, match=r"not on this computer.*logitlab data get mnist.*File menu") as caught:
        load_mnist()
    assert f"LOGITLAB_DATA_DIR names {places[0]}, which lacks all four files" in str(caught.value)


def test_without_a_folder_given_the_sentence_tells_of_the_variable(places, monkeypatch) -> None:
    monkeypatch.delenv("LOGITLAB_DATA_DIR")
    with pytest.raises(LabError, match=r"not on this computer.*or set LOGITLAB_DATA_DIR to a folder"):
        find_mnist()


def test_a_folder_given_in_vain_is_named(places, monkeypatch) -> None:
    monkeypatch.setenv("LOGITLAB_DATA_DIR", str(places[0] / "elsewhere"))
    with pytest.raises(LabError, match=r"names .*elsewhere, which is no folder"):
        find_mnist()


def test_three_files_are_not_enough(places, tiny) -> None:
    tiny.pop("t10k-labels-idx1-ubyte.gz")
    put(places[0], tiny)
    with pytest.raises(LabError, match=r"not on this computer.* lacks t10k-labels-idx1-ubyte.gz:"):
        find_mnist()


def test_the_given_folder_comes_before_the_own(places, tiny) -> None:
    given, own = places
    put(own, tiny)
    assert {path.parent for path in find_mnist()} == {own}
    put(given, {name.removesuffix(".gz"): content for name, content in tiny.items()})
    assert {path.parent for path in find_mnist()} == {given}
    assert [path.name for path in find_mnist()] == [file.name.removesuffix(".gz") for file in FILES]


def test_the_users_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOGITLAB_DOWNLOAD_DIR", str(tmp_path))
    assert mnist_directory() == tmp_path
    monkeypatch.delenv("LOGITLAB_DOWNLOAD_DIR")
    assert mnist_directory().parts[-2:] == ("logit-lab", "mnist")


def test_downloaded_files_load(places, mirrors, published, tiny) -> None:
    urls = tuple(mirror.url for mirror in mirrors)
    assert download_mnist(mirrors=urls, files=published, timeout=30.0) == places[1]
    shares: list[float] = []
    mnist = load_mnist(shares.append)
    assert mnist.inputs.shape == (90, 28, 28)
    assert mnist.inputs.tobytes() == tiny["train-images-idx3-ubyte.gz"][16:]
    assert mnist.labels.tolist() == [k % 10 for k in range(90)]
    assert mnist.test_inputs is not None and mnist.test_inputs.shape == (20, 28, 28)
    assert mnist.test_labels is not None and mnist.test_labels.tolist() == [k % 10 for k in range(20)]
    assert mnist.class_names == tuple("0123456789")
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_chosen_folder_is_made(tmp_path: Path, mirrors, published) -> None:
    folder = tmp_path / "new" / "folder"
    assert download_mnist(folder, (mirrors[0].url,), files=published, timeout=30.0) == folder
    assert len(list(folder.iterdir())) == 4


def test_files_of_another_shape_are_named(places, tiny) -> None:
    tiny["t10k-images-idx3-ubyte.gz"] = tiny["t10k-labels-idx1-ubyte.gz"]
    put(places[0], tiny)
    with pytest.raises(LabError, match=r"t10k-images.* does not hold MNIST"):
        load_mnist()


def test_loading_can_be_cancelled(places, tiny) -> None:
    put(places[0], tiny)
    with pytest.raises(Cancelled):
        load_mnist(cancelled=lambda: True)


def test_the_table_of_files_is_complete() -> None:
    assert len({file.sha256 for file in FILES}) == 4
    assert all(len(file.sha256) == 64 for file in FILES)
    assert len(MIRRORS) >= 2
    assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in MIRRORS)


@pytest.mark.mnist
@pytest.mark.skipif("LOGITLAB_DATA_DIR" not in os.environ, reason="LOGITLAB_DATA_DIR is not set")
class TestRealMnist:
    def test_files_are_the_published_ones(self) -> None:
        for path, file in zip(find_mnist(), FILES, strict=True):
            assert file.matches(path)
            assert read_idx(path).nbytes + (16 if "images" in file.name else 8) == file.content_bytes

    def test_counts_and_first_labels(self) -> None:
        mnist = load_mnist()
        assert mnist.inputs.shape == (60_000, 28, 28)
        assert mnist.test_inputs is not None and mnist.test_inputs.shape == (10_000, 28, 28)
        assert mnist.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
        assert np.bincount(mnist.labels).tolist() == [
            5923,
            6742,
            5958,
            6131,
            5842,
            5421,
            5918,
            6265,
            5851,
            5949,
        ]
        assert round(float(mnist.inputs.mean()) / 255, 4) == 0.1307
