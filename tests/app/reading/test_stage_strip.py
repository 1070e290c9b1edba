import numpy as np
import pytest

from app.reading.shown_lens import ShownStage
from app.reading.stage_strip import SIDE, StageStrip, caption

TITLES = ("drawn", "cropped", "20 px", "centred", "upright", "features")


def stages(count: int) -> tuple[ShownStage, ...]:
    return tuple(
        ShownStage(title, np.ones((4, 4)), "8" if number < 2 else "3", 0.97, number < 2)
        for number, title in enumerate(TITLES[:count])
    )


def test_a_stage_that_is_read_otherwise_is_marked() -> None:
    assert [caption(stage) for stage in stages(3)] == ["≠ 8 97 %", "≠ 8 97 %", "3 97 %"]


@pytest.mark.parametrize(("count", "lines"), [(1, 1), (4, 1), (5, 2), (6, 2)])
def test_all_stages_lie_inside(stood_up, count: int, lines: int) -> None:
    strip = stood_up(StageStrip(), 252, 300)
    strip.show_stages(stages(count))
    assert strip.lines() == lines
    frames = [strip.frame(number) for number in range(count)]
    for frame in frames:
        assert frame.left() >= 0 and frame.right() <= 252 and frame.bottom() < strip.sizeHint().height()
    for number, frame in enumerate(frames):
        assert not any(frame.intersects(other) for other in frames[number + 1 :])
    assert frames[0].width() == SIDE


def test_it_says_and_paints_what_it_shows(stood_up) -> None:
    strip = stood_up(StageStrip(), 252, 300)
    blank = strip.grab().toImage()
    strip.show_stages(stages(3))
    assert strip.accessibleDescription() == "drawn: ≠ 8 97 %, cropped: ≠ 8 97 %, 20 px: 3 97 %"
    assert strip.grab().toImage() != blank
