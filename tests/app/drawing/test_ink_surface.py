import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from app.drawing.drawing_history import Drawing, Points
from app.drawing.ink_surface import InkSurface


class Surface(InkSurface):
    """Shows what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.content = Drawing()
        self.growing = False

    def drawing(self) -> Drawing:
        return self.content

    def growing_end(self) -> Points | None:
        return self.content.strokes[-1][-2:] if self.growing else None


@pytest.fixture
def surface(qtbot: QtBot) -> Surface:
    widget = Surface()
    qtbot.addWidget(widget)
    widget.resize(160, 160)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def pixel(surface: Surface, x: int, y: int) -> QColor:
    image = surface.grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(x * ratio), round(y * ratio))


def test_positions_refer_to_the_square_in_the_middle(surface: Surface) -> None:
    surface.resize(160, 200)
    assert surface.in_unit_square(QPointF(0, 20)) == (0, 0)
    assert surface.in_unit_square(QPointF(40.5, 180)) == (40.5 / 160, 1)


def test_prompt_is_there_while_it_is_empty(surface: Surface) -> None:
    def middle_is_dark() -> bool:
        image = surface.grab(QRect(20, 60, 120, 40)).toImage()
        places = [(x, y) for x in range(image.width()) for y in range(image.height())]
        return all(image.pixelColor(x, y).lightness() == 0 for x, y in places)

    assert not middle_is_dark()
    surface.content = Drawing((np.array([[0.1, 0.1]]),))
    surface.repaint_all()
    assert middle_is_dark()


def test_a_ring_shows_the_focus(surface: Surface, qtbot: QtBot) -> None:
    surface.setFocus()
    qtbot.waitUntil(surface.hasFocus)
    accent = surface.palette().color(QPalette.ColorRole.Accent)
    assert pixel(surface, 80, 0) == accent
    surface.clearFocus()
    assert pixel(surface, 80, 0) != accent


def test_a_new_point_changes_the_image_in_place(surface: Surface) -> None:
    points = np.array([[0.2, 0.5], [0.5, 0.5], [0.8, 0.5]])
    surface.content, surface.growing = Drawing((points[:2],)), True
    surface.repaint_all()
    assert pixel(surface, 120, 80).lightness() == 0
    surface.content = Drawing((points,))
    surface.repaint_point(points)
    assert pixel(surface, 120, 80).lightness() == 255
    surface.growing = False
    surface.repaint_end(points[-2:])
    assert pixel(surface, 126, 80).lightness() == 255
