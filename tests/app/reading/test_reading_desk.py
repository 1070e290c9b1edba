import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.drawing.drawing_history import Drawing
from app.drawing.drawing_panel import DrawingPanel
from app.reading import evidence_view, lens_view, nearest_strip
from app.reading.reading_desk import NO_ROWS, ReadingDesk
from app.reading.reading_panel import LENS, LIKE, WHY
from app.session import Session
from lrengine.features import Pixels
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change

ONE = Drawing((np.array([[0.5, 0.2], [0.5, 0.8]]),))


class Lab:
    def __init__(self, panel: DrawingPanel) -> None:
        self.panel, self.session = panel, Session()
        self.desk = ReadingDesk(self.session, panel, self.session)
        self.session.drawing_changed.connect(self.read)
        self.session.run_began.connect(self.read)
        self.read()

    def read(self) -> None:
        prediction, stages = self.session.read_drawing()
        self.panel.prediction.show_prediction(prediction)
        self.desk.take(prediction, stages)


@pytest.fixture
def lab(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 900)
    panel = DrawingPanel(window)
    panel.resize(300, 900)
    panel.open_parts((WHY,))
    with qtbot.waitExposed(window):
        window.show()
    made = Lab(panel)
    yield made
    made.desk.close()
    made.session.close()


def test_evidence_follows_the_drawing_at_once(lab: Lab) -> None:
    evidence = lab.panel.reading.evidence
    assert evidence.notice.text() == evidence_view.NOTHING
    lab.session.set_drawing(ONE)
    assert evidence.picture.image() is not None
    model = lab.session.model
    _, stages = lab.session.read_drawing()
    logits = np.sort(model.logits(stages.image[np.newaxis])[0])
    title, number = evidence.sum.lines[2]
    assert title.startswith("= 1 − ")
    assert float(number.replace("−", "-")) == pytest.approx(logits[-1] - logits[-2], abs=0.006)
    lab.session.set_drawing(Drawing())
    assert evidence.picture.image() is None


def test_another_contrast_is_asked_for_and_forgotten(qtbot: QtBot, lab: Lab) -> None:
    lab.session.set_drawing(ONE)
    evidence, bars = lab.panel.reading.evidence, lab.panel.prediction.bars
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.row_rect(4).center().toPoint())
    assert evidence.sum.lines[2][0] == "= 1 − 4"
    qtbot.keyClick(evidence.rival, Qt.Key.Key_Home)
    assert evidence.sum.lines[2][0] == "= logit of 1"
    qtbot.keyClick(evidence.why, Qt.Key.Key_Down)
    assert evidence.sum.lines[2][0] == "= logit of 2"
    lab.session.set_drawing(Drawing())
    lab.session.set_drawing(ONE)
    assert evidence.sum.lines[2][0].startswith("= 1 − ")


def test_closed_parts_cost_nothing(lab: Lab) -> None:
    lab.panel.open_parts(())
    lab.session.set_drawing(ONE)
    assert lab.panel.reading.evidence.picture.image() is None
    lab.panel.open_parts((WHY,))
    assert lab.panel.reading.evidence.picture.image() is not None


def test_lens_and_neighbours_come_from_beside(qtbot: QtBot, lab: Lab) -> None:
    reading = lab.panel.reading
    lab.panel.open_parts((LENS, LIKE))
    assert reading.lens.notice.text() == lens_view.NOTHING
    assert reading.nearest.notice == nearest_strip.NOTHING
    lab.session.set_drawing(ONE)
    qtbot.waitUntil(lambda: len(reading.lens.strip.stages) == 6)
    # No rows were loaded in this session.
    assert reading.nearest.notice == NO_ROWS
    first = reading.lens.map.steadiness
    lab.session.set_drawing(Drawing((np.array([[0.2, 0.2], [0.8, 0.8]]),)))
    qtbot.waitUntil(lambda: reading.lens.map.steadiness is not first)
    lab.session.set_drawing(Drawing())
    assert reading.lens.notice.text() == lens_view.NOTHING and reading.lens.notice.isVisible()


def test_a_model_of_points_says_so(lab: Lab) -> None:
    lab.panel.open_parts((WHY, LENS, LIKE))
    recipe = change(Recipe(), {"data.name": "moons"})
    points = Model(Pixels("unit", 1.0, (2,)), np.ones((2, 2)), np.zeros(2), ("0", "1"), recipe, "By hand.")
    lab.session.set_drawing(ONE)
    lab.session.show_model(points)
    reading = lab.panel.reading
    assert reading.evidence.notice.text() == "This model reads points, not drawings."
    assert reading.lens.notice.text() == reading.nearest.notice == reading.evidence.notice.text()
