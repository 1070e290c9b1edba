"""The window opens where it was left, and its plots come after the canvas."""

from PySide6.QtWidgets import QWidget

from app.launch import PlotsAfterFirstPaint, session_home
from app.main_window import MainWindow


def test_the_home_may_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("LOGITLAB_HOME", str(tmp_path))
    assert session_home() == tmp_path
    monkeypatch.delenv("LOGITLAB_HOME")
    assert session_home().name == "logit-lab"


def test_plots_are_built_after_the_first_paint(qtbot, small_data):
    window = MainWindow(defer_plots=True)
    qtbot.addWidget(window)
    PlotsAfterFirstPaint(window)
    assert window.findChild(QWidget, "risk_plot") is None
    window.show()
    qtbot.waitUntil(lambda: window.findChild(QWidget, "risk_plot") is not None)
    window.close()
