import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.look.stylesheet import stylesheet
from app.look.theme import DARK, LIGHT, Theme


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_token_is_filled_in_and_qt_can_read_it(qtbot: QtBot, theme: Theme) -> None:
    text = stylesheet(theme, QFont())
    assert "$" not in text
    assert text.count("{") == text.count("}")
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setStyleSheet(text)  # what Qt cannot read is a warning, and warnings fail
    widget.ensurePolished()


def test_its_pictures_exist(qapp: QApplication) -> None:
    paths = re.findall(r"url\(([^)]+)\)", stylesheet(DARK, QFont()))
    assert len(paths) >= 3
    assert all(Path(path).is_file() for path in paths)


def test_colours_come_from_the_theme_alone(qapp: QApplication) -> None:
    allowed = {*(value for value in vars(LIGHT).values() if isinstance(value, str)), "#ffffff"}
    text = stylesheet(LIGHT, QFont())
    foreign = set(re.findall(r"#[0-9a-f]{6}", text)) - allowed
    assert len(foreign) <= 2  # the faded ink and the fill under the mouse, mixed from the theme's
    assert not set(re.findall(r"#[0-9a-f]{6}", text)) & {DARK.ground, DARK.card, DARK.field}


def test_small_text_grows_with_the_font(qapp: QApplication) -> None:
    sizes = []
    for points in (10, 20):
        font = QFont()
        font.setPointSizeF(points)
        found = re.search(r"font-size: ([\d.]+)pt", stylesheet(DARK, font))
        assert found
        sizes.append(float(found[1]))
    assert sizes[1] == pytest.approx(2 * sizes[0], rel=0.1)
