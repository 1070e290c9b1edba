"""IDX files: read exactly, or refused in one sentence."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lrengine.data.idx import is_gzip, looks_like_idx, read_idx
from lrengine.errors import LabError


def idx(shape: tuple[int, ...], body: bytes, kind: int = 8) -> bytes:
    return bytes([0, 0, kind, len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + body


IMAGES = idx((2, 3, 4), bytes(range(24)))


@pytest.mark.parametrize("name", ["images", "images.gz"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_content_decides_not_the_name(tmp_path: Path, name: str, pack) -> None:
    path = tmp_path / name
    path.write_bytes(pack(IMAGES))
    array = read_idx(path)
    assert array.dtype == np.uint8
    assert array.shape == (2, 3, 4)
    assert array.tolist() == np.arange(24).reshape(2, 3, 4).tolist()
    assert is_gzip(path) == (pack is gzip.compress)


def test_a_file_longer_than_one_block_is_whole(tmp_path: Path) -> None:
    values = np.random.default_rng(0).integers(0, 256, 2_500_000, dtype=np.uint8)
    path = tmp_path / "labels.gz"
    path.write_bytes(gzip.compress(idx(values.shape, values.tobytes()), 1))
    assert np.array_equal(read_idx(str(path)), values)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not an IDX file"),
        (b"\x89PNG\r\n\x1a\n", "not an IDX file"),
        (b"\0\0\x08", "not an IDX file"),
        (idx((2,), b"12345678", kind=0x0C), "unsigned bytes"),
        (b"\0\0\x08\0", "0 dimensions"),
        (b"\0\0\x08\xff", "255 dimensions"),
        (b"\0\0\x08\x03\0\0\0\x02", "within its header"),
        (idx((3, 0), b""), r"is empty \(its sizes are 3 × 0\)"),
        (IMAGES[:-1], "too short|cut short"),
        (IMAGES + b"\0", "goes on after the 24 bytes"),
        (idx((2**32 - 1,) * 4, b"1"), "more than are held in memory"),
        (idx((2**31 - 1,), b"1"), "far too short"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_wrong_file_is_named_with_its_fault(tmp_path: Path, content: bytes, says: str, pack) -> None:
    path = tmp_path / "wrong.idx"
    path.write_bytes(pack(content))
    with pytest.raises(LabError, match=says) as caught:
        read_idx(path)
    assert str(path) in str(caught.value)


def test_a_damaged_gzip_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(idx((5000,), np.random.default_rng(1).bytes(5000)))
    path = tmp_path / "labels.gz"
    for broken in (whole[:-4], whole[: len(whole) // 2], whole[:-6] + b"\0" + whole[-5:], b"\x1f\x8b\x08"):
        path.write_bytes(broken)
        with pytest.raises(LabError, match=r"damaged or cut short"):
            read_idx(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="There is no file"):
        read_idx(tmp_path / "absent")
    with pytest.raises(LabError, match=r"folder|Cannot read"):
        read_idx(tmp_path)
    with pytest.raises(LabError, match="Cannot read"):
        read_idx("a\0b")


def test_idx_is_told_by_its_start() -> None:
    assert looks_like_idx(IMAGES)
    assert looks_like_idx(b"\0\0\x0d\x01")
    assert not looks_like_idx(b"\0\0\x08")
    assert not looks_like_idx(b"PK\x03\x04")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"\0\0\x08\x01", b"\0\0\x08\x02\0\0\0\x01", b"\0\0\x08\x03\0\0\0\x01\0\0\0\x02"]
    ),
    rest=st.binary(max_size=40),
    packed=st.booleans(),
    flipped=st.integers(0, 60),
)
def test_wild_bytes_give_an_array_or_a_sentence(
    tmp_path: Path, start: bytes, rest: bytes, packed: bool, flipped: int
) -> None:
    content = bytearray(gzip.compress(start + rest) if packed else start + rest)
    if packed and flipped < len(content):
        content[flipped] ^= 0x55
    path = tmp_path / "wild"
    path.write_bytes(content)
    sentence = ""
    try:
        array = read_idx(path)
    except LabError as error:
        sentence = str(error)
    if sentence:
        assert str(path) in sentence
    else:
        assert array.dtype == np.uint8
        assert array.size > 0
