from __future__ import annotations

import io
import json

import numpy as np
import pytest

from app.command_line.cli import run_command_line
from app.command_line.run_command import chosen_recipe, summary
from lrengine.experiment import run
from lrengine.model import load_model


@pytest.fixture
def recipe(tmp_path):
    """300 points in two heaps that overlap."""
    rng = np.random.default_rng(0)
    labels = np.arange(300) % 2
    np.savez(tmp_path / "points.npz", x=rng.normal(size=(300, 2)) + labels[:, None], y=labels)
    path = tmp_path / "heaps.toml"
    path.write_text(
        f"[data]\nname = 'file'\npath = '{tmp_path / 'points.npz'}'\ntest = 0.2\n"
        "[task]\nkind = 'binary'\n[stopping]\niterations = 20\n[run]\ndtype = 'float64'\n"
    )
    return str(path)


def test_the_json_keeps_its_contract(recipe, tmp_path, capsys):
    target = tmp_path / "run.json"
    assert run_command_line(["run", recipe, "--json", str(target)]) == 0
    written = json.loads(target.read_text())
    assert written["iterations"] == 20 and written["stopped_because"] == "iterations"
    assert written["seconds"] > 0
    assert written["recipe"]["stopping"]["iterations"] == 20
    history = written["history"]
    assert history["iteration"] == list(range(21))
    for name in ("train_risk", "train_accuracy", "validation_risk", "train_objective"):
        assert len(history[name]) == 21
    assert "test_risk" not in history
    assert history["train_risk"][0] == pytest.approx(np.log(2))
    assert written["final"]["train_risk"] == history["train_risk"][-1]
    for judged in (written["final"], written["best"]):
        assert 0 <= judged["test_accuracy"] <= 1 and judged["validation_risk"] > 0
    assert "Done: 20 iterations." in capsys.readouterr().out


def test_set_changes_the_recipe_and_the_last_one_wins(recipe, tmp_path):
    target = tmp_path / "run.json"
    arguments = ["--set", "stopping.iterations=3", "--set", "solver.learning_rate=.5"]
    assert (
        run_command_line(["run", recipe, *arguments, "--set", "stopping.iterations=4", "--json", str(target)])
        == 0
    )
    written = json.loads(target.read_text())
    assert written["iterations"] == 4
    assert written["recipe"]["solver"]["learning_rate"] == 0.5


def test_the_saved_model_is_the_one_trained(recipe, tmp_path, capsys):
    target = tmp_path / "model.npz"
    assert run_command_line(["run", recipe, "--save", str(target)]) == 0
    assert f"Saved the model as {target}." in capsys.readouterr().out
    result = run(chosen_recipe(recipe, []))
    np.testing.assert_array_equal(load_model(target).weights, result.model.weights)


def test_a_diverged_run_writes_its_json_says_why_and_fails(recipe, tmp_path, capsys):
    target, model = tmp_path / "run.json", tmp_path / "model.npz"
    arguments = ["--set", "solver.learning_rate=1000", "--set", "objective.l2=1", "--save", str(model)]
    assert run_command_line(["run", recipe, *arguments, "--json", str(target)]) == 1
    written = json.loads(target.read_text())
    assert written["stopped_because"] == "diverged"
    output = capsys.readouterr()
    assert "try " in output.err and "Traceback" not in output.err
    assert "No model was saved." in output.out and not model.exists()


def test_quiet_prints_nothing(recipe, capsys):
    assert run_command_line(["run", recipe, "--quiet"]) == 0
    output = capsys.readouterr()
    assert (output.out, output.err) == ("", "")


def test_a_terminal_sees_a_bar_and_quiet_hides_it(recipe, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("app.command_line.output._PATIENCE", 0.0)
    for quiet in ([], ["--quiet"]):
        terminal = Terminal()
        monkeypatch.setattr("sys.stderr", terminal)
        assert run_command_line(["run", recipe, *quiet]) == 0
        assert ("Training" in terminal.getvalue()) == (not quiet)


@pytest.mark.parametrize("flag", ["--json", "--save"])
def test_a_place_that_cannot_be_written_fails_before_the_training(
    recipe, flag, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("app.command_line.run_command.run_recipe", lambda *_: pytest.fail("trained in vain"))
    assert run_command_line(["run", recipe, flag, str(tmp_path / "missing" / "file")]) == 1
    assert "There is no folder" in capsys.readouterr().err


def test_data_and_recipe_that_disagree_fail(recipe, capsys):
    assert run_command_line(["run", recipe, "--set", "task.classes=[0, 7]"]) == 1
    assert "no class 7" in capsys.readouterr().err


def test_the_summary_shows_both_iterates_where_they_differ(recipe):
    changed = chosen_recipe(recipe, ["solver.batch_size=5", "solver.learning_rate=3"])
    result = run(changed)
    text = summary(result)
    assert (result.best.iteration != result.final.iteration) == ("best, iteration" in text)
    for part in ("train", "validation", "test"):
        assert f"{getattr(result.final, part + '_accuracy'):.2%}" in text
    assert "Trained on 216 rows" in text and text.endswith(result.sentence)


def test_parts_that_are_empty_are_left_out(recipe):
    text = summary(run(chosen_recipe(recipe, ["data.validation=0", "data.test=0"])))
    assert "validation" not in text and "\ntest" not in text


def test_a_run_that_would_never_end_is_wrong_usage():
    import pytest

    from app.command_line.output import UsageError
    from app.command_line.run_command import chosen_recipe

    with pytest.raises(UsageError, match="never end"):
        chosen_recipe("zero-vs-one-neuron", ["stopping.iterations=0"])
