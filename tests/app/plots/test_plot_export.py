import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.look.theme import DARK
from app.plots.curve_plot import CurvePlot
from app.plots.plot_export import save_plot
from lrengine.errors import LabError
from lrengine.history import History, Step


@pytest.fixture
def plot(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    made = CurvePlot(is_share=False, parent=host)
    made.setObjectName("risk_plot")
    made.show_theme(DARK, 50)
    made.resize(300, 200)
    with qtbot.waitExposed(host):
        host.show()
    made.extend("training", range(100), range(1, 101))
    made.extend("validation", range(100), range(2, 102))
    made.show_optimum(0.5)
    made.draw(0, 100, (50.0, 52.0), follows=True)
    yield made


def test_a_picture_is_larger_than_the_plot_and_shows_it(plot, tmp_path):
    save_plot(plot, None, tmp_path / "risk.png")
    picture = QImage(str(tmp_path / "risk.png"))
    assert picture.width() == 600
    colours = {picture.pixelColor(x, y).name() for x in range(600) for y in range(picture.height())}
    assert {DARK.card, DARK.training} <= colours


def test_a_drawing_is_svg_with_text_and_lines(plot, tmp_path):
    save_plot(plot, None, tmp_path / "risk.svg")
    text = (tmp_path / "risk.svg").read_text(encoding="utf-8")
    assert "<svg" in text and "optimum .5000" in text
    assert text.count(DARK.training) >= 1


def test_figures_are_the_history(plot, tmp_path):
    history = History()
    history.append(Step(0, 0.0, 0.0, train_risk=0.25))
    save_plot(plot, history, tmp_path / "risk.csv")
    assert (tmp_path / "risk.csv").read_text(encoding="utf-8") == history.to_csv()


@pytest.mark.parametrize("name", ["missing/risk.png", "missing/risk.svg", "missing/risk.csv", "risk.doc"])
def test_what_cannot_be_written_is_one_sentence(plot, tmp_path, name):
    with pytest.raises(LabError, match=r"could not be written.*\.$"):
        save_plot(plot, History(), tmp_path / name)
