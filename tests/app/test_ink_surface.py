import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPalette
from pytestqt.qtbot import QtBot

from app.drawing_history import Drawing, Points
from app.ink_surface import InkSurface


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


def image_of(surface: Surface) -> QImage:
    return surface.grab().toImage()


def test_positions_refer_to_the_square_in_the_middle(surface: Surface) -> None:
    surface.resize(160, 200)
    assert surface.in_unit_square(QPointF(0, 20)) == (0, 0)
    assert surface.in_unit_square(QPointF(40.5, 180)) == (40.5 / 160, 1)


def test_prompt_is_there_while_it_is_empty(surface: Surface) -> None:
    def middle_is_dark() -> bool:
        image = image_of(surface)
        ratio = image.devicePixelRatio()
        return all(
            image.pixelColor(round(x * ratio), round(y * ratio)).lightness() == 0
            for x in range(20, 140)
            for y in range(60, 100)
        )

    assert not middle_is_dark()
    surface.content = Drawing((np.array([[0.1, 0.1]]),))
    surface.repaint_all()
    assert middle_is_dark()


def test_a_ring_shows_the_focus(surface: Surface, qtbot: QtBot) -> None:
    surface.setFocus()
    qtbot.waitUntil(surface.hasFocus)
    accent = surface.palette().color(QPalette.ColorRole.Accent)
    assert image_of(surface).pixelColor(80, 0) == accent
    surface.clearFocus()
    assert image_of(surface).pixelColor(80, 0) != accent


def test_a_new_point_changes_the_image_in_place(surface: Surface) -> None:
    points = np.array([[0.2, 0.5], [0.5, 0.5], [0.8, 0.5]])
    surface.content, surface.growing = Drawing((points[:2],)), True
    surface.repaint_all()
    assert image_of(surface).pixelColor(120, 80).lightness() == 0
    surface.content = Drawing((points,))
    surface.repaint_point(points)
    assert image_of(surface).pixelColor(120, 80).lightness() == 255
    surface.growing = False
    surface.repaint_end(points[-2:])
    assert image_of(surface).pixelColor(126, 80).lightness() == 255
