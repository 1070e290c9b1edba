from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

import app.__main__ as entry
from lrengine.errors import LabError

NO_LIBRARY = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")


def fake_module(monkeypatch, name, **functions):
    module = ModuleType(name)
    for function, made in functions.items():
        setattr(module, function, made)
    monkeypatch.setitem(sys.modules, name, module)


def raising(error):
    def fail(*_):
        raise error

    return fail


@pytest.fixture
def on_linux(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_of_three_names_means_a_display(name, on_linux, monkeypatch):
    assert not entry.has_display()
    monkeypatch.setenv(name, "something")
    assert entry.has_display()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_always_have_one(platform, on_linux, monkeypatch):
    monkeypatch.setattr("sys.platform", platform)
    assert entry.has_display()


def test_without_arguments_the_window_opens(on_linux, monkeypatch):
    opened = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    fake_module(monkeypatch, "app.launch", open_window=lambda argv: opened.append(argv) or 0)
    assert entry.main([]) == 0
    assert opened == [[]]


def test_arguments_come_from_the_command_unless_given(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["logitlab", "recipes"])
    assert entry.main() == 0
    assert "softmax" in capsys.readouterr().out


def test_without_a_display_the_demo_runs_and_says_so(on_linux, monkeypatch, capsys):
    places = []
    fake_module(monkeypatch, "app.demo", run_demo=lambda out: places.append(out) or 0)
    assert entry.main([]) == 0
    assert places == [Path("logitlab-demo")]
    assert capsys.readouterr().out.startswith("There is no display here")


def test_a_demo_that_fails_is_one_sentence(monkeypatch, capsys, tmp_path):
    fake_module(monkeypatch, "app.demo", run_demo=raising(LabError("Cannot write there.")))
    assert entry.run_demo(tmp_path) == 1
    assert capsys.readouterr().err == "Cannot write there.\n"


def test_a_missing_system_library_is_one_sentence_with_the_remedy(on_linux, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    fake_module(monkeypatch, "app.launch", open_window=raising(NO_LIBRARY))
    fake_module(monkeypatch, "app.demo", run_demo=raising(NO_LIBRARY))
    assert entry.main([]) == 1
    assert entry.run_demo(tmp_path) == 1
    for line in capsys.readouterr().err.splitlines():
        assert "libEGL.so.1" in line and "apt install libegl1 libgl1" in line


def test_another_import_error_is_not_hidden(on_linux, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    fake_module(monkeypatch, "app.launch", open_window=raising(ImportError("a fault of ours")))
    with pytest.raises(ImportError, match="a fault of ours"):
        entry.main([])


def test_control_c_is_one_sentence(on_linux, monkeypatch, capsys):
    fake_module(monkeypatch, "app.demo", run_demo=raising(KeyboardInterrupt()))
    assert entry.main([]) == 130
    assert capsys.readouterr().err == "Interrupted.\n"
