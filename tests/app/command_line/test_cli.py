"""The command line as a script meets it: exit codes, one sentence for each fault, no Qt."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from app.command_line.cli import make_parser, run_command_line

ROOT = Path(__file__).parents[3]
COMMANDS = ("recipes", "run", "evaluate", "predict", "data", "demo")


def start(*arguments: str, **options) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", "-m", "app", *arguments]
    return subprocess.Popen(command, env=environment, **options)


@pytest.fixture
def endless_recipe(tmp_path):
    rng = np.random.default_rng(0)
    np.savez(tmp_path / "points.npz", x=rng.normal(size=(60, 2)), y=np.arange(60) % 2)
    recipe = tmp_path / "endless.toml"
    recipe.write_text(
        f"[data]\nname = 'file'\npath = '{tmp_path / 'points.npz'}'\n[stopping]\niterations = 100000000\n"
    )
    return recipe


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["run"],
        ["run", "no-such-recipe"],
        ["run", "x" * 5000],
        ["run", "softmax", "--no-such-flag"],
        ["run", "softmax", "--set", "solver.learning_rat=1"],
        ["run", "softmax", "--set", "solver.learning_rate=fast"],
        ["run", "softmax", "--set", "solver.learning_rate"],
        ["run", "softmax", "--set", "data.name=nowhere"],
        ["run", "softmax", "--set", "solver.name=lbfgs"],
        ["run", "softmax", "--qui"],
        ["run", "softmax", "--set", "data.name=file"],
        ["run", "softmax", "--set", "data.path=points.csv"],
        ["run", "softmax", "--json", ""],
        ["run", "softmax", "--save", "x" * 5000],
        ["evaluate", "--data", "nowhere"],
        ["evaluate", "--data", ""],
        ["evaluate", "--data", "x" * 5000],
        ["demo", "--out", "/dev/null"],
        ["predict"],
        ["data"],
        ["data", "get", "nowhere"],
        ["sweep", "softmax"],
    ],
)
def test_wrong_usage_is_2_and_says_why(arguments, capsys):
    assert run_command_line(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.strip() and "Traceback" not in output.err


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_is_there_for_every_command(arguments, capsys):
    assert run_command_line(arguments) == 0
    assert "usage: logitlab" in capsys.readouterr().out


def test_the_version_is_told(capsys):
    assert run_command_line(["--version"]) == 0
    assert capsys.readouterr().out.startswith("logitlab")


def test_every_handler_exists():
    parser = make_parser()
    for arguments in (
        ["recipes"], ["run", "softmax"], ["evaluate"], ["predict", "a.png"],
        ["data", "list"], ["data", "get", "mnist"], ["data", "check", "a.csv"], ["demo"],
    ):  # fmt: skip
        deferred = parser.parse_args(arguments).command
        module = __import__(f"app.command_line.{deferred.module}", fromlist=[deferred.name])
        assert callable(getattr(module, deferred.name))


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "Interrupted"),
        (MemoryError(), 1, "memory"),
    ],
)
def test_what_goes_wrong_inside_becomes_one_sentence(error, code, said, monkeypatch, capsys):
    def fail(*_):
        raise error

    monkeypatch.setattr("app.command_line.recipes_command.bundled_recipes", fail)
    assert run_command_line(["recipes"]) == code
    assert said in capsys.readouterr().err


def test_demo_goes_where_it_is_told(monkeypatch, tmp_path):
    places = []
    monkeypatch.setattr("app.__main__.run_demo", lambda out: places.append(out) or 0)
    assert run_command_line(["demo", "--out", str(tmp_path)]) == 0
    assert run_command_line(["demo"]) == 0
    assert places == [tmp_path, Path("logitlab-demo")]


def test_no_command_but_the_demo_loads_qt(endless_recipe, tmp_path):
    commands = [
        ["recipes", "--settings"],
        ["run", str(endless_recipe), "--set", "stopping.iterations=2", "--save", str(tmp_path / "m.npz")],
        ["evaluate", "--model", str(tmp_path / "m.npz"), "--data", str(tmp_path / "points.npz")],
        ["predict", str(tmp_path / "no-such.png")],
        ["data", "list"],
    ]
    script = (
        "import sys\nfrom app.command_line.cli import run_command_line\n"
        f"codes = [run_command_line(command) for command in {commands!r}]\n"
        "heavy = [name for name in ('PySide6', 'pyqtgraph', 'sklearn', 'pooch') if name in sys.modules]\n"
        "print(codes, heavy)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.splitlines()[-1] == "[0, 0, 0, 1, 0] []"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal and signals")
def test_control_c_ends_a_run_and_leaves_nothing(endless_recipe, tmp_path):
    watched, terminal = os.openpty()
    outputs = ["--json", str(tmp_path / "run.json"), "--save", str(tmp_path / "model.npz")]
    process = start("run", str(endless_recipe), *outputs, stdout=subprocess.DEVNULL, stderr=terminal)
    os.close(terminal)
    overdue = threading.Timer(30, process.kill)
    overdue.start()
    seen = b""
    with os.fdopen(watched, "rb", buffering=0) as screen, contextlib.suppress(OSError):
        # Linux ends a pseudo-terminal without a writer by an OSError.
        while more := screen.read(4096):
            if b"Training" in more and b"Training" not in seen:
                process.send_signal(signal.SIGINT)
            seen += more
    code = process.wait()
    overdue.cancel()
    overdue.join()
    assert code == 130, seen
    assert b"iteration " in seen and b"Traceback" not in seen
    assert seen.strip().endswith(b"unfinished results were not written.")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["endless.toml", "points.npz"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently there")
def test_a_reader_that_leaves_is_no_error(endless_recipe):
    process = start(
        "run", str(endless_recipe), "--set", "stopping.iterations=3000", "--json", "-",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    with process.stderr as stderr:
        assert stderr.read() == b""
    assert process.wait(timeout=30) == 0


def test_a_pipe_that_knows_no_greek_still_gets_the_settings():
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(
        [sys.executable, "-m", "app", "recipes", "--settings"],
        env=environment, capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert b"objective.l2_convention" in ran.stdout


def test_json_on_standard_output_is_alone_there(endless_recipe, capsys):
    assert (
        run_command_line(["run", str(endless_recipe), "--set", "stopping.iterations=3", "--json", "-"]) == 0
    )
    assert json.loads(capsys.readouterr().out)["iterations"] == 3
