from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from lrengine.compiled import object_file, under_way
from lrengine.compiled.object_file import NotCompiled, content
from lrengine.errors import Cancelled

SINGLE, DOUBLE = np.dtype("float32"), np.dtype("float64")
NEVER_ENDS = "import threading; threading.Event().wait()"
WRITES = "open(sys.argv[2], 'wb').write(b'code of ' + sys.argv[1].encode())"


def kept_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_it_is_compiled_once_for_each_precision(fresh, compiler):
    compiler(WRITES)
    assert content(SINGLE) == b"code of float32"
    compiler("sys.exit('compiled again')")
    assert content(SINGLE) == b"code of float32"
    with pytest.raises(NotCompiled, match=r"could not compile them \(compiled again\)"):
        content(np.dtype("float64"))
    kept, failure = kept_in(fresh)
    assert kept.name.startswith("loops-float32-") and kept.suffix == ".o"
    assert failure.name.startswith("loops-float64-") and failure.suffix == ".failed"


@pytest.mark.parametrize("damage", [
    lambda whole: b"",
    lambda whole: whole[:10],
    lambda whole: whole[:-1],
    lambda whole: b"garbage" * 999,
    lambda whole: whole[:-1] + b"X",
])  # fmt: skip
def test_a_damaged_file_is_never_run_and_compiled_again(fresh, compiler, damage):
    compiler(WRITES)
    content(SINGLE)
    (kept,) = kept_in(fresh)
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    assert content(SINGLE) == b"code of float32"
    assert kept.read_bytes() == whole and kept_in(fresh) == [kept]


@pytest.mark.parametrize("place", ["file/cache", "file"])
def test_a_cache_that_cannot_be_written_to_is_done_without(fresh, compiler, monkeypatch, tmp_path, place):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("LOGITLAB_CACHE_DIR", str(tmp_path / place))
    compiler(WRITES)
    assert content(SINGLE) == b"code of float32"


def test_another_machine_or_another_numba_has_a_file_of_its_own(fresh, compiler, monkeypatch):
    compiler(WRITES)
    content(SINGLE)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "99")
    content(SINGLE)
    assert len(kept_in(fresh)) == 2


def test_two_processes_at_once_do_not_disturb_each_other(fresh, tmp_path):
    program = (
        "import sys, numpy as np\n"
        "from lrengine.compiled import object_file\n"
        f"object_file._COMPILE = {f'import sys; {WRITES}'!r}\n"
        "sys.stdin.readline()\n"
        "assert object_file.content(np.dtype('float32')) == b'code of float32'\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for one in both:
        one.stdin.write(b"\n")
        one.stdin.flush()
    assert [one.communicate()[1] for one in both] == [b"", b""]
    (kept,) = kept_in(fresh)
    assert object_file._read(kept) == b"code of float32"


def test_a_compiler_that_fails_is_told_of_by_its_last_word(fresh, compiler):
    compiler("print('First.', file=sys.stderr); sys.exit('NumPy is too new\\n\\n')")
    with pytest.raises(NotCompiled, match=r"Numba could not compile them \(NumPy is too new\)"):
        content(SINGLE)
    compiler("import os; os.abort()")
    with pytest.raises(NotCompiled, match=r"exit code"):
        content(DOUBLE)


class TestAFailure:
    @pytest.fixture
    def failure(self, fresh, compiler):
        """What is left in the cache when NumPy was too new; since then it could be compiled."""
        compiler("sys.exit('NumPy is too new')")
        with pytest.raises(NotCompiled):
            content(SINGLE)
        compiler(WRITES)
        (path,) = kept_in(fresh)
        return path

    def test_is_remembered_for_a_day(self, failure, fresh):
        with pytest.raises(NotCompiled, match=r"Numba could not compile them \(NumPy is too new\)"):
            content(SINGLE)
        assert content(DOUBLE) == b"code of float64"
        hours = 3600
        for age, is_over in ((23 * hours, False), (25 * hours, True)):
            then = time.time() - age
            os.utime(failure, (then, then))
            if not is_over:
                with pytest.raises(NotCompiled):
                    content(SINGLE)
        assert content(SINGLE) == b"code of float32"

    def test_of_tomorrow_is_not_believed(self, failure):
        then = time.time() + 3600
        os.utime(failure, (then, then))
        assert content(SINGLE) == b"code of float32"

    def test_is_of_these_versions_only(self, failure, monkeypatch):
        monkeypatch.setattr("importlib.metadata.version", lambda name: "99")
        assert content(SINGLE) == b"code of float32"

    @pytest.mark.parametrize("damage", [b"", b"garbage"])
    def test_that_cannot_be_read_is_forgotten(self, failure, damage):
        failure.write_bytes(damage)
        assert content(SINGLE) == b"code of float32"

    def test_to_end_in_time_is_one_too(self, fresh, compiler, monkeypatch):
        monkeypatch.setattr(object_file, "PATIENCE", 0.0)
        compiler(NEVER_ENDS)
        for _ in range(2):
            with pytest.raises(NotCompiled, match="had not compiled them after 0 seconds"):
                content(SINGLE)
            monkeypatch.setattr(object_file, "PATIENCE", 60.0)

    @pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
    def test_is_none_where_somebody_has_stopped_the_compiler(self, fresh, compiler, name):
        compiler(f"import os, signal; os.kill(os.getpid(), signal.{name})")
        with pytest.raises(NotCompiled, match="was stopped"):
            content(SINGLE)
        assert kept_in(fresh) == []

    def test_is_none_where_there_is_no_compiler(self, fresh, monkeypatch):
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        with pytest.raises(NotCompiled, match="no Python of its own"):
            content(SINGLE)
        assert kept_in(fresh) == []


class TestWhoListens:
    @pytest.fixture
    def told(self):
        found = []
        under_way.listen(found.append)
        yield found
        under_way.leave(found.append)

    def test_hears_of_a_compilation_and_not_of_a_file_that_is_there(self, fresh, compiler, told):
        compiler(WRITES)
        content(SINGLE)
        assert told == [True, False]
        content(SINGLE)
        assert told == [True, False]

    def test_hears_of_the_end_of_one_that_fails_or_is_cancelled(self, fresh, compiler, told):
        compiler("sys.exit('too new')")
        with pytest.raises(NotCompiled):
            content(SINGLE)
        compiler(NEVER_ENDS)
        with pytest.raises(Cancelled):
            content(DOUBLE, cancelled=lambda: True)
        assert told == [True, False] * 2

    def test_hears_nothing_of_a_failure_that_is_remembered(self, fresh, compiler, told):
        compiler("sys.exit('too new')")
        for _ in range(2):
            with pytest.raises(NotCompiled):
                content(SINGLE)
        assert told == [True, False]


def test_it_can_be_cancelled(fresh, compiler):
    compiler(NEVER_ENDS)
    with pytest.raises(Cancelled):
        content(SINGLE, cancelled=lambda: True)
    assert kept_in(fresh) == []


@pytest.mark.parametrize("executable", [None, "", "/opt/LogitLab/LogitLab"])
def test_a_program_without_a_python_does_not_start_itself(fresh, compiler, monkeypatch, executable):
    compiler(WRITES)
    monkeypatch.setattr(sys, "executable", executable)
    with pytest.raises(NotCompiled, match="no Python of its own"):
        content(SINGLE)


def test_nor_does_a_frozen_one(fresh, compiler, monkeypatch):
    compiler(WRITES)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(NotCompiled, match="no Python of its own"):
        content(SINGLE)


def test_the_compiler_sees_the_modules_of_this_process_and_none_that_lie_about(
    fresh, compiler, monkeypatch, tmp_path
):
    (tmp_path / "numpy.py").write_text("raise SystemExit('an alien')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "late")])
    compiler("import numpy, lrengine; open(sys.argv[2], 'w').write(numpy.__file__ + sys.path[-1])")
    assert content(SINGLE).decode().startswith(np.__file__)


def test_what_users_tell_numba_is_not_meant_for_the_loops(fresh, compiler, monkeypatch):
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    monkeypatch.setenv("LOGITLAB_OTHER", "kept")
    compiler("import os; open(sys.argv[2], 'w').write(' '.join(os.environ))")
    names = content(SINGLE).decode().split()
    assert "LOGITLAB_OTHER" in names and "NUMBA_DISABLE_JIT" not in names
    assert os.environ["NUMBA_DISABLE_JIT"] == "1"
