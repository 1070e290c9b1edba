from __future__ import annotations

from collections.abc import Callable

import pytest

from lrengine.compiled import Loops, library, loops_for, object_file


@pytest.fixture(scope="session")
def loops() -> Callable[[str], Loops]:
    """The loops of a precision; compiled once for all tests of a run."""

    def of(dtype: str) -> Loops:
        found = loops_for(dtype)
        assert found is not None, library.why_not()
        return found

    return of


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """A process that has loaded no loops yet, and an empty cache."""
    monkeypatch.setattr(library, "_made", {})
    monkeypatch.setattr(library, "_failure", "")
    monkeypatch.setenv("LOGITLAB_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def compiler(monkeypatch):
    """Puts a script in the place of the compiler; it is given the precision and the file to write."""

    def take(script: str) -> None:
        monkeypatch.setattr(object_file, "_COMPILE", f"import sys; {script}")

    return take
