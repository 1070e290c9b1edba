from __future__ import annotations

import io
import json
import os
import sys

import pytest

from app.command_line.output import (
    COMPILING,
    UsageError,
    bar,
    check_folder,
    check_target,
    compiling_told,
    write_json,
)
from lrengine.compiled import under_way
from lrengine.errors import LabError


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_json_is_written_whole(tmp_path):
    target = tmp_path / "out.json"
    write_json({"risk": None, "image": "\udcff.png"}, str(target))
    assert json.loads(target.read_text())["risk"] is None
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_a_number_that_json_lacks_is_never_written(tmp_path):
    with pytest.raises(ValueError):
        write_json([float("nan")], str(tmp_path / "out.json"))
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are elsewhere there")
def test_a_pipe_is_written_into_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_json([1], str(pipe))
    assert os.read(reader, 100) == b"[1]\n"
    os.close(reader)


def test_targets_that_cannot_be_written_are_told_beforehand(tmp_path):
    check_target(None)
    check_target("-")
    check_target(str(tmp_path / "new.json"))
    for name, said in (("", "names no file"), ("x" * 5000, "too long"), ("a\0b", "null byte")):
        with pytest.raises(UsageError, match=said):
            check_target(name)
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="Not a directory"):
        check_target(str(tmp_path / "file" / "new.json"))
    with pytest.raises(LabError, match="is a folder"):
        check_target(str(tmp_path))
    with pytest.raises(LabError, match="no folder"):
        check_target(str(tmp_path / "missing" / "new.json"))


def test_a_folder_without_permission_is_told_beforehand(tmp_path, monkeypatch):
    monkeypatch.setattr("app.command_line.output.os.access", lambda *_: False)
    with pytest.raises(LabError, match="permission"):
        check_target(str(tmp_path / "new.json"))


def test_a_bar_shows_on_a_terminal_once_the_work_is_long(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("app.command_line.output._PATIENCE", 0.0)
    with bar("Counting") as shown:
        assert shown is not None and shown.is_due
        shown.show(0.5, "half of it")
        assert not shown.is_due
        shown.show(0.6, "too soon to draw")
    assert " 50 %|" in terminal.getvalue() and "half of it" in terminal.getvalue()
    assert "too soon" not in terminal.getvalue()


def test_short_work_shows_no_bar(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with bar("Counting") as shown:
        shown.show(0.5)
    assert "%" not in terminal.getvalue()


@pytest.mark.parametrize("quiet", [True, False])
def test_nobody_watching_means_no_bar(quiet, monkeypatch):
    monkeypatch.setattr("sys.stderr", Terminal() if quiet else io.StringIO())
    with bar("Counting", quiet) as shown:
        assert shown is None


def test_no_standard_error_means_no_bar(monkeypatch):
    monkeypatch.setattr("sys.stderr", None)
    with bar("Counting") as shown:
        assert shown is None


def test_a_folder_is_made_or_refused(tmp_path):
    check_folder(tmp_path / "new" / "one")
    assert (tmp_path / "new" / "one").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"file \(.*\): choose another folder"):
        check_folder(tmp_path / "file")


class TestCompiling:
    def test_is_told_in_one_line(self, capsys):
        with compiling_told():
            with under_way.compiling():
                assert capsys.readouterr().err == f"{COMPILING}\n"
            with under_way.compiling():
                pass
            assert capsys.readouterr().err == ""
        with under_way.compiling():
            assert capsys.readouterr().err == ""

    @pytest.mark.parametrize("quiet", [False, True])
    def test_is_told_where_there_is_no_bar(self, capsys, quiet):
        with bar("Training", quiet) as shown, under_way.compiling():
            assert shown is None
        assert capsys.readouterr() == ("", "" if quiet else f"{COMPILING}\n")

    def test_is_told_on_a_line_of_its_own_above_the_bar(self, monkeypatch):
        terminal = Terminal()
        monkeypatch.setattr("sys.stderr", terminal)
        monkeypatch.setattr("app.command_line.output._PATIENCE", 0.0)
        with bar("Training") as shown:
            shown.show(0.5)
            drawn = len(terminal.getvalue())
            with under_way.compiling():
                pass
        line = terminal.getvalue()[drawn:].split("\n")[0]
        assert line.rpartition("\r")[2] == COMPILING

    def test_harms_nobody_whose_output_is_closed(self, monkeypatch):
        def refuse(sentence):
            raise BrokenPipeError

        with compiling_told(refuse), under_way.compiling():
            pass


def test_a_bar_that_was_drawn_is_gone_at_the_end(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("app.command_line.output._PATIENCE", 0.05)
    with bar("Counting") as shown:
        while not shown.is_due:
            pass
        shown.show(0.5, "half of it")
    *_, last = terminal.getvalue().removesuffix("\r").split("\r")
    assert "half of it" in terminal.getvalue() and not last.strip()
