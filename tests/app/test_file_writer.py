"""Large files are written beside the window, none is lost, and a full disk is one sentence."""

import threading

import pytest

from app.file_writer import FileWriter
from lrengine.errors import LabError


@pytest.fixture
def writer(qapp):
    writer = FileWriter()
    yield writer
    writer.close()


def test_files_are_written_one_after_the_other_in_another_thread(qtbot, writer, tmp_path):
    threads = []

    def make():
        threads.append(threading.current_thread())
        return b"content"

    with qtbot.waitSignals([writer.written, writer.written]):
        for name in ("a", "b"):
            writer.write(tmp_path / name, make)
    assert [(tmp_path / name).read_bytes() for name in ("a", "b")] == [b"content"] * 2
    assert threading.main_thread() not in threads


def test_what_was_asked_for_is_written_before_it_closes(writer, tmp_path):
    go_on = threading.Event()

    def slow():
        go_on.wait(5)
        return b"slow"

    writer.write(tmp_path / "a", slow)
    writer.write(tmp_path / "b", lambda: b"last")
    go_on.set()
    writer.close()
    assert (tmp_path / "a").read_bytes() == b"slow" and (tmp_path / "b").read_bytes() == b"last"


def test_a_full_disk_is_said_and_the_next_file_is_written(qtbot, writer, tmp_path, monkeypatch):
    from lrengine.recipe_files import write_whole

    def full(path, content):
        if path.name == "a":
            raise LabError(f"Cannot write {path} (No space left on device).")
        write_whole(path, content)

    monkeypatch.setattr("app.file_writer.write_whole", full)
    with qtbot.waitSignals([writer.failed, writer.written]):
        writer.write(tmp_path / "a", bytes)
        writer.write(tmp_path / "b", bytes)
    assert not (tmp_path / "a").exists() and (tmp_path / "b").exists()
