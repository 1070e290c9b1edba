"""Every panel is dressed when it comes and whenever the theme changes."""

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMainWindow

from app.actions import Actions
from app.look.dresser import Dresser
from app.look.theme import DARK, LIGHT


class Panel:
    def __init__(self):
        self.worn = []

    def show_theme(self, theme):
        self.worn.append(theme)


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.actions_ = Actions(window)
    return window


def test_a_panel_is_dressed_at_once_and_again(window):
    dresser, panel = Dresser(window.actions_, None, window), Panel()
    dresser.choose("dark")
    dresser.add(panel)
    window.actions_.themes.actions()[1].trigger()
    assert panel.worn == [DARK, LIGHT] and dresser.theme is LIGHT


def test_the_choice_is_remembered(window, tmp_path):
    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    Dresser(window.actions_, store, window).choose("dark")
    window.actions_.check_theme("light")
    again = Dresser(window.actions_, store, window)
    again.choose_saved()
    assert again.theme is DARK and window.actions_.theme_name() == "dark"
    again.choose("light")


def test_a_theme_nobody_knows_is_the_systems(window, qapp):
    dresser = Dresser(window.actions_, None, window)
    dresser.choose("no such theme")
    assert dresser.theme in (DARK, LIGHT)
