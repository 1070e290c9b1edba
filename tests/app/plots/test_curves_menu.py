import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.look.theme import DARK
from app.plots.curve_plot import CurvePlot
from app.plots.curves_menu import CurvesMenu
from lrengine.history import History, Step


@pytest.fixture
def host(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.plot = CurvePlot(is_share=True, parent=made)
    made.plot.setObjectName("accuracy_plot")
    made.plot.show_theme(DARK, 50)
    yield made


@pytest.fixture
def history():
    made = History()
    made.append(Step(0, 0.0, 0.0, train_risk=0.5))
    return made


def entry(menu, text):
    return next(action for action in menu.actions() if action.text().startswith(text))


def test_nothing_can_be_saved_of_no_run(host):
    menu = CurvesMenu(host.plot, None, None, host)
    assert not entry(menu, "Save figures").isEnabled()
    assert entry(menu, "Fit").isEnabled()


def test_fit_and_logarithm_are_told(host, history, qtbot):
    menu = CurvesMenu(host.plot, history, True, host)
    with qtbot.waitSignal(menu.fit_asked):
        entry(menu, "Fit").trigger()
    with qtbot.waitSignal(menu.log_chosen) as heard:
        entry(menu, "Logarithmic").trigger()
    assert heard.args == [False]


@pytest.mark.parametrize(
    ("text", "suffix"), [("Save as pict", "png"), ("Save as draw", "svg"), ("Save fig", "csv")]
)
def test_a_name_without_an_ending_gets_one(host, history, tmp_path, monkeypatch, text, suffix):
    asked = []

    def choose(parent, caption, name, pattern):
        asked.append(name)
        return str(tmp_path / "mine"), pattern

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    entry(CurvesMenu(host.plot, history, None, host), text).trigger()
    assert asked == [f"accuracy.{suffix}"]
    assert (tmp_path / f"mine.{suffix}").stat().st_size > 0


def test_trouble_is_said_in_one_sentence(host, history, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "a.csv"), ""))
    monkeypatch.setattr(QMessageBox, "warning", lambda parent, title, text: said.append(text))
    entry(CurvesMenu(host.plot, history, None, host), "Save figures").trigger()
    assert len(said) == 1 and "could not be written" in said[0]


def test_changing_one_s_mind_writes_nothing(host, history, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.chdir(tmp_path)
    entry(CurvesMenu(host.plot, history, None, host), "Save figures").trigger()
    assert not list(tmp_path.iterdir())
