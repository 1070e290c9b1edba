"""The panel's plan: complete, without repeats, and about settings that exist."""

from collections import Counter

import pytest

from app.settings.number_scale import WINDOWS
from app.settings.number_text import ZERO_WORDS
from app.settings.setting_layout import (
    OBJECT_NAMES,
    SECTIONS,
    SHOWN_WHEN,
    edited_settings,
    is_shown,
    object_name,
    settings_of,
)
from lrengine.recipe import Recipe
from lrengine.settings import change, find_setting


def test_every_setting_stands_in_exactly_one_section():
    placed = Counter(setting.key for section in SECTIONS for setting in settings_of(section))
    assert placed == Counter(setting.key for setting in edited_settings())


def test_the_tables_speak_of_settings_that_exist():
    for key in [*SHOWN_WHEN, *OBJECT_NAMES, *WINDOWS, *ZERO_WORDS]:
        find_setting(key)
    for rule in SHOWN_WHEN.values():
        for key, values in rule.items():
            assert set(values or ()) <= set(find_setting(key).choices)


def test_windows_lie_within_the_bounds():
    for key, (low, high) in WINDOWS.items():
        setting = find_setting(key)
        assert setting.minimum <= low < high <= setting.maximum


def test_words_for_zero_stand_where_zero_is_allowed():
    assert all(find_setting(key).minimum == 0 for key in ZERO_WORDS)


def test_object_names_are_unique():
    names = [object_name(setting.key) for setting in edited_settings()]
    assert len(set(names)) == len(names)
    assert object_name("stopping.iterations") == "setting_stopping_iterations"


@pytest.mark.parametrize(
    ("key", "changes", "shown"),
    [
        ("solver.momentum", {}, False),
        ("solver.momentum", {"solver.name": "nesterov"}, True),
        ("solver.learning_rate", {}, True),
        ("solver.learning_rate", {"solver.name": "lbfgs"}, False),
        ("solver.schedule_epochs", {}, False),
        ("solver.schedule_epochs", {"solver.schedule": "cosine"}, True),
        ("solver.schedule_epochs", {"solver.schedule": "cosine", "solver.name": "lbfgs"}, False),
        ("solver.schedule_factor", {"solver.schedule": "cosine"}, False),
        ("solver.schedule_factor", {"solver.schedule": "step"}, True),
        ("data.path", {}, False),
        ("data.path", {"data.name": "file"}, True),
        ("objective.l2_convention", {}, True),
        ("solver.start_scale", {}, False),
        ("solver.start_scale", {"solver.start": "normal"}, True),
        ("stopping.monitor", {}, False),
        ("stopping.monitor", {"stopping.patience": 3}, True),
    ],
)
def test_only_what_matters_is_shown(key, changes, shown):
    assert is_shown(key, change(Recipe(), changes)) is shown
