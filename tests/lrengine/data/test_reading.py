"""Faults in plain words, progress and cancelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from lrengine.data.reading import check_cancelled, first_bytes, is_file, is_folder, open_file, reason, report
from lrengine.errors import Cancelled, LabError


def test_reasons_are_short_and_never_empty() -> None:
    assert reason(OSError(28, "No space left on device", "x")) == "No space left on device"
    assert reason(ValueError("bad\nvalue.")) == "bad value"
    assert reason(EOFError()) == "EOFError"


def test_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abcdef")
    assert first_bytes(path, 3) == b"abc"
    assert first_bytes(path, 100) == b"abcdef"


def test_names_that_nothing_can_have_are_neither_file_nor_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert is_file(tmp_path / "file") and not is_folder(tmp_path / "file")
    assert is_folder(str(tmp_path)) and not is_file(str(tmp_path))
    for name in ("absent", "a\0b", "x" * 5000):
        assert not is_file(tmp_path / name) and not is_folder(tmp_path / name)


@pytest.mark.parametrize("name", ["absent", "", "a\0b", "x" * 5000])
def test_what_cannot_be_opened_is_a_lab_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(LabError):
        open_file(tmp_path / name)


def test_cancelling_and_reporting_are_optional() -> None:
    check_cancelled(None)
    check_cancelled(lambda: False)
    with pytest.raises(Cancelled):
        check_cancelled(lambda: True)
    report(None, 0.5)
    seen: list[float] = []
    report(seen.append, 0.5)
    assert seen == [0.5]
