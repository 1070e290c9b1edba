"""Pictures of digits as people have them: any size, either polarity, imperfect paper."""

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrengine.drawing import prepare, prepare_picture, rasterise
from lrengine.errors import LabError
from lrengine.picture import ink_of_picture, signed_distance, stroke_width

SEVEN = [np.array([(0.3, 0.25), (0.5, 0.26), (0.7, 0.25), (0.6, 0.5), (0.45, 0.8)])]
READ = prepare(SEVEN).image


def difference(stages):
    assert stages is not None
    return float(np.abs(stages.image.astype(float) - READ).sum() / READ.sum(dtype=float))


def photograph(ink, noise=4.0):
    """Dark ink on grey paper, lit from one corner."""
    rows, columns = np.indices(ink.shape) / len(ink)
    paper = 205 - 60 * columns - 35 * rows**2
    grain = np.random.default_rng(0).normal(0, noise, ink.shape)
    return np.clip(paper * (1 - 0.75 * ink) + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("side", [56, 112, 200, 700])
@pytest.mark.parametrize("width", [0.04, 0.08])
def test_size_and_pen_of_the_picture_do_not_matter(side, width):
    assert difference(prepare_picture(rasterise(SEVEN, width, side))) < 0.2


def test_either_polarity_gives_the_same():
    light = np.rint(rasterise(SEVEN) * 255).astype(np.uint8)
    first, second = prepare_picture(light), prepare_picture(255 - light)
    assert np.abs(first.image.astype(int) - second.image).max() <= 2


def test_numbers_may_be_floats_bytes_or_booleans():
    ink = rasterise(SEVEN, 0.05, 224)
    for picture in (
        ink,
        ink.astype(np.float64) * 255,
        ink > 0.5,
        (ink * 65535).astype(np.uint16),
        3 - 9 * ink,
    ):
        assert difference(prepare_picture(picture)) < 0.2


def test_a_photograph_of_paper_is_read():
    assert difference(prepare_picture(photograph(rasterise(SEVEN, 0.05, 300)))) < 0.25


@pytest.mark.parametrize("lean", [-0.4, 0.0, 0.4])
def test_a_hard_shadow_across_the_page_is_no_ink(lean):
    picture = photograph(rasterise(SEVEN, 0.05, 300)).astype(float)
    rows, columns = np.indices(picture.shape)
    light = 0.5 + 0.5 / (1 + np.exp((columns + lean * rows - 150 * (1 + lean)) / 4))
    assert difference(prepare_picture((picture * light).astype(np.uint8))) < 0.3


@pytest.mark.parametrize("shape", [(14, 14), (64, 64), (200, 160)])
def test_other_sizes_of_input_are_in_proportion(shape):
    stages = prepare_picture(rasterise(SEVEN, 0.06), shape)
    drawn = prepare(SEVEN, shape)
    assert np.abs(stages.image - drawn.image.astype(float)).sum() < 0.2 * drawn.image.sum(dtype=float)


def test_a_small_digit_on_a_large_page_is_found():
    page = np.full((600, 400), 250, np.uint8)
    page[420:500, 40:120] = np.rint(250 - 220 * rasterise(SEVEN, 0.06, 80)).astype(np.uint8)
    assert difference(prepare_picture(page)) < 0.25


def test_wide_and_tall_pictures_keep_proportions():
    ink = rasterise(SEVEN, 0.05, 100)
    wide = np.pad(ink, ((0, 0), (80, 220)))
    assert difference(prepare_picture(wide)) < 0.2


def test_mnist_like_images_stay_as_they_are():
    stages = prepare_picture(READ)
    assert difference(stages) < 0.15
    assert stages.picture.shape == (28, 28)


def test_digits8_are_on_a_scale_of_sixteen():
    small = prepare(SEVEN, (8, 8)).image
    again = prepare_picture(np.pad(small, 1), (8, 8))
    assert again.image.max() >= 12
    assert np.corrcoef(again.image.ravel(), small.ravel())[0, 1] > 0.8


@pytest.mark.parametrize(
    "blank",
    [
        np.zeros((28, 28), np.uint8),
        np.full((50, 40), 255, np.uint8),
        np.full((1, 1), 7.0),
        np.full((20, 20), np.nan),
        photograph(np.zeros((120, 120), np.float32)),
        np.linspace(0.4, 0.8, 64 * 64).reshape(64, 64),
    ],
    ids=["black", "white", "one pixel", "not a number", "paper", "shadow"],
)
def test_an_empty_page_gives_nothing(blank):
    assert prepare_picture(blank) is None


@pytest.mark.parametrize("wrong", [np.zeros((3, 4, 3)), np.zeros(5), np.zeros((0, 4)), np.array([["a"]])])
def test_what_is_no_picture_is_refused(wrong):
    with pytest.raises(LabError, match="two dimensions"):
        prepare_picture(wrong)


@given(
    hnp.arrays(
        st.sampled_from([np.uint8, np.int16, np.float32, np.float64, np.bool_]),
        st.tuples(st.integers(1, 24), st.integers(1, 24)),
    ),
    st.sampled_from([(28, 28), (8, 8)]),
)
@settings(max_examples=80, deadline=None)
def test_no_picture_is_too_wild(picture, shape):
    stages = prepare_picture(picture, shape)
    if stages is not None:
        assert stages.image.shape == shape
        for stage in (stages.picture, stages.cropped, stages.scaled):
            assert np.isfinite(stage).all() and stage.min() >= 0 and stage.max() <= 1 + 1e-5


def test_ink_runs_from_nothing_to_full():
    ink = ink_of_picture(photograph(rasterise(SEVEN, 0.05, 300)))
    assert ink.shape == (256, 256) and ink.min() == 0 and ink.max() == 1
    assert (ink > 0.5).mean() == pytest.approx((rasterise(SEVEN, 0.05, 256) > 0.5).mean(), rel=0.1)


@pytest.mark.parametrize("width", [3, 6, 11])
def test_stroke_width_of_a_line(width):
    ink = rasterise([np.array([(0.1, 0.3), (0.9, 0.6)])], width / 100, 100)
    assert stroke_width(ink) == pytest.approx(width, rel=0.1)


def test_signed_distance_of_a_disc():
    rows, columns = np.indices((40, 40)) + 0.5
    exact = 12.2 - np.hypot(rows - 20, columns - 19)
    disc = np.clip(exact + 0.5, 0, 1).astype(np.float32)
    assert signed_distance(disc, 30) == pytest.approx(exact, abs=0.8)
    near = signed_distance(disc, 3)
    close = np.abs(exact) < 3
    assert near[close] == pytest.approx(exact[close], abs=0.8)
    assert np.abs(near[~close]).min() > 2
