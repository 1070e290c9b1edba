"""A curve plot on screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from app.look.theme import DARK
from app.plots.curve_plot import CurvePlot


@pytest.fixture
def plot(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    made = CurvePlot(is_share=False, parent=host)
    made.show_theme(DARK, 50)
    made.resize(500, 240)
    with qtbot.waitExposed(host):
        host.show()
    yield made
