"""NumPy archives: every usual spelling, and nothing that runs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lrengine.data.dataset import Dataset
from lrengine.data.npz_file import read_npz
from lrengine.errors import LabError

RNG = np.random.default_rng(5)
IMAGES = RNG.integers(0, 256, (12, 9, 7), dtype=np.uint8)
LABELS = np.arange(12) % 3


@pytest.fixture
def read(tmp_path: Path):
    def go(**arrays) -> Dataset:
        path = tmp_path / "data.npz"
        np.savez(path, **arrays)
        return read_npz(path)

    return go


@pytest.mark.parametrize("inputs", ["x", "X", "images", "data", "x_train", "X_train", "train_images"])
@pytest.mark.parametrize("labels", ["y", "labels", "target", "y_train"])
def test_usual_names(read, inputs: str, labels: str) -> None:
    data = read(**{inputs: IMAGES, labels: LABELS, "other": np.zeros(3)})
    assert np.array_equal(data.inputs, IMAGES)
    assert data.labels.tolist() == LABELS.tolist()
    assert data.class_names == ("0", "1", "2")
    assert data.test_inputs is None


def test_a_test_part_shares_classes_and_scale(read) -> None:
    data = read(
        x_train=np.zeros((2, 8, 8), np.float32),
        y_train=["a", "c"],
        x_test=np.full((1, 8, 8), 0.5),
        y_test=["b"],
    )
    assert data.class_names == ("a", "b", "c")
    assert data.labels.tolist() == [0, 2]
    assert data.test_labels is not None and data.test_labels.tolist() == [1]
    assert data.test_inputs is not None and np.unique(data.test_inputs).tolist() == [128]
    assert data.full_scale == 255.0


def test_a_test_part_without_labels_is_left_out(read) -> None:
    assert read(x_train=IMAGES, y_train=LABELS, x_test=IMAGES).test_inputs is None


@pytest.mark.parametrize(
    ("inputs", "shape", "kind"),
    [
        (IMAGES[..., None], (9, 7), "u"),
        (IMAGES.astype(np.int64), (9, 7), "u"),
        (IMAGES.astype(np.float32), (9, 7), "u"),
        (IMAGES > 99, (9, 7), "u"),
        (RNG.integers(0, 17, (12, 64)), (8, 8), "u"),
        (RNG.random((12, 64)), (64,), "f"),
        (RNG.integers(0, 9, (12, 63)), (63,), "f"),
        (RNG.random((12, 2)), (2,), "f"),
    ],
)
def test_forms_of_inputs(read, inputs: np.ndarray, shape: tuple[int, ...], kind: str) -> None:
    data = read(X=inputs, y=LABELS)
    assert data.input_shape == shape
    assert data.inputs.dtype.kind == kind
    assert np.array_equal(data.inputs.ravel(), inputs.ravel())


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (LABELS.astype(np.float32), ("0", "1", "2")),
        (LABELS[:, None], ("0", "1", "2")),
        (np.eye(3)[LABELS], ("0", "1", "2")),
        (LABELS > 1, ("0", "1")),
        (np.array(["x", "y", "z"])[LABELS], ("x", "y", "z")),
        (np.array([b"x", b"y", b"z"])[LABELS], ("x", "y", "z")),
    ],
)
def test_forms_of_labels(read, labels: np.ndarray, names: tuple[str, ...]) -> None:
    data = read(X=IMAGES, y=labels)
    assert data.class_names == names
    assert data.labels.tolist() == np.minimum(LABELS > 1, 1).tolist() if len(names) == 2 else LABELS.tolist()


@pytest.mark.parametrize(
    ("arrays", "says"),
    [
        ({"a": IMAGES, "y": LABELS}, "no array named X"),
        ({"X": IMAGES}, "no array named y"),
        ({"X": IMAGES, "y": LABELS[:-1]}, "12 inputs but 11 labels"),
        ({"X": IMAGES[0, 0], "y": LABELS}, "inputs of .* are uint8 of 7"),
        ({"X": np.float64(1), "y": LABELS}, "a single value"),
        ({"X": IMAGES[:0], "y": LABELS[:0]}, "0 × 9 × 7"),
        ({"X": IMAGES.astype(complex), "y": LABELS}, "complex128"),
        ({"X": np.full((12, 4), np.nan), "y": LABELS}, "not finite"),
        ({"X": IMAGES.astype(int) - 5, "y": LABELS}, "outside 0 to 255"),
        ({"X": IMAGES, "y": IMAGES}, "no list"),
        ({"X": IMAGES, "y": np.ones((12, 3))}, "are a table"),
        ({"X": IMAGES, "y": np.full(12, np.inf)}, "not finite"),
        ({"X": IMAGES, "y": np.array([None] * 12)}, "cannot be read as a NumPy archive"),
        ({"x": IMAGES, "y": LABELS, "x_test": IMAGES[:, 1:], "y_test": LABELS}, "differ in shape"),
        ({"x": IMAGES, "y": LABELS, "x_test": np.array("z"), "y_test": LABELS}, "single value"),
    ],
)
def test_a_wrong_archive_is_refused(read, arrays: dict, says: str) -> None:
    with pytest.raises(LabError, match=says):
        read(**arrays)


def test_an_archive_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", b"no array")
        archive.writestr("word/document.xml", b"<xml/>")
    with pytest.raises(LabError, match="no array named X"):
        read_npz(path)


def test_a_promise_of_more_than_memory_is_refused(tmp_path: Path) -> None:
    member = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        member, {"descr": "<f8", "fortran_order": False, "shape": (2**45, 64)}
    )
    path = tmp_path / "huge.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", member.getvalue())
    with pytest.raises(LabError, match="cannot be read"):
        read_npz(path)


def test_an_archive_that_unpacks_to_too_much_is_refused(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lrengine.data.npz_file.MAX_BYTES", 900)
    with pytest.raises(LabError, match="too many to read"):
        read(X=IMAGES, y=LABELS)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    position=st.integers(0, 2000), value=st.integers(1, 255), cut=st.one_of(st.none(), st.integers(0, 2000))
)
def test_damage_gives_a_dataset_or_a_sentence(
    tmp_path: Path, position: int, value: int, cut: int | None
) -> None:
    whole = io.BytesIO()
    np.savez_compressed(whole, X=IMAGES, y=LABELS)
    content = bytearray(whole.getvalue())
    content[position % len(content)] ^= value
    path = tmp_path / "damaged.npz"
    path.write_bytes(content[:cut])
    sentence = ""
    try:
        data = read_npz(path)
    except LabError as error:
        sentence = str(error)
    if sentence:
        assert str(path) in sentence
    else:
        assert len(data.inputs) == 12
