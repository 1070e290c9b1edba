from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lrengine.compiled import object_file
from lrengine.compiled.object_file import NotCompiled, content
from lrengine.errors import Cancelled

SINGLE = np.dtype("float32")
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
    (kept,) = kept_in(fresh)
    assert kept.name.startswith("loops-float32-") and kept.suffix == ".o"


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


def test_a_compiler_that_fails_is_told_of_by_its_last_word_and_keeps_nothing(fresh, compiler):
    compiler("print('First.', file=sys.stderr); sys.exit('NumPy is too new\\n\\n')")
    with pytest.raises(NotCompiled, match=r"Numba could not compile them \(NumPy is too new\)"):
        content(SINGLE)
    compiler("import os; os.abort()")
    with pytest.raises(NotCompiled, match=r"exit code"):
        content(SINGLE)
    assert kept_in(fresh) == []


def test_a_compiler_that_does_not_end_is_given_up(fresh, compiler, monkeypatch):
    monkeypatch.setattr(object_file, "PATIENCE", 0.0)
    compiler("sys.stdin = None; import threading; threading.Event().wait()")
    with pytest.raises(NotCompiled, match="had not compiled them after 0 seconds"):
        content(SINGLE)


def test_it_can_be_cancelled(fresh, compiler):
    compiler("import threading; threading.Event().wait()")
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
