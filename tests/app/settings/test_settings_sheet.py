"""The panel's part of the style sheet."""

import pytest

from app.look.theme import DARK, LIGHT
from app.settings.settings_sheet import settings_sheet


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_sheet_is_filled_in(qapp, theme):
    sheet = settings_sheet(theme)
    assert "$" not in sheet and theme.bad in sheet and sheet.count("{") == sheet.count("}")
