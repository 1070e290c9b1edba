import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PySide6.QtGui import QColor, QImage

from app.look.contrast import contrast
from app.look.theme import DARK, LIGHT, Theme
from app.plots.colormaps import MAP_NAMES, MapName, colormap, indices, q_rgb

THEMES = (DARK, LIGHT)


def names_of(table: np.ndarray) -> list[str]:
    return [f"#{r:02x}{g:02x}{b:02x}" for r, g, b, _ in table]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", ["blue–orange", "seismic", "grey"])
def test_a_table_has_256_opaque_colours_and_cannot_be_changed(name: MapName, theme: Theme) -> None:
    table = colormap(name, theme)
    assert table.shape == (256, 4) and table.dtype == np.uint8
    assert (table[:, 3] == 255).all()
    with pytest.raises(ValueError):
        table[0] = 0


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_zero_is_the_card_and_both_sides_leave_it_steadily(theme: Theme) -> None:
    colours = names_of(colormap("blue–orange", theme))
    assert colours[128] == theme.card
    ratios = np.array([contrast(colour, theme.card) for colour in colours])
    assert (np.diff(ratios[1:129]) <= 0).all()
    assert (np.diff(ratios[128:]) >= 0).all()
    assert min(ratios[1], ratios[255]) >= 6.5
    # Equal weights of opposite sign weigh about the same to the eye.
    assert np.allclose(ratios[1:128][::-1], ratios[129:], rtol=0.25)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_blue_speaks_against_and_orange_for(theme: Theme) -> None:
    table = colormap("blue–orange", theme).astype(int)
    for row in (1, 30, 64):
        assert table[row, 2] > table[row, 0] + 40
    for row in (192, 225, 255):
        assert table[row, 0] > table[row, 2] + 40


def test_seismic_and_grey_are_the_same_in_both_themes() -> None:
    for name in ("seismic", "grey"):
        assert np.array_equal(colormap(name, DARK), colormap(name, LIGHT))  # type: ignore[arg-type]
    assert names_of(colormap("seismic", DARK))[128] == "#ffffff"
    assert (colormap("grey", DARK)[:, 0] == np.arange(256)).all()
    assert "seismic" in MAP_NAMES and "grey" not in MAP_NAMES


def test_indexed_image_shows_the_colours() -> None:
    table = colormap("blue–orange", DARK)
    image = QImage(256, 1, QImage.Format.Format_Indexed8)
    image.setColorTable(q_rgb(table))
    for index in range(256):
        image.setPixel(index, 0, index)
    for index in (0, 1, 77, 128, 255):
        assert image.pixelColor(index, 0) == QColor(*(int(c) for c in table[index]))


def test_indices_put_zero_in_the_middle_and_the_limits_at_the_ends() -> None:
    assert indices([-2.0, -1.0, 0.0, 0.5, 2.0, 9.0], 2.0).tolist() == [1, 64, 128, 160, 255, 255]
    assert indices([3.0, -3.0], 0.0).tolist() == [128, 128]
    assert indices([np.nan, np.inf, -np.inf], 1.0).tolist() == [128, 255, 1]


@given(
    hnp.arrays(np.float64, hnp.array_shapes(max_dims=2), elements=st.floats(-1e300, 1e300)),
    st.floats(1e-300, 1e300),
)
def test_opposite_values_lie_opposite(values: np.ndarray, limit: float) -> None:
    there, back = indices(values, limit).astype(int), indices(-values, limit).astype(int)
    assert (there + back == 256).all()
