from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lrengine.kernels import NEEDED, VARIABLE, can_use_wide_kernels, choose_kernels

WIDE_AMD = (
    f"processor\t: 0\nvendor_id\t: AuthenticAMD\nflags\t\t: fpu sse2 {' '.join(NEEDED)}\n\nprocessor\t: 1\n"
)


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        (WIDE_AMD, True),
        (WIDE_AMD.replace("AuthenticAMD", "GenuineIntel"), False),
        (WIDE_AMD.replace("avx512bw", ""), False),
        ("processor\t: 0\nBogoMIPS\t: 50.00\n", False),
        ("", False),
    ],
)
def test_amd_with_every_instruction_set_is_asked_for_wide_kernels(tmp_path, text, wide):
    described = tmp_path / "cpuinfo"
    described.write_text(text)
    assert can_use_wide_kernels(described) is wide


def test_where_nothing_describes_the_processor_nothing_is_asked(tmp_path):
    assert not can_use_wide_kernels(tmp_path / "none")


def test_it_comes_too_late_once_numpy_is_there(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    described = tmp_path / "cpuinfo"
    described.write_text(WIDE_AMD)
    monkeypatch.setitem(sys.modules, "numpy", sys)
    choose_kernels(described)
    assert VARIABLE not in os.environ


@pytest.mark.parametrize("chosen", [None, "Haswell"])
def test_before_numpy_it_asks_and_the_users_own_choice_stands(tmp_path, chosen):
    described = tmp_path / "cpuinfo"
    described.write_text(WIDE_AMD)
    script = (
        "import json, os, sys, pathlib, importlib.util as u;"
        "spec = u.spec_from_file_location('kernels', sys.argv[1]); m = u.module_from_spec(spec);"
        "spec.loader.exec_module(m); m.choose_kernels(pathlib.Path(sys.argv[2]));"
        "print(json.dumps(os.environ[m.VARIABLE]))"
    )
    module = Path(__file__).parents[2] / "lrengine" / "kernels.py"
    done = subprocess.run(
        [sys.executable, "-c", script, str(module), str(described)],
        env={} if chosen is None else {VARIABLE: chosen},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == (chosen or "SkylakeX")


def test_the_command_line_chooses_before_numpy_is_loaded():
    """What `logitlab bench` measures is what the program does."""
    script = (
        "import sys, app.command_line.bench_command;"
        "names = list(sys.modules); assert names.index('lrengine.kernels') < names.index('numpy')"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2])


def test_the_tests_run_on_the_kernels_that_were_chosen():
    """A plugin of pytest that loads NumPy at its start would leave this process with BLAS's own choice."""
    names = list(sys.modules)
    assert names.index("lrengine.kernels") < names.index("numpy"), "NumPy was loaded before tests/conftest.py"
