from __future__ import annotations

import json

import pytest

from app.command_line.cli import run_command_line

FAST = ["reproduce", "--only", "zero-vs-one-neuron", "decision-boundary-l2"]


def test_it_prints_a_table_and_writes_json_and_markdown(tmp_path, capsys):
    plain, page = tmp_path / "figures.json", tmp_path / "page.md"
    assert run_command_line([*FAST, "--json", str(plain), "--markdown", str(page)]) == 0
    written = json.loads(plain.read_text())
    assert written["faults"] == [] and written["agree"] == len(written["claims"]) == 5
    output = capsys.readouterr()
    assert ".6931 .1444 .0832" in output.out and "5 of 5 figures agree." in output.out
    assert output.err == ""
    text = page.read_text(encoding="utf-8")
    assert f"`logitlab reproduce --only zero-vs-one-neuron decision-boundary-l2 --markdown {page}`" in text


def test_json_on_standard_output_stands_alone(capsys):
    assert run_command_line([*FAST, "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["agree"] == 5


def test_a_figure_that_must_agree_and_does_not_fails_with_one_sentence(tmp_path, monkeypatch, capsys):
    from lrengine.reproduction import neuron_claims

    monkeypatch.setattr(neuron_claims, "_four_digits", lambda costs: str(len(costs) + sum(costs) % 1e-7))
    plain = tmp_path / "figures.json"
    assert run_command_line(["reproduce", "--only", "zero-vs-one-neuron", "--json", str(plain)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("1 of the figures that must agree do not (Cost every 100 iterations")
    assert error.count("\n") == 1
    assert json.loads(plain.read_text())["faults"] == ["Cost every 100 iterations"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--only", "llamas"], "Nothing is claimed of llamas"),
        (["--seeds", "1"], "--seeds must be between 2 and 100"),
    ],
)
def test_wrong_usage_is_said_at_once(arguments, sentence, capsys):
    assert run_command_line(["reproduce", *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_without_mnist_it_says_how_to_get_it(tmp_path, monkeypatch, capsys):
    for variable in ("LOGITLAB_DATA_DIR", "LOGITLAB_DOWNLOAD_DIR"):
        monkeypatch.setenv(variable, str(tmp_path))
    assert run_command_line(["reproduce", "--only", "softmax-sgd"]) == 1
    error = capsys.readouterr().err
    assert "logitlab data get mnist" in error and error.count("\n") == 1


def test_a_place_that_cannot_be_written_fails_before_the_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("app.command_line.reproduce_command.reproduce", lambda *_, **__: pytest.fail("ran"))
    assert run_command_line([*FAST, "--markdown", str(tmp_path / "missing" / "page.md")]) == 2
    assert "There is no folder" in capsys.readouterr().err
