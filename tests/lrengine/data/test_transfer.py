"""One transfer from a mirror that misbehaves."""

from __future__ import annotations

import gzip
import socket
from pathlib import Path

import pytest

from lrengine.data.transfer import RemoteFile, ResumingTransfer, TransferError, size_of
from lrengine.errors import Cancelled


class Try:
    """One file fetched into a folder from the first mirror."""

    def __init__(self, folder: Path, mirror, file: RemoteFile) -> None:
        self.mirror, self.file, self.part = mirror, file, folder / "file.part"
        self.target = folder / "file.gz"
        self.asked_to_stop = False
        self.bytes_done: list[tuple[int, int]] = []

    def progress(self, done: int, total: int) -> None:
        self.bytes_done.append((done, total))

    def fetch(self, timeout: float = 30.0) -> None:
        transfer = ResumingTransfer(
            self.file,
            self.part,
            progress=self.progress,
            cancelled=lambda: self.asked_to_stop,
            timeout=timeout,
        )
        transfer(self.mirror.url + self.file.name, str(self.target), None)

    def plan(self, *answers: str | int) -> None:
        self.mirror.plan[self.file.name] = list(answers)

    @property
    def packed(self) -> bytes:
        return self.mirror.content[self.file.name]

    @property
    def ranges(self) -> list[str | None]:
        return [wanted for _, wanted in self.mirror.asked]


@pytest.fixture
def attempt(tmp_path: Path, mirrors, published) -> Try:
    return Try(tmp_path, mirrors[0], published[0])


def test_a_proper_server_is_asked_once(attempt: Try) -> None:
    attempt.fetch()
    assert attempt.target.read_bytes() == attempt.packed
    assert attempt.ranges == [None]
    assert attempt.bytes_done[-1] == (len(attempt.packed), len(attempt.packed))
    assert [done for done, _ in attempt.bytes_done] == sorted({done for done, _ in attempt.bytes_done})
    assert not attempt.part.exists()


@pytest.mark.parametrize("fault", ["close", "hang"])
def test_a_cut_transfer_goes_on_where_it_stopped(attempt: Try, fault: str) -> None:
    attempt.plan(fault)
    attempt.fetch(timeout=0.3)
    assert attempt.ranges == [None, f"bytes={len(attempt.packed) // 2}-"]
    assert attempt.target.read_bytes() == attempt.packed


def test_a_part_of_an_earlier_try_is_continued(attempt: Try) -> None:
    attempt.part.write_bytes(attempt.packed[:1000])
    attempt.fetch()
    assert attempt.ranges == ["bytes=1000-"]
    assert attempt.target.read_bytes() == attempt.packed


def test_a_server_that_ignores_ranges_is_read_from_the_start(attempt: Try) -> None:
    attempt.plan("close", "ignore range")
    attempt.fetch()
    assert len(attempt.ranges) == 2
    assert attempt.target.read_bytes() == attempt.packed


@pytest.mark.parametrize("answer", [416, "no range"])
def test_a_range_that_does_not_fit_starts_over(attempt: Try, answer: str | int) -> None:
    attempt.part.write_bytes(b"?" * 100)
    attempt.plan(answer)
    attempt.fetch()
    assert attempt.ranges == ["bytes=100-", None]
    assert attempt.target.read_bytes() == attempt.packed


def test_pieces_of_two_versions_are_fetched_afresh(attempt: Try) -> None:
    attempt.part.write_bytes(b"\x1f\x8b of another version")
    attempt.fetch()
    assert attempt.ranges == ["bytes=21-", None]
    assert attempt.target.read_bytes() == attempt.packed


def test_wrong_content_is_not_kept(attempt: Try) -> None:
    wrong = bytearray(attempt.packed)
    wrong[len(wrong) // 2] ^= 1
    attempt.mirror.content[attempt.file.name] = bytes(wrong)
    with pytest.raises(TransferError, match="sent something else") as caught:
        attempt.fetch()
    assert caught.value.wrong
    assert attempt.ranges == [None]
    assert not attempt.part.exists()
    assert not attempt.target.exists()


def test_content_without_end_is_cut_off(attempt: Try) -> None:
    attempt.plan("endless")
    with pytest.raises(TransferError, match="sent something else"):
        attempt.fetch()
    assert not attempt.part.exists()


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_refusal_is_final(attempt: Try, status: int) -> None:
    attempt.plan(status)
    with pytest.raises(TransferError, match=f"answered HTTP {status}") as caught:
        attempt.fetch()
    assert caught.value.final
    assert not caught.value.wrong
    assert len(attempt.ranges) == 1


def test_a_server_that_only_stalls_is_given_up_and_its_bytes_kept(attempt: Try) -> None:
    attempt.plan("hang", *["close"] * 20)
    attempt.mirror.content[attempt.file.name] = attempt.packed[:4]
    with pytest.raises(TransferError, match=r"did not answer in time|ended early|connection failed"):
        attempt.fetch(timeout=0.3)
    assert size_of(attempt.part) == 3


def test_nobody_there(attempt: Try) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    transfer = ResumingTransfer(
        attempt.file, attempt.part, progress=attempt.progress, cancelled=None, timeout=1.0
    )
    with pytest.raises(TransferError, match=r"connection failed|in time"):
        transfer(f"http://127.0.0.1:{port}/file", str(attempt.target), None)


def test_an_address_that_is_none(attempt: Try) -> None:
    transfer = ResumingTransfer(
        attempt.file, attempt.part, progress=attempt.progress, cancelled=None, timeout=1.0
    )
    with pytest.raises(TransferError, match="cannot be asked"):
        transfer("no-address/", str(attempt.target), None)


def test_cancel_in_the_middle_keeps_what_has_come(attempt: Try) -> None:
    attempt.plan("hang")  # would block for the whole time-out if another chunk were waited for
    record = attempt.progress

    def stop_now(done: int, total: int) -> None:
        record(done, total)
        attempt.asked_to_stop = True

    attempt.progress = stop_now  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        attempt.fetch(timeout=60.0)
    [(done, total)] = attempt.bytes_done  # half of the body is several chunks
    assert 0 < done <= len(attempt.packed) // 2 < total
    assert size_of(attempt.part) == done

    attempt.asked_to_stop = False
    attempt.progress = record  # type: ignore[method-assign]
    attempt.fetch()
    assert attempt.ranges[-1] == f"bytes={done}-"
    assert attempt.target.read_bytes() == attempt.packed


def test_cancel_before_the_start_asks_nobody(attempt: Try) -> None:
    attempt.asked_to_stop = True
    with pytest.raises(Cancelled):
        attempt.fetch()
    assert attempt.ranges == []


def test_content_is_known_whatever_its_compression(tmp_path: Path, published, tiny) -> None:
    file = published[0]
    content = tiny[file.name]
    path = tmp_path / "file"
    for right in (content, gzip.compress(content, 1), gzip.compress(content, 9)):
        path.write_bytes(right)
        assert file.matches(path)
    for wrong in (
        b"",
        content[:-1],
        content + b"\0",
        gzip.compress(content)[:-1],
        gzip.compress(bytes(10**6)),
    ):
        path.write_bytes(wrong)
        assert not file.matches(path)
