import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.look.contrast import contrast, luminance, mix, readable

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)
    assert contrast("#808080", "#808080") == 1.0


def test_luminance_of_a_grey_follows_the_transfer_curve() -> None:
    # 0x77 / 255 = 0.46667; ((0.46667 + 0.055) / 1.055)^2.4
    assert luminance("#777777") == pytest.approx(0.18447, abs=1e-4)


def test_mixing_goes_from_one_to_the_other() -> None:
    assert mix("#102030", "#f0e0d0", 0.0) == "#102030"
    assert mix("#102030", "#f0e0d0", 1.0) == "#f0e0d0"
    assert mix("#000000", "#646464", 0.5) == "#323232"


@given(colours, colours)
def test_readable_has_the_contrast_on_any_ground(colour: str, ground: str) -> None:
    assert contrast(readable(colour, ground), ground) >= 4.5


def test_readable_leaves_what_is_readable_and_keeps_the_hue() -> None:
    assert readable("#ffffff", "#14161b") == "#ffffff"
    darker = readable("#ff9f40", "#ffffff")
    red, green, blue = (int(darker[i : i + 2], 16) for i in (1, 3, 5))
    assert red > green > blue


def test_readable_gives_the_better_end_where_nothing_reaches_the_ratio() -> None:
    assert readable("#888888", "#777777", ratio=20) == "#000000"
