from __future__ import annotations

from app.command_line.cli import run_command_line
from lrengine.recipe import About, Axis, Recipe, Sweep
from lrengine.recipe_files import bundled_recipes, in_order
from lrengine.settings import all_settings


def test_each_line_begins_with_a_name_and_goes_on_with_its_title_and_chapter(capsys):
    assert run_command_line(["recipes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    bundled = bundled_recipes()
    assert [line.split()[0] for line in lines] == [name for name, _ in in_order(bundled)]
    for line in lines:
        name = line.split()[0]
        about = bundled[name].about
        told = line.removeprefix(name).strip()
        assert told.startswith(about.title) and told.endswith(about.chapter)


def test_sweeps_say_how_many_runs_they_are(capsys, monkeypatch):
    sweep = Sweep(vary=(Axis(setting="objective.l1", values=(0.0, 0.1, 0.2)),), repeats=2)
    listed = {"plain": Recipe(about=About(title="One run")), "swept": Recipe(sweep=sweep)}
    monkeypatch.setattr("app.command_line.recipes_command.bundled_recipes", lambda: listed)
    assert run_command_line(["recipes"]) == 0
    assert capsys.readouterr().out.splitlines() == ["plain  One run", "swept   (sweep, 6 runs)"]


def test_every_setting_is_told_with_its_default_bounds_and_sentence(capsys):
    assert run_command_line(["recipes", "--settings"]) == 0
    text = capsys.readouterr().out
    for setting in all_settings():
        assert f"{setting.key} = " in text and setting.description in text
    assert "solver.learning_rate = 0.1\n" in text
    assert "a number between 1e-08 and 10000" in text
    assert "task.intercept = true" in text and "task.classes = []" in text and 'data.path = ""' in text
