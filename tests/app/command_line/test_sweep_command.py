from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.command_line.cli import run_command_line
from app.command_line.output import UsageError
from app.command_line.sweep_command import interruptible, swept_recipe
from lrengine.experiment import run
from lrengine.recipe import Axis
from lrengine.sweep.cells import cells_of
from lrengine.sweep.schedule import run_cells

RATES = ["--vary", "solver.learning_rate=.01,.5"]


def swept(*arguments: str) -> int:
    return run_command_line(["sweep", *arguments])


def read(path: Path) -> dict:
    return json.loads(path.read_text())


def test_the_json_keeps_its_contract(recipe, tmp_path, capsys):
    target = tmp_path / "sweep.json"
    assert swept(recipe, *RATES, "--vary", "objective.l2=0,1", "--json", str(target)) == 0
    written = read(target)
    assert [run["settings"] for run in written["runs"]] == [
        {"solver.learning_rate": rate, "objective.l2": l2} for rate in (0.01, 0.5) for l2 in (0, 1)
    ]
    for cell, told in zip(
        cells_of(swept_recipe(recipe, [], ["solver.learning_rate=.01,.5", "objective.l2=0,1"], None)),
        written["runs"],
        strict=True,
    ):
        result = run(cell.recipe).to_json()
        assert told["stopped_because"] == "iterations" and told["sentence"] == "Done: 20 iterations."
        for name in ("train_risk", "validation_accuracy", "test_accuracy"):
            assert told["final"][name] == pytest.approx(result["final"][name], rel=1e-12)
    best = max(told["final"]["validation_accuracy"] for told in written["runs"])
    assert written["runs"][written["chosen"]]["final"]["validation_accuracy"] == best
    text = capsys.readouterr().out
    assert "Learning rate" in text and "* Chosen by validation accuracy" in text


def test_repeats_are_rows_of_means_and_deviations(recipe, tmp_path, capsys):
    target = tmp_path / "sweep.json"
    assert swept(recipe, *RATES, "--repeats", "3", "--json", str(target)) == 0
    written = read(target)
    assert [run["seed"] for run in written["runs"]] == [0, 1, 2] * 2
    accuracies = [run["final"]["test_accuracy"] for run in written["runs"][:3]]
    spread = written["groups"][0]["final"]["test_accuracy"]
    assert spread["mean"] == pytest.approx(sum(accuracies) / 3) and spread["sd"] > 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4 and lines[1].count("±") == 4


def test_vary_takes_the_place_of_the_recipes_own_axes(recipe, tmp_path):
    with Path(recipe).open("a") as file:
        file.write("[[sweep.vary]]\nsetting = 'objective.l2'\nvalues = [0.0, 1.0]\n")
    own = swept_recipe(recipe, [], [], None)
    assert [axis.setting for axis in own.sweep.vary] == ["objective.l2"]
    other = swept_recipe(recipe, ["objective.l2=.5"], ["solver.learning_rate=1..100:3"], 2)
    assert other.sweep.vary == (Axis(setting="solver.learning_rate", values=(1.0, 10.0, 100.0)),)
    assert other.sweep.repeats == 2 and other.objective.l2 == 0.5


def test_a_failed_run_is_a_line_and_the_sweep_is_done(recipe, tmp_path, capsys):
    target = tmp_path / "sweep.json"
    assert swept(recipe, "--vary", "task.classes=[0,1],[0,7]", "--json", str(target)) == 0
    good, failed = read(target)["runs"]
    assert good["final"] and failed["final"] is None and failed["stopped_because"] == "failed"
    output = capsys.readouterr()
    assert "[0, 7]" in output.out and "no class 7" in output.out and output.err == ""


def test_a_sweep_all_of_whose_runs_failed_has_failed(recipe, capsys):
    assert swept(recipe, *RATES, "--set", "task.classes=[0,7]") == 1
    output = capsys.readouterr()
    assert output.out == "" and "All 2 runs failed" in output.err and "no class 7" in output.err


def test_a_range_says_how_it_is_spaced(recipe, capsys):
    arguments = ["--vary", "solver.learning_rate=.1..0.5", "--vary", "solver.momentum=0..0.4:2"]
    assert swept(recipe, *arguments) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "solver.learning_rate: 0.1 to 0.5, 4 values in equal ratios.",
        "solver.momentum: 0 to 0.4, 2 values in equal steps.",
    ]


def test_data_that_are_not_there_fail_the_whole(recipe, capsys):
    assert swept(recipe, *RATES, "--set", "data.path=nowhere.npz") == 1
    assert "nowhere.npz" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "say what to vary"),
        (["--vary", "solver.rate=1"], "solver.rate"),
        (["--vary", "solver.learning_rate=-1,2"], "cannot take -1"),
        ([*RATES, "--repeats", "0"], "between 1 and 1000"),
        ([*RATES, "--jobs", "-1"], "--jobs"),
        ([*RATES, "--jobs", "few"], "--jobs"),
        ([*RATES, "--backend", "magic"], "--backend"),
        ([*RATES, "--scheduler", "tcp://x:1"], "--backend dask"),
        ([*RATES, "--set", "solver.learning_rate=1"], "varied by this sweep"),
        ([*RATES, "--set", "stopping.iterations=0"], "never end"),
        ([*RATES, "--backend", "dask", "--scheduler", "nonsense"], "no scheduler's address"),
        ([*RATES, "--json", "missing/folder/a.json"], "There is no folder"),
        ([*RATES, "--set", "solver.name=lbfgs", "--set", "solver.batch_size=5"], "takes all rows"),
        ([*RATES, "--set", "data.name=points", "--set", "data.path="], "data.path has no effect"),
    ],
)
def test_wrong_usage_is_a_sentence(recipe, arguments, said, capsys):
    assert swept(recipe, *arguments) == 2
    assert said in capsys.readouterr().err


def test_a_recipe_that_is_not_there_is_wrong_usage():
    with pytest.raises(UsageError, match="no recipe called nonsense"):
        swept_recipe("nonsense", [], ["solver.learning_rate=1"], None)


def test_quiet_and_json_on_standard_output_print_nothing_else(recipe, capsys):
    assert swept(recipe, *RATES, "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert swept(recipe, *RATES, "--json", "-") == 0
    assert len(json.loads(capsys.readouterr().out)["runs"]) == 2


def test_a_sweep_goes_on_from_its_file(recipe, tmp_path, monkeypatch):
    kept, first, second = (tmp_path / name for name in ("kept.zip", "first.json", "second.json"))
    assert swept(recipe, *RATES, "--resume", str(kept), "--json", str(first), "--quiet") == 0
    monkeypatch.setattr("lrengine.sweep.group.start", lambda *_: pytest.fail("trained again"))
    assert swept(recipe, *RATES, "--resume", str(kept), "--json", str(second), "--quiet") == 0
    assert read(first) == read(second)


def test_a_file_of_another_sweep_is_not_taken(recipe, tmp_path, capsys):
    kept = tmp_path / "kept.zip"
    assert swept(recipe, *RATES, "--resume", str(kept), "--quiet") == 0
    before = kept.read_bytes()
    assert swept(recipe, "--vary", "objective.l2=1", "--resume", str(kept)) == 1
    assert "another recipe or sweep" in capsys.readouterr().err and kept.read_bytes() == before


def test_a_terminal_sees_a_bar_over_the_runs(recipe, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("app.command_line.output._PATIENCE", 0.0)
    monkeypatch.setattr("app.command_line.output._REDRAW", 0.0)
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert swept(recipe, *RATES) == 0
    assert "1 of 2 runs" in terminal.getvalue()


@pytest.mark.parametrize(
    ("arguments", "passed"),
    [
        ([], (0, "threads", "")),
        (["--jobs", "3", "--backend", "processes"], (3, "processes", "")),
        (["--backend", "dask", "--scheduler", "tcp://host:8786"], (0, "dask", "tcp://host:8786")),
    ],
)
def test_jobs_backend_and_scheduler_are_passed_on(recipe, arguments, passed, monkeypatch):
    asked = []

    def run_none(recipe, *, jobs, backend, scheduler, **_):
        asked.append((jobs, backend, scheduler))
        return run_cells(recipe)

    monkeypatch.setattr("app.command_line.sweep_command.run_cells", run_none)
    assert swept(recipe, *RATES, *arguments, "--quiet") == 0
    assert asked == [passed]


def test_ctrl_c_keeps_what_is_done_and_says_so(recipe, tmp_path):
    kept, target = tmp_path / "kept.zip", tmp_path / "sweep.json"
    arguments = ["--vary", "stopping.iterations=2,100000000", "--resume", str(kept), "--json", str(target)]
    running = subprocess.Popen(
        [sys.executable, "-m", "app", "sweep", recipe, *arguments, "--jobs", "1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        while not kept.exists() and running.poll() is None:
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
        running.wait()
    assert running.returncode == 130 and out == ""
    assert err == f"Interrupted: 1 of 2 runs are done and kept in {kept} and {target}.\n"
    assert [told["stopped_because"] for told in read(target)["runs"]] == ["iterations", "cancelled"]


def test_a_second_ctrl_c_does_not_wait():
    with interruptible() as stopped:
        os.kill(os.getpid(), signal.SIGINT)
        assert stopped.wait(5)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
