from __future__ import annotations

from app.command_line.cli import run_command_line
from lrengine.recipe_files import bundled_recipes
from lrengine.settings import all_settings


def test_each_line_begins_with_a_name_and_goes_on_with_its_title(capsys):
    assert run_command_line(["recipes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    bundled = bundled_recipes()
    assert {line.split()[0] for line in lines} == set(bundled)
    for line in lines:
        name = line.split()[0]
        assert line.removeprefix(name).strip() == bundled[name].about.title


def test_every_setting_is_told_with_its_default_bounds_and_sentence(capsys):
    assert run_command_line(["recipes", "--settings"]) == 0
    text = capsys.readouterr().out
    for setting in all_settings():
        assert f"{setting.key} = " in text and setting.description in text
    assert "solver.learning_rate = 0.1\n" in text
    assert "a number between 1e-08 and 10000" in text
    assert "task.intercept = true" in text and "task.classes = []" in text and 'data.path = ""' in text
