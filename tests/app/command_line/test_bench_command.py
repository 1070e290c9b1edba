from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.command_line.cli import run_command_line
from lrengine.benchmark import peers_torch, rounds
from lrengine.benchmark.effort import QUICK
from lrengine.errors import LabError

COMMAND = "app.command_line.bench_command"


@pytest.fixture
def quicker(tmp_path, monkeypatch):
    """Without MNIST and PyTorch, and on few rows."""
    effort = replace(QUICK, rows=200, test_rows=50, pair_rows=40, images=10, rounds=1, megabytes=1)
    monkeypatch.setattr(f"{COMMAND}.QUICK", effort)
    monkeypatch.setattr("lrengine.benchmark.run.QUICK", effort)
    monkeypatch.setattr(rounds, "settle", lambda: None)
    monkeypatch.setattr("lrengine.benchmark.run.available_cores", lambda: 1)
    monkeypatch.setattr(peers_torch, "is_installed", lambda: False)
    for variable in ("LOGITLAB_DATA_DIR", "LOGITLAB_DOWNLOAD_DIR"):
        monkeypatch.setenv(variable, str(tmp_path))


def test_it_prints_a_table_and_writes_json(quicker, tmp_path, capsys):
    target = tmp_path / "times.json"
    assert run_command_line(["bench", "--quick", "--json", str(target)]) == 0
    output = capsys.readouterr()
    assert output.out.startswith("Quick: few rows and rounds")
    assert "200 training and 50 test images of generated digits" in output.out
    assert "Not installed: PyTorch." in output.out
    assert output.err == ""
    assert json.loads(target.read_text())["quick"] is True


def test_a_disagreement_fails_with_one_sentence(quicker, monkeypatch, capsys):
    monkeypatch.setattr("lrengine.benchmark.gradient_race.softmax_value", lambda *_: 1.0)
    assert run_command_line(["bench", "--quick"]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("The objective of the ten-class task as scikit-learn has it")
    assert output.err.count("\n") == 1


def test_without_quick_it_makes_the_full_effort(monkeypatch, capsys):
    asked = []

    def refuse(effort, progress):
        asked.append(effort)
        raise LabError("Enough.")

    monkeypatch.setattr(f"{COMMAND}.benchmark", refuse)
    assert run_command_line(["bench"]) == 1
    assert asked[0].rows == 60_000 and capsys.readouterr().err == "Enough.\n"


def test_a_place_that_cannot_be_written_fails_before_the_run(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(f"{COMMAND}.benchmark", lambda *_, **__: pytest.fail("ran"))
    assert run_command_line(["bench", "--json", str(tmp_path / "missing" / "times.json")]) == 2
    assert "There is no folder" in capsys.readouterr().err
