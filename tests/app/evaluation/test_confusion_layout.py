import itertools

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from app.evaluation.confusion_layout import ConfusionLayout


@pytest.mark.parametrize("count", [2, 10, 26])
@pytest.mark.parametrize("size", [(200, 140), (420, 300)])
def test_cells_lie_inside_apart_and_are_found_again(qapp, count, size):
    room = QRectF(0, 0, *size)
    layout = ConfusionLayout(room, [f"class {k}" for k in range(count)], QFont())
    cells = [(row, column) for row in range(count) for column in range(count)]
    for cell in cells:
        place = layout.cell_rect(cell)
        assert room.contains(place)
        assert layout.cell_at(place.center().x(), place.center().y()) == cell
    row = [layout.cell_rect((0, column)) for column in range(count)]
    assert all(a.right() < b.left() for a, b in itertools.pairwise(row))
    assert layout.cell_at(1, 1) is None


def test_long_names_leave_room_for_the_cells(qapp):
    layout = ConfusionLayout(QRectF(0, 0, 240, 160), ["a very long name of a class", "b"], QFont())
    assert layout.area.width() > 150
    assert ConfusionLayout(QRectF(0, 0, 240, 160), [], QFont()).cell_at(100, 100) is None
