"""Colours of the dark and the light look, applied to the whole application, and its icons."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.look.contrast import mix
from app.look.stylesheet import stylesheet

_ICON_SIDES = (16, 24, 32, 48, 64, 128)


@dataclass(frozen=True)
class Theme:
    """Colours as #rrggbb.

    Texts (ink, quiet_ink, good, bad, on_fill over fill) have a contrast of at least 4.5:1 to ground, card
    and field; curves, edge and accent at least 3:1. `line` is for hairlines that only decorate.
    """

    name: str
    dark: bool
    ground: str
    card: str
    field: str
    hover: str
    line: str
    edge: str
    ink: str
    quiet_ink: str
    accent: str
    fill: str
    on_fill: str
    training: str
    validation: str
    test: str
    good: str
    bad: str


DARK: Final = Theme(
    name="dark",
    dark=True,
    ground="#14161b",
    card="#1b1e25",
    field="#252933",
    hover="#2f3440",
    line="#2b2f39",
    edge="#6c7383",
    ink="#e8eaf0",
    quiet_ink="#8f96a6",
    accent="#4f8cff",
    fill="#2f6be6",
    on_fill="#ffffff",
    training="#4f8cff",
    validation="#ff9f40",
    test="#a0a6b4",
    good="#37c98b",
    bad="#ff7a70",
)

LIGHT: Final = Theme(
    name="light",
    dark=False,
    ground="#f3f4f7",
    card="#ffffff",
    field="#f3f4f7",
    hover="#e6e8ee",
    line="#dfe2e9",
    edge="#868d9d",
    ink="#1c2030",
    quiet_ink="#677084",
    accent="#2563eb",
    fill="#2563eb",
    on_fill="#ffffff",
    training="#2563eb",
    validation="#c96f00",
    test="#7f8697",
    good="#0b7d52",
    bad="#c42b26",
)


def system_theme(app: QApplication) -> Theme:
    """The theme that the desktop asks for; light where it says nothing."""
    return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Fusion in the theme's colours, one style sheet, and figures of equal width."""
    font = tabular(app.font())
    sheet = stylesheet(theme, font)
    if app.styleSheet() == sheet:
        # It is dressed so already; to dress it again would polish every widget there is.
        return
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(font)
    app.setStyleSheet(sheet)


def palette(theme: Theme) -> QPalette:
    """What widgets that paint themselves read; Mid is the hairline, Dark the edge of a control."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.ground,
        roles.WindowText: theme.ink,
        roles.Base: theme.card,
        roles.AlternateBase: theme.field,
        roles.Text: theme.ink,
        roles.PlaceholderText: theme.quiet_ink,
        roles.Button: theme.field,
        roles.ButtonText: theme.ink,
        roles.BrightText: theme.bad,
        roles.ToolTipBase: theme.field,
        roles.ToolTipText: theme.ink,
        roles.Highlight: theme.fill,
        roles.HighlightedText: theme.on_fill,
        roles.Accent: theme.accent,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.Light: theme.hover,
        roles.Midlight: theme.hover,
        roles.Mid: theme.line,
        roles.Dark: theme.edge,
        roles.Shadow: "#000000",
    }
    made = QPalette()
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    faded = QColor(mix(theme.quiet_ink, theme.card, 0.4))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faded)
    made.setColor(QPalette.ColorGroup.Disabled, roles.Accent, faded)
    return made


def tabular(font: QFont) -> QFont:
    """The font with figures of equal width, where it has them."""
    font = QFont(font)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def icon(name: str, theme: Theme, colour: str | None = None) -> QIcon:
    """An icon of resources/icons in the theme's ink or another colour, faded where it is disabled."""
    source = files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    faded = mix(theme.quiet_ink, theme.card, 0.4)
    made = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, colour or theme.ink), (QIcon.Mode.Disabled, faded)):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", tint).encode()))
        for side in _ICON_SIDES:
            pixmap = QPixmap(QSize(side, side))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, side, side))
            painter.end()
            made.addPixmap(pixmap, mode)
    return made
