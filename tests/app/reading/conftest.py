"""A window of its own for each widget, and one drawing in the records that the views show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.reading.shown_evidence import ShownEvidence
from app.reading.shown_lens import Steadiness

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def stood_up(qtbot: QtBot) -> Show:
    """Put a widget on screen at a size, in a window of its own."""
    windows = []

    def show(widget: QWidget, width: int, height: int) -> QWidget:
        # Without a screen Qt cannot tell a window its least size, and warns.
        window = QWidget()
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(width, height)
        widget.setParent(window)
        widget.resize(width, height)
        widget.show()
        with qtbot.waitExposed(window):
            window.show()
        return widget

    return show


@pytest.fixture
def evidence() -> ShownEvidence:
    """A cross of ink whose upper half speaks for 3, and its lower half for 8."""
    picture = np.zeros((8, 8))
    picture[:, 3] = picture[4, :] = 1.0
    tint = picture * np.linspace(1, -1, 8)[:, None]
    return ShownEvidence(picture, tint, 7.31, -0.42, 6.89, "3", "8")


@pytest.fixture
def steadiness() -> Steadiness:
    """Read as 3, but as 8 two pixels to the right, and as 1 when small."""
    classes = np.full((5, 5), 0)
    classes[:, 4] = 1
    sizes = np.array([2, 0, 0])
    return Steadiness(
        ("3", "8", "1"), 0, np.arange(-2, 3), classes, np.full((5, 5), 0.61),
        np.array([0.7, 1.0, 1.3]), sizes, np.full(3, 0.9),
    )  # fmt: skip
