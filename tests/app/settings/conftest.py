"""Editors of settings on screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from lrengine.settings import find_setting


@pytest.fixture
def show_editor(qtbot):
    """Shows the editor that `make(setting, parent)` gives; `heard` gathers the values it announces."""
    windows = []

    def show(make, key, width=180, height=60, *, has_focus=True):
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        if not has_focus:
            QLineEdit(window).setFocus()
        editor = make(find_setting(key), window)
        editor.setGeometry(0, 0 if has_focus else 40, width, height)
        with qtbot.waitExposed(window):
            window.show()
        editor.heard = []
        editor.value_changed.connect(editor.heard.append)
        return editor

    return show
