"""Tables as text: what is read, and what is refused with its row."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lrengine.data.csv_file import read_csv
from lrengine.data.dataset import Dataset
from lrengine.errors import Cancelled, LabError


@pytest.fixture
def read(tmp_path: Path):
    def go(text: str | bytes, **given) -> Dataset:
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_csv(path, **given)

    return go


def images(count: int, side: int, top: int = 255) -> np.ndarray:
    return np.random.default_rng(3).integers(0, top + 1, (count, side, side))


def as_text(labels, pixels: np.ndarray, delimiter: str = ",") -> str:
    return "".join(
        delimiter.join(map(str, [label, *image.ravel()])) + "\n"
        for label, image in zip(labels, pixels, strict=True)
    )


def test_images_with_a_header(read) -> None:
    pixels = images(1200, 8)
    labels = np.arange(1200) % 10
    header = "label," + ",".join(f"pixel{k}" for k in range(64)) + "\n"
    shares: list[float] = []
    data = read(header + as_text(labels, pixels), progress=shares.append)
    assert data.inputs.dtype == np.uint8
    assert np.array_equal(data.inputs, pixels)
    assert data.labels.tolist() == labels.tolist()
    assert data.class_names == tuple("0123456789")
    assert data.full_scale == 255.0
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_images_without_a_header(read, delimiter: str) -> None:
    pixels = images(20, 28)
    data = read(as_text(np.arange(20) % 5, pixels, delimiter))
    assert np.array_equal(data.inputs, pixels)
    assert data.class_names == tuple("01234")


def test_labels_in_the_last_column_of_images(read) -> None:
    pixels = images(30, 8, 16)
    pixels[:, 0, 0] = 0
    rows = [[*image.ravel(), k % 3] for k, image in enumerate(pixels)]
    data = read("\n".join(",".join(map(str, row)) for row in rows))
    assert np.array_equal(data.inputs, pixels)
    assert data.labels.tolist() == [k % 3 for k in range(30)]
    assert data.full_scale == 16.0


def test_points_with_words(read) -> None:
    data = read("5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n")
    assert data.inputs.tolist() == [[5.1, 3.5], [4.9, 3.0], [7.0, 3.2]]
    assert data.inputs.dtype == np.float64
    assert data.full_scale == 1.0
    assert data.class_names == ("setosa", "versicolor")
    assert data.labels.tolist() == [0, 0, 1]


@pytest.mark.parametrize("name", ["label", "CLASS", "Target", "digit", "y"])
def test_the_label_column_is_found_by_name(read, name: str) -> None:
    data = read(f"a,{name},b\n1,10,0.5\n2,9,0.25\n3,10,0.125\n")
    assert data.class_names == ("9", "10")
    assert data.labels.tolist() == [1, 0, 1]
    assert data.inputs.tolist() == [[1, 0.5], [2, 0.25], [3, 0.125]]
    assert name.lower() in data.about


def test_pixels_that_are_no_whole_numbers_are_points(read) -> None:
    pixels = images(6, 8) + 0.5
    data = read(as_text("ababab", pixels))
    assert data.inputs.shape == (6, 64)
    assert np.array_equal(data.inputs, pixels.reshape(6, 64))


def test_a_late_fraction_makes_all_of_them_points(read) -> None:
    rows = ["a,1,2"] * 600 + ["b,1.5,300"]
    data = read("\n".join(rows))
    assert data.inputs.shape == (601, 2)
    assert data.inputs[-1].tolist() == [1.5, 300.0]


def test_small_squares_are_pictures_only_by_name(read) -> None:
    assert read("label,a,b,c,d\n0,1,2,3,4\n1,5,6,7,8\n").inputs.shape == (2, 4)
    assert read("label,pixel1,pixel2,pixel3,pixel4\n0,1,2,3,4\n1,5,6,7,8\n").inputs.shape == (2, 2, 2)


def test_the_ways_of_spreadsheets(read) -> None:
    data = read('\ufeff;x;y;class\r\n0;0,5;1,5;a\r\n\r\n1;"2,5";3;b\r\n;;;\r\n'.encode())
    assert data.inputs.tolist() == [[0.5, 1.5], [2.5, 3.0]]
    assert data.class_names == ("a", "b")


def test_compressed(read) -> None:
    assert read(gzip.compress(b"x,label\n1,a\n2,b\n", mtime=0)).inputs.tolist() == [[1.0], [2.0]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x,label\n1,a\n2,b,c\n", r"Row 3 of .*table.csv has 3 cells instead of 2"),
        ("x,label\n1,a\n2\n", r"Row 3 .* 1 cells instead of 2"),
        ("x,label\n1,a\n,b\n", r"Row 3 .* an empty cell in column 1 \(x\)"),
        ("x,label\n1,a\n2,\n", r"Row 3 .* an empty cell in column 2 \(label\)"),
        ("x,label\n1,a\n\n\ntwo,b\n", r"Row 5 .* “two” instead of a number in column 1 \(x\)"),
        ("\n\nx,label\n1,a\ntwo,b\n", r"Row 5 .* “two”"),
        ("x,label\n1,a\nnan,b\n", r"Row 3 .* “nan” instead of a number"),
        ("x,label\n1,a\n1e999,b\n", r"Row 3 .* “1e999” instead of a number"),
        ("1,2,a\n2,3,b\nq,3,b\n", r"Row 3 .* “q” instead of a number in column 1"),
        ("x,label\n", "no rows"),
        ("", "no table"),
        ("just a line of words\n", "no table"),
        ('"a,b"\n"c,d"\n', "no other column|no rows"),
        ('x,label\n1,"' + "a" * 200_000, r"Row 2 .* cannot be read"),
        ("x,label\n" + "\n".join(f"1,{k}" for k in range(1500)), "different values"),
        (b"x,label\n1,\xff\xfe\n", "not text in UTF-8"),
        (gzip.compress(b"x,label\n1,a\n" * 100, mtime=0)[:-5], "damaged or cut short"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_a_wrong_table_is_refused_with_its_place(read, text: str | bytes, says: str) -> None:
    with pytest.raises(LabError, match=says):
        read(text)


def test_a_late_fault_has_its_row_too(read) -> None:
    with pytest.raises(LabError, match="Row 1702 "):
        read("x,label\n" + "1,a\n" * 1700 + "1\n")


def test_reading_can_be_cancelled(read) -> None:
    with pytest.raises(Cancelled):
        read("x,label\n" + "1,a\n" * 1000, cancelled=lambda: True)


cells = st.one_of(
    st.sampled_from(
        ["", "label", "y", "1", "0", "0.5", "nan", "1e400", "-0", '"', "\r", "\n", "\0", "a", "1_0"]
    ),
    st.text(max_size=3),
)
tables = st.lists(st.lists(cells, max_size=5).map(",".join), max_size=6).map("\n".join).map(str.encode)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(tables, st.binary(max_size=60)))
@example(b",\n,")
@example(b"y,\xc2\x85\n1,2")
@example(b"1e308,1e308,a\n1e308,1e308,b")
def test_wild_text_gives_a_dataset_or_a_sentence(read, content: bytes) -> None:
    sentence = ""
    try:
        data = read(content)
    except LabError as error:
        sentence = str(error)
    if sentence:
        assert "table.csv" in sentence
    else:
        assert np.isfinite(data.inputs).all()
        assert len(data.inputs) == len(data.labels) > 0
