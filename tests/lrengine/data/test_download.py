"""A set of files from mirrors of which some fail."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lrengine.data.download import fetch_files
from lrengine.errors import Cancelled, LabError

NAMES = [
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
]


@pytest.fixture
def fetch(tmp_path: Path, mirrors, published):
    """Fetch the tiny files into tmp_path from both mirrors."""

    def go(**changed) -> None:
        urls = tuple(mirror.url for mirror in mirrors)
        given = {"directory": tmp_path, "mirrors": urls, "timeout": 30.0} | changed
        fetch_files("MNIST", published, given.pop("directory"), given.pop("mirrors"), **given)

    return go


def names(mirror) -> list[str]:
    return [name for name, _ in mirror.asked]


def test_everything_comes_from_the_first_mirror(fetch, tmp_path: Path, mirrors, published, capfd) -> None:
    seen: list[tuple[int, int]] = []
    fetch(progress=lambda done, total: seen.append((done, total)))
    first, second = mirrors
    assert names(first) == NAMES
    assert second.asked == []
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first.content
    total = sum(file.download_bytes for file in published)
    assert seen[-1] == (total, total)
    assert all(size == total for _, size in seen)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert capfd.readouterr() == ("", "")


def test_finished_files_are_not_fetched_again(fetch, tmp_path: Path, mirrors, tiny) -> None:
    fetch()
    (tmp_path / NAMES[0]).write_bytes(tiny[NAMES[0]])  # uncompressed is as good
    (tmp_path / NAMES[1]).write_bytes(b"spoilt")
    mirrors[0].asked.clear()
    seen: list[tuple[int, int]] = []
    fetch(progress=lambda done, total: seen.append((done, total)))
    assert names(mirrors[0]) == [NAMES[1]]
    assert seen[-1][0] == seen[-1][1]


def test_a_mirror_that_lies_is_not_asked_again(fetch, tmp_path: Path, mirrors) -> None:
    first, second = mirrors
    right = dict(first.content)
    first.content[NAMES[0]] = b"x" * len(right[NAMES[0]])
    fetch()
    assert names(first) == NAMES[:1]
    assert names(second) == NAMES
    assert (tmp_path / NAMES[0]).read_bytes() == right[NAMES[0]]


@pytest.mark.parametrize("status", [404, 500])
def test_a_mirror_that_refuses_is_passed_over(fetch, mirrors, status: int) -> None:
    first, second = mirrors
    first.plan[NAMES[0]] = [status]
    fetch()
    assert names(first) == NAMES[:1]
    assert names(second) == NAMES


def test_the_next_mirror_goes_on_where_the_first_stopped(fetch, tmp_path: Path, mirrors) -> None:
    first, second = mirrors
    first.plan[NAMES[0]] = ["close", 500]
    fetch()
    half = len(first.content[NAMES[0]]) // 2
    assert second.asked[0] == (NAMES[0], f"bytes={half}-")
    assert (tmp_path / NAMES[0]).read_bytes() == first.content[NAMES[0]]


def test_when_all_fail_one_sentence_tells_each_reason(fetch, tmp_path: Path, mirrors) -> None:
    first, second = mirrors
    first.plan[NAMES[0]] = [404]
    second.content[NAMES[0]] = b"<html>Please log in</html>"
    with pytest.raises(LabError) as caught:
        fetch()
    text = str(caught.value)
    assert f"127.0.0.1:{first.server_port} answered HTTP 404" in text
    assert f"127.0.0.1:{second.server_port} sent something else" in text
    assert "LOGITLAB_DATA_DIR" in text
    assert list(tmp_path.iterdir()) == []


def test_no_mirror_at_all(fetch) -> None:
    with pytest.raises(LabError, match="no mirror is left"):
        fetch(mirrors=())


def test_cancel_keeps_finished_files_and_the_part(fetch, tmp_path: Path, mirrors) -> None:
    first, _ = mirrors
    first.plan[NAMES[2]] = ["hang"]
    with pytest.raises(Cancelled):
        fetch(cancelled=lambda: (tmp_path / f"{NAMES[2]}.part").exists())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*NAMES[:2], f"{NAMES[2]}.part"])
    first.asked.clear()
    fetch()
    assert names(first) == NAMES[2:]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)


def test_a_folder_that_cannot_be_made(fetch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for directory in (tmp_path / "file", tmp_path / "file" / "below", Path("a\0b")):
        with pytest.raises(LabError, match=r"Cannot keep MNIST in .* LOGITLAB_DOWNLOAD_DIR"):
            fetch(directory=directory)


@pytest.mark.skipif(sys.platform != "linux" or not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk(fetch, tmp_path: Path) -> None:
    (tmp_path / f"{NAMES[0]}.part").symlink_to("/dev/full")
    with pytest.raises(LabError, match=r"Cannot keep MNIST in .* \(No space left on device\): free some"):
        fetch()
