"""What the settings panel adds to the application's style sheet."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QFontInfo, QGuiApplication

from app.look.theme import Theme

_SHEET = """
QLabel[note="true"] { font-size: ${small}pt; }
EntryField { padding: 3px 6px; }
EntryField:focus { padding: 2px 5px; }
EntryField[invalid="true"] { border: 2px solid $bad; padding: 2px 5px; }
Picker { padding: 3px 2px 3px 8px; }
Picker:focus { padding: 2px 1px 2px 7px; }
"""


def settings_sheet(theme: Theme) -> str:
    """Small notes, narrow paddings, and entries marked as wrong."""
    small = 0.85 * QFontInfo(QGuiApplication.font()).pointSizeF()
    return Template(_SHEET).substitute(bad=theme.bad, small=f"{small:.2f}")
