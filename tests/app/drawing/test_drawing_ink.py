import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from app.drawing.drawing_history import Drawing, PenStroke
from app.drawing.drawing_ink import InkImage, end_path, settled_path
from lrengine.drawing import rasterise

SIDE = 112
HOOK = np.array([[0.3, 0.2], [0.6, 0.25], [0.7, 0.5], [0.4, 0.6], [0.35, 0.8]])


def grey(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width()].astype(float) / 255


def grown(ratio: float = 1.0) -> InkImage:
    """The hook painted point by point."""
    ink = InkImage(SIDE, ratio)
    pen = PenStroke()
    for x, y in HOOK:
        pen.add(x, y)
        ink.extend(pen.last(3))
    ink.finish(pen.last(2))
    return ink


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_growing_and_painting_at_once_look_the_same(qapp: object, ratio: float) -> None:
    ink = InkImage(SIDE, ratio)
    ink.show(Drawing((HOOK,)))
    assert ink.image.width() == round(SIDE * ratio)
    # Where pieces overlap, the soft rim is a little heavier.
    assert np.abs(grey(ink.image) - grey(grown(ratio).image)).mean() < 0.004


def test_it_looks_like_what_the_engine_draws(qapp: object) -> None:
    ink = InkImage(SIDE, 1.0)
    ink.show(Drawing((HOOK,)))
    difference = np.abs(grey(ink.image) - rasterise([HOOK], side=SIDE))
    assert difference.mean() < 0.006


def test_a_point_is_a_dot_as_wide_as_the_brush(qapp: object) -> None:
    ink = InkImage(SIDE, 1.0)
    ink.show(Drawing((np.array([[0.5, 0.5]]),), width=0.1))
    area = grey(ink.image).sum()
    assert area == pytest.approx(np.pi * (0.05 * SIDE) ** 2, rel=0.05)


def test_a_growing_stroke_lacks_only_its_end(qapp: object) -> None:
    ink = InkImage(SIDE, 1.0)
    ink.show(Drawing((HOOK,)), growing=True)
    before = grey(ink.image)
    painter = QPainter(ink.image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink.paint_end(painter, HOOK[-2:])
    painter.end()
    whole = InkImage(SIDE, 1.0)
    whole.show(Drawing((HOOK,)))
    assert before.sum() < grey(ink.image).sum() - 20
    assert np.abs(grey(ink.image) - grey(whole.image)).mean() < 0.004


def test_the_changed_part_covers_every_change(qapp: object) -> None:
    ink = InkImage(SIDE, 1.0)
    pen = PenStroke()
    for x, y in HOOK:
        before = grey(ink.image)
        pen.add(x, y)
        part = ink.extend(pen.last(3))
        rows, columns = np.nonzero(grey(ink.image) != before)
        assert all(part.contains(float(j), float(i)) for i, j in zip(rows, columns, strict=True))
        # The end that is painted over it reaches the new point.
        assert part.contains(x * SIDE, y * SIDE)


def test_corners_are_clear_and_stay_so(qapp: object) -> None:
    ink = InkImage(SIDE, 1.0)
    ink.show(Drawing((np.array([[0.0, 0.0], [0.2, 0.0]]),), width=0.2))
    assert ink.image.pixelColor(0, 0).alpha() == 0
    assert ink.image.pixelColor(SIDE // 4, 2).alpha() == 255


def test_a_picture_keeps_its_shape_in_the_middle(qapp: object) -> None:
    picture = np.full((40, 80), 200, np.uint8)
    ink = InkImage(SIDE, 1.0)
    ink.show(Drawing(picture=picture))
    seen = grey(ink.image)
    rows = np.flatnonzero(seen[:, SIDE // 2] > 0.5)
    assert (rows[0], rows[-1]) == (SIDE // 4, 3 * SIDE // 4 - 1)
    assert seen[SIDE // 2, SIDE // 2] == pytest.approx(200 / 255, abs=0.01)


def test_few_pixels_are_shown_as_squares(qapp: object) -> None:
    picture = np.zeros((4, 4), np.uint8)
    picture[1, 1] = 255
    ink = InkImage(SIDE, 1.0)
    ink.show(Drawing(picture=picture))
    assert set(np.unique(grey(ink.image)[16:-16, 16:-16])) == {0.0, 1.0}


def test_paths_of_one_and_two_points(qapp: object) -> None:
    assert settled_path(HOOK[:1]).elementCount() == 1
    assert end_path(HOOK[:1]).currentPosition().toTuple() == pytest.approx(tuple(HOOK[0]), abs=0.011)
    assert settled_path(HOOK[:2]).currentPosition().toTuple() == pytest.approx((0.45, 0.225))
