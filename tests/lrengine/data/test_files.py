"""Which reader a file gets, by its content, and the summary of what it holds."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from lrengine.data.files import check_file, load_file
from lrengine.errors import Cancelled, LabError


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "table.dat"
    path.write_text("BMI,height,class\n20.5,180,a\n30,170,b\n25,160,a\n")
    return path


def test_csv_under_any_name(csv: Path) -> None:
    shares: list[float] = []
    data = load_file(str(csv), progress=shares.append)
    assert data.inputs.shape == (3, 2)
    assert shares[-1] == 1.0


def test_npz_under_any_name(tmp_path: Path) -> None:
    with (tmp_path / "data.csv").open("wb") as file:
        np.savez(file, X=np.zeros((2, 3)), y=[0, 1])
    assert load_file(tmp_path / "data.csv").inputs.shape == (2, 3)


@pytest.mark.parametrize("chosen", ["", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"])
def test_idx_by_file_or_folder(tmp_path: Path, tiny, chosen: str) -> None:
    for name, content in tiny.items():
        (tmp_path / name).write_bytes(gzip.compress(content, 1))
    data = load_file(tmp_path / chosen)
    assert data.inputs.shape == (90, 28, 28)
    assert data.test_inputs is not None


def test_a_folder_of_pictures(tmp_path: Path) -> None:
    for group in "ab":
        (tmp_path / group).mkdir()
        Image.fromarray(np.zeros((10, 10), np.uint8)).save(tmp_path / group / "1.png")
    assert load_file(tmp_path).class_names == ("a", "b")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x93NUMPY\x01\0", "single array"),
        (b"\x89PNG\r\n\x1a\n\0", "one picture"),
        (b"\xff\xd8\xff\xe0", "one picture"),
        ("a,b".encode("utf-16"), "UTF-16"),
        (b"\xd0\xcf\x11\xe0\xa1", "spreadsheet"),
        (b"\x7fELF\0\0", "no known kind"),
        (b"PK\x03\x04 broken", "NumPy archive"),
        (gzip.compress(b"1,2\n", mtime=0)[:12], "damaged or cut short"),
        (b"hello", "no table"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_other_files_are_refused_by_name(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(LabError, match=says) as caught:
        load_file(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("name", ["absent.csv", "a\0b"])
def test_no_file(name: str) -> None:
    with pytest.raises(LabError):
        load_file(name)


def test_cancelling(csv: Path) -> None:
    with pytest.raises(Cancelled):
        load_file(csv, cancelled=lambda: True)


def test_summary_of_points(csv: Path) -> None:
    assert check_file(csv) == (
        "table.dat holds 3 points of 2 columns, values 20.5 to 180. 2 classes: a (2), b (1). "
        "Read from table.dat; the labels are its column 3 (class)."
    )


def test_summary_of_images(tmp_path: Path) -> None:
    X = np.arange(2000 * 64).reshape(2000, 64) % 256
    np.savez(tmp_path / "data.npz", x_train=X, y_train=np.arange(2000) % 2, x_test=X[:7], y_test=np.zeros(7))
    assert check_file(tmp_path / "data.npz") == (
        "data.npz holds 2,000 images of 8×8 pixels, values 0 to 255. 2 classes: 0 (1,000), 1 (1,000). "
        "A test part of 7 more comes with it. Read from data.npz."
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"\0\0\x08\x03", b"PK\x03\x04", b"label,x\n", b"\x1f\x8b\x08\0", b"\x93NUMPY"]
    ),
    rest=st.binary(max_size=60),
    packed=st.booleans(),
)
def test_wild_bytes_give_a_dataset_or_a_sentence(
    tmp_path: Path, start: bytes, rest: bytes, packed: bool
) -> None:
    path = tmp_path / "wild-images"
    path.write_bytes(gzip.compress(start + rest) if packed else start + rest)
    sentence = ""
    try:
        data = load_file(path)
    except LabError as error:
        sentence = str(error)
    if sentence:
        assert "wild-" in sentence
    else:
        assert len(data.inputs) == len(data.labels)
