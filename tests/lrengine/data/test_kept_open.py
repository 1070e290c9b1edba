from __future__ import annotations

import os
import pickle
import threading

import pytest

from lrengine.data.kept_open import OpenFile
from lrengine.errors import LabError


@pytest.fixture(params=["at any place", "opened each time"])
def file(request, tmp_path, monkeypatch):
    if request.param == "opened each time":
        monkeypatch.delattr(os, "preadv", raising=False)
    path = tmp_path / "some.bin"
    path.write_bytes(bytes(range(100)))
    return OpenFile(path)


def test_it_reads_at_any_place_up_to_the_end(file):
    out = bytearray(10)
    assert file.read(30, memoryview(out)) == 10 and out == bytes(range(30, 40))
    assert file.read(5, memoryview(out)) == 10 and out == bytes(range(5, 15))
    assert file.read(96, memoryview(out)) == 4 and out[:4] == bytes(range(96, 100))
    assert file.read(100, memoryview(out)) == 0


def test_threads_do_not_move_each_others_place(file):
    found = [bytearray(1) for _ in range(80)]

    def read(begin):
        for place in range(begin, 80, 4):
            file.read(place, memoryview(found[place]))

    threads = [threading.Thread(target=read, args=(begin,)) for begin in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert b"".join(found) == bytes(range(80))


def test_another_process_opens_it_by_itself(file):
    file.read(0, memoryview(bytearray(1)))
    file.path.rename(file.path.with_suffix(".old"))
    with pytest.raises(LabError, match="There is no file"):
        pickle.loads(pickle.dumps(file)).read(0, memoryview(bytearray(1)))


@pytest.mark.skipif(not hasattr(os, "preadv"), reason="the file is opened at each read")
def test_it_is_opened_once_and_closed_when_nobody_needs_it(tmp_path, monkeypatch):
    path = tmp_path / "some.bin"
    path.write_bytes(b"abc")
    closed, close = [], os.close
    monkeypatch.setattr(os, "close", lambda descriptor: (closed.append(descriptor), close(descriptor)))
    file = OpenFile(path)
    for _ in range(3):
        file.read(0, memoryview(bytearray(1)))
    assert not closed
    del file
    assert len(closed) == 1
