from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest

from app.command_line.cli import run_command_line
from app.command_line.output import UsageError
from app.command_line.run_command import chosen_recipe, summary
from lrengine.errors import LabError
from lrengine.experiment import run
from lrengine.model import load_model


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
    assert run_command_line(["run", recipe, flag, str(tmp_path / "missing" / "file")]) == 2
    assert "There is no folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("classes", "said"), [("[0, 7]", "no class 7"), ("0", "two different classes"), ("1,1", "two different")]
)
def test_settings_that_the_data_cannot_have_are_wrong_usage(recipe, classes, said, capsys):
    assert run_command_line(["run", recipe, "--set", f"task.classes={classes}"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("name", ["m.txt", "m.npz.bak"])
def test_a_model_of_another_ending_is_refused_before_the_training(recipe, name, tmp_path, capsys):
    assert run_command_line(["run", recipe, "--save", str(tmp_path / name)]) == 2
    assert "saved as .npz" in capsys.readouterr().err
    assert [path.suffix for path in tmp_path.iterdir()].count(".npz") == 1


def test_a_model_without_an_ending_gets_its_own_and_says_so(recipe, tmp_path, capsys):
    assert run_command_line(["run", recipe, "--save", str(tmp_path / "model")]) == 0
    assert f"{tmp_path / 'model.npz'}." in capsys.readouterr().out
    assert load_model(tmp_path / "model.npz").class_names == ("0", "1")


def test_the_summary_shows_both_iterates_where_they_differ(recipe):
    changed = chosen_recipe(recipe, ["solver.learning_rate=3"])
    result = run(changed)
    text = summary(result)
    assert result.best.iteration != result.final.iteration and "best, iteration" in text
    assert "Best is the highest accuracy on the validation rows" in text and "keeps the final" in text
    for part in ("train", "validation", "test"):
        assert f"{getattr(result.final, part + '_accuracy'):.2%}" in text
    assert "Trained on 216 rows" in text and text.endswith(result.sentence)


def test_parts_that_are_empty_are_left_out(recipe):
    text = summary(run(chosen_recipe(recipe, ["data.validation=0", "data.test=0"])))
    assert "validation" not in text and "\ntest" not in text


def test_a_run_that_would_never_end_is_wrong_usage():
    with pytest.raises(UsageError, match="never end"):
        chosen_recipe("zero-vs-one-neuron", ["stopping.iterations=0"])


def test_polynomials_of_images_are_one_sentence(capsys):
    arguments = ["--set", "features.kind=polynomial", "--set", "data.name=digits8", "--quiet"]
    assert run_command_line(["run", "zero-vs-one-neuron", *arguments]) == 2
    said = capsys.readouterr().err
    assert "digits8 holds images of 8×8 pixels" in said and len(said.splitlines()) == 1


def test_rows_that_other_data_lack_give_way_unless_they_were_asked_for(recipe, tmp_path, capsys):
    other = tmp_path / "other.toml"
    other.write_text(Path(recipe).read_text().replace("test = 0.2", "test = 0.2\ntrain = 'first:20000'"))
    path = str(tmp_path / "points.npz")
    assert run_command_line(["run", str(other)]) == 2
    assert "20,000 rows" in capsys.readouterr().err
    assert run_command_line(["run", str(other), "--set", f"data.path={path}"]) == 0
    assert "Training rows first:20000: now 1.0." in capsys.readouterr().err
    sweep = ["sweep", str(other), "--vary", "objective.l2=0,1", "--set", f"data.path={path}"]
    assert run_command_line(sweep) == 0
    assert "Training rows first:20000: now 1.0." in capsys.readouterr().err
    assert (
        run_command_line(["run", str(other), "--set", f"data.path={path}", "--set", "data.train=9999"]) == 2
    )


def test_points_are_placed_by_set(tmp_path, capsys):
    target = tmp_path / "run.json"
    placed = 'data.placed=[[0, 0, "a"], [1, 1.5, "b"]]'
    arguments = ["--set", "data.test=0", "--set", "data.validation=0", "--set", "stopping.iterations=9"]
    recipe = tmp_path / "placed.toml"
    recipe.write_text("[data]\nname = 'points'\n")
    written = ["run", str(recipe), "--json", str(target), "--quiet"]
    assert run_command_line([*written, "--set", placed, *arguments]) == 0
    assert json.loads(target.read_text())["final"]["train_accuracy"] == 1.0
    assert run_command_line([*written, *arguments]) == 2
    assert "No points are placed yet" in capsys.readouterr().err


SWEEP = "[sweep]\nrepeats = 2\n[[sweep.vary]]\nsetting = 'solver.learning_rate'\nvalues = [0.01, 0.5]\n"


@pytest.fixture
def swept(recipe):
    with Path(recipe).open("a") as file:
        file.write(SWEEP)
    return recipe


def test_a_sweep_is_run_and_its_chosen_model_saved(swept, tmp_path, capsys):
    target, model = tmp_path / "runs.json", tmp_path / "model.npz"
    assert run_command_line(["run", swept, "--json", str(target), "--save", str(model)]) == 0
    written = json.loads(target.read_text())
    assert [run["settings"] for run in written["runs"]] == [
        {"solver.learning_rate": rate} for rate in (0.01, 0.01, 0.5, 0.5)
    ]
    chosen = written["runs"][written["chosen"]]
    assert load_model(model).recipe.solver.learning_rate == chosen["settings"]["solver.learning_rate"]
    assert f"Saved the chosen model as {model}." in capsys.readouterr().out


def test_without_a_chosen_run_no_model_is_saved(swept, tmp_path, capsys):
    model = tmp_path / "model.npz"
    assert run_command_line(["run", swept, "--set", "data.validation=0", "--save", str(model)]) == 0
    assert "No model was saved" in capsys.readouterr().out and not model.exists()


def test_a_change_without_effect_is_wrong_usage(swept, capsys):
    assert run_command_line(["run", swept, "--set", "solver.learning_rate=1"]) == 2
    assert "varied by this sweep" in capsys.readouterr().err


def test_what_is_wrong_with_a_sweep_is_wrong_usage(recipe, capsys):
    with Path(recipe).open("a") as file:
        file.write(SWEEP.replace("0.5", "-1"))
    assert run_command_line(["run", recipe]) == 2
    assert "solver.learning_rate cannot take -1" in capsys.readouterr().err


def test_a_cluster_is_asked_at_its_address(recipe, capsys, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "app.command_line.run_command.run_recipe",
        lambda *given, scheduler, **_: (asked.append(scheduler), run(*given[:2]))[1],
    )
    assert run_command_line(["run", recipe, "--quiet", "--scheduler", "tcp://host:8786"]) == 0
    assert run_command_line(["run", recipe, "--quiet"]) == 0
    assert asked == ["tcp://host:8786", ""]
    monkeypatch.undo()
    assert run_command_line(["run", recipe, "--quiet", "--scheduler", "host"]) == 2
    assert capsys.readouterr().err.startswith("host is no scheduler's address")
    assert run_command_line(["run", "learning-rate-sweep", "--scheduler", "tcp://host:8786"]) == 2
    assert "use `logitlab sweep` with --backend dask" in capsys.readouterr().err


def test_a_cluster_that_is_not_there_is_a_failure_and_what_it_cannot_do_wrong_usage(
    recipe, capsys, monkeypatch
):
    def nobody(*_, **__):
        raise LabError("No Dask scheduler answers.")

    monkeypatch.setattr("lrengine.experiment._cluster_at", nobody)
    address = ["--quiet", "--scheduler", "tcp://host:8786"]
    assert run_command_line(["run", recipe, *address]) == 1
    assert capsys.readouterr().err == "No Dask scheduler answers.\n"
    assert run_command_line(["run", recipe, "--set", "solver.batch_size=4", *address]) == 2
    assert "set solver.batch_size to 0" in capsys.readouterr().err
