"""Tooltips and the check of one value."""

import pytest

from app.settings.setting_help import checked, help_text
from lrengine.errors import LabError
from lrengine.settings import all_settings, find_setting


@pytest.mark.parametrize("setting", all_settings(), ids=lambda setting: setting.key)
def test_help_gives_the_sentence_the_bounds_and_when_it_acts(setting):
    text = help_text(setting).replace("&lt;", "<").replace("&amp;", "&")
    assert setting.description in text
    assert ("Acts at once." in text) is setting.live
    assert ("Needs a new start." in text) is not setting.live


def test_bounds_are_written_as_the_panel_writes_numbers():
    assert "A whole number of rows from 0 to 1,000,000." in help_text(find_setting("solver.batch_size"))


def test_checked_returns_what_a_recipe_holds():
    value = checked(find_setting("solver.learning_rate"), 1)
    assert value == 1.0 and isinstance(value, float)


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("solver.learning_rate", -1.0, "Learning rate must be a number from 1e-08 to 10,000."),
        ("data.order", "sideways", "must be one of seeded, file, train_test_split"),
    ],
)
def test_refusals_say_what_is_allowed(key, value, sentence):
    with pytest.raises(LabError, match=sentence):
        checked(find_setting(key), value)
