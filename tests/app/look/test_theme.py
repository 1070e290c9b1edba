import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.look.contrast import contrast
from app.look.theme import DARK, LIGHT, Theme, apply_theme, icon, palette, system_theme, tabular

THEMES = (DARK, LIGHT)
ICONS = ("play", "pause", "step", "reset", "undo", "redo", "clear", "paste", "app")


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application, its own look put back afterwards."""
    style, colours, font = qapp.style().objectName(), qapp.palette(), qapp.font()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setStyle(style)
    qapp.setPalette(colours)
    qapp.setFont(font)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_texts_stand_out(theme: Theme) -> None:
    for surface in (theme.ground, theme.card, theme.field):
        for text in (theme.ink, theme.quiet_ink, theme.good, theme.bad):
            assert contrast(text, surface) >= 4.5, (text, surface)
    assert contrast(theme.on_fill, theme.fill) >= 4.5
    assert contrast(theme.ink, theme.hover) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_curves_edges_and_the_focus_ring_stand_out(theme: Theme) -> None:
    for surface in (theme.ground, theme.card, theme.field):
        for line in (theme.training, theme.validation, theme.test, theme.good, theme.edge, theme.accent):
            assert contrast(line, surface) >= 3.0, (line, surface)


def test_themes_are_complete_and_of_opposite_lightness() -> None:
    for theme in THEMES:
        colours = [value for value in vars(theme).values() if str(value).startswith("#")]
        assert len(colours) == len(vars(theme)) - 2
        assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)
    assert contrast(DARK.ink, "#000000") > 10 > 2 > contrast(LIGHT.ink, "#000000")


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_application_takes_the_colours(app: QApplication, qtbot: QtBot, theme: Theme) -> None:
    apply_theme(app, theme)
    assert app.style().metaObject().className() == "QStyleSheetStyle"
    assert app.palette().color(QPalette.ColorRole.Window) == QColor(theme.ground)
    assert app.palette().color(QPalette.ColorRole.Text) == QColor(theme.ink)
    assert app.font().featureValue(QFont.Tag("tnum")) == 1
    button = QPushButton("Train")
    button.setProperty("primary", True)
    qtbot.addWidget(button)
    button.resize(120, 40)
    assert button.grab().toImage().pixelColor(12, 20) == QColor(theme.fill)


def test_section_heads_are_upper_case_and_spaced(app: QApplication, qtbot: QtBot) -> None:
    apply_theme(app, DARK)
    head = QLabel("Solver")
    head.setProperty("section", True)
    plain = QLabel("Solver")
    for label in (head, plain):
        qtbot.addWidget(label)
        label.ensurePolished()
    assert head.font().capitalization() == QFont.Capitalization.AllUppercase
    assert head.font().letterSpacing() > 0
    assert head.font().pointSizeF() < plain.font().pointSizeF()


def test_themes_can_follow_each_other(app: QApplication, qtbot: QtBot) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    label.show()
    for theme in (DARK, LIGHT, DARK):
        apply_theme(app, theme)
        assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(theme.ink)


def test_disabled_text_is_fainter(qapp: QApplication) -> None:
    for theme in THEMES:
        colours = palette(theme)
        off = colours.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name()
        assert contrast(off, theme.card) < contrast(theme.quiet_ink, theme.card)


def test_tabular_leaves_the_given_font_alone(qapp: QApplication) -> None:
    font = QFont()
    before = len(font.featureTags())
    assert tabular(font).featureValue(QFont.Tag("tnum")) == 1
    assert len(font.featureTags()) == before


@pytest.mark.parametrize("name", ICONS)
def test_icons_take_the_ink(qapp: QApplication, name: str) -> None:
    seen = {}
    for theme in THEMES:
        made = icon(name, theme)
        image = made.pixmap(QSize(32, 32)).toImage()
        seen[theme.name] = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        }
        assert seen[theme.name]
        if name != "app":
            assert theme.ink in seen[theme.name]
    assert (seen["dark"] == seen["light"]) == (name == "app")


def test_icons_take_another_colour_and_fade_when_disabled(qapp: QApplication) -> None:
    made = icon("play", LIGHT, "#ffffff")
    normal = made.pixmap(QSize(32, 32)).toImage()
    inside = normal.width() * 3 // 8, normal.height() // 2
    assert normal.pixelColor(*inside) == QColor("#ffffff")
    disabled = made.pixmap(QSize(32, 32), QIcon.Mode.Disabled).toImage().pixelColor(*inside)
    assert disabled not in (QColor("#ffffff"), QColor(LIGHT.ink))


def test_every_icon_is_a_drawing_of_our_own() -> None:
    for entry in files("resources").joinpath("icons").iterdir():
        assert entry.name.endswith(".svg")
        assert entry.read_text(encoding="utf-8").startswith("<svg")


def test_system_theme_follows_the_desktop(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hints:
        scheme = Qt.ColorScheme.Dark

        def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802
            return self.scheme

    hints = Hints()
    monkeypatch.setattr(QApplication, "styleHints", lambda *_: hints)
    assert system_theme(qapp) is DARK
    hints.scheme = Qt.ColorScheme.Light
    assert system_theme(qapp) is LIGHT
    hints.scheme = Qt.ColorScheme.Unknown
    assert system_theme(qapp) is LIGHT
