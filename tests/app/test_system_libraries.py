from __future__ import annotations

import ctypes
import sys

import pytest

from app.system_libraries import load_x11_platform, missing_library_sentence

MISSING = OSError("libxcb-icccm.so.4: cannot open shared object file: No such file or directory")


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    path = tmp_path / "libqxcb.so"
    path.touch()
    return path


def refuse(monkeypatch, error):
    def load(path):
        raise error

    monkeypatch.setattr("ctypes.CDLL", load)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the words are those of Linux")
def test_the_systems_own_words_are_understood():
    with pytest.raises(OSError) as caught:
        ctypes.CDLL("libno-such-thing.so.7")
    assert "libno-such-thing.so.7 is missing" in str(missing_library_sentence(caught.value))


def test_other_errors_get_no_sentence():
    assert missing_library_sentence(ImportError("cannot import name 'x' from 'y'")) is None


def test_a_library_that_the_x11_plugin_lacks_is_told_before_qt_aborts(plugin, monkeypatch):
    refuse(monkeypatch, MISSING)
    with pytest.raises(OSError, match="libxcb-icccm"):
        load_x11_platform(plugin)


def test_other_faults_of_the_plugin_are_left_to_qt(plugin, monkeypatch):
    refuse(monkeypatch, OSError("invalid ELF header"))
    load_x11_platform(plugin)


@pytest.mark.parametrize(
    ("name", "value"),
    [("QT_QPA_PLATFORM", "offscreen"), ("QT_QPA_PLATFORM", "wayland;xcb"), ("WAYLAND_DISPLAY", "wayland-0")],
)
def test_the_plugin_is_left_alone_where_qt_takes_another(name, value, plugin, monkeypatch):
    refuse(monkeypatch, MISSING)
    monkeypatch.setenv(name, value)
    load_x11_platform(plugin)
