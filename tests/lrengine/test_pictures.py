from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from lrengine.drawing import prepare_picture
from lrengine.errors import LabError
from lrengine.pictures import MAX_PIXELS, read_picture

RAMP = np.arange(0, 240, dtype=np.uint8).reshape(12, 20)


def stored(picture: Image.Image, path, **options):
    picture.save(path, **options)
    return path


@pytest.mark.parametrize("ending", ["png", "bmp", "gif", "tiff", "webp"])
def test_grey_pictures_come_back_as_they_are(ending, tmp_path):
    path = stored(
        Image.fromarray(RAMP), tmp_path / f"ramp.{ending}", **({"lossless": True} if ending == "webp" else {})
    )
    grey = read_picture(path)
    assert grey.shape == RAMP.shape and grey.dtype == np.uint8
    assert np.abs(grey.astype(int) - RAMP).max() <= 1


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK"])
def test_every_mode_gives_white_paper_and_black_ink(mode, tmp_path):
    page = Image.new("L", (20, 10), 255)
    page.paste(0, (5, 2, 9, 8))
    path = stored(page.convert(mode), tmp_path / "page.tiff")
    grey = read_picture(path)
    assert grey[0, 0] >= 254 and grey[5, 6] <= 1


def test_transparent_places_are_white(tmp_path):
    picture = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (2, 2, 5, 5))
    grey = read_picture(stored(picture, tmp_path / "a.png"))
    assert grey[0, 0] == 255 and grey[3, 3] == 0


def test_white_ink_on_nothing_is_seen_by_its_transparency(tmp_path):
    picture = Image.new("RGBA", (10, 10), (255, 255, 255, 0))
    picture.paste((255, 255, 255, 255), (2, 2, 5, 5))
    grey = read_picture(stored(picture, tmp_path / "a.png"))
    assert grey[0, 0] == 255 and grey[3, 3] == 0


def test_a_palette_with_a_transparent_colour(tmp_path):
    picture = Image.fromarray(np.repeat([[0, 1]], 4, axis=0).astype(np.uint8), mode=None).convert("P")
    picture.putpalette([0, 0, 0, 90, 90, 90])
    grey = read_picture(stored(picture, tmp_path / "a.png", transparency=0))
    assert grey[0].tolist() == [255, 90]


def test_the_exif_tag_turns_the_picture_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the scene is on the right of what is stored
    path = stored(Image.fromarray(RAMP), tmp_path / "a.png", exif=exif)
    np.testing.assert_array_equal(read_picture(path), np.rot90(RAMP, -1))


def test_sixteen_bits_keep_their_shape(tmp_path):
    wide = RAMP.astype(np.uint16) * 257
    np.testing.assert_array_equal(read_picture(stored(Image.fromarray(wide), tmp_path / "a.png")), RAMP)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 255), (-3, 7)])
def test_decimals_are_brought_to_bytes(low, high, tmp_path):
    decimals = np.linspace(low, high, 256, dtype=np.float32).reshape(16, 16)
    grey = read_picture(stored(Image.fromarray(decimals), tmp_path / "a.tiff"))
    np.testing.assert_allclose(grey.ravel(), np.arange(256), atol=1)


def test_the_first_frame_of_several(tmp_path):
    frames = [Image.fromarray(RAMP), Image.fromarray(255 - RAMP)]
    path = stored(frames[0], tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    np.testing.assert_array_equal(read_picture(path), RAMP)


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_large_pictures_are_reduced(ending, tmp_path):
    grey = read_picture(stored(Image.new("RGB", (6000, 3000), "white"), tmp_path / f"a.{ending}"))
    assert max(grey.shape) <= 2048 and grey.shape[1] == 2 * grey.shape[0]
    assert grey.min() >= 254


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header promises a size that its content need not have."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return len(content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [10_001, 12_000, 40_000, 2**31 - 1])
def test_absurdly_large_pictures_are_refused_by_their_header(side, tmp_path):
    path = tmp_path / "huge.png"
    path.write_bytes(png_of(side, side))
    assert side * side > MAX_PIXELS
    with pytest.raises(LabError, match="pixels"):
        read_picture(path)


def test_what_is_no_picture_is_one_sentence(tmp_path):
    for name, content in (("empty.png", b""), ("text.png", b"hello\n" * 50), ("cut.png", png_of(500, 500))):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(LabError, match="not a picture"):
            read_picture(path)
    with pytest.raises(LabError, match="There is no picture"):
        read_picture(tmp_path / "missing.png")
    with pytest.raises(LabError, match="is a folder"):
        read_picture(tmp_path)


@pytest.fixture(scope="module")
def whole_files():
    files = {}
    for form in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"):
        content = io.BytesIO()
        Image.fromarray(RAMP).save(content, form)
        files[form] = content.getvalue()
    return files


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_gives_a_picture_or_a_sentence(data, whole_files, tmp_path):
    content = bytearray(whole_files[data.draw(st.sampled_from(sorted(whole_files)))])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged"
    path.write_bytes(bytes(content[: data.draw(st.integers(0, len(content)))]))
    try:
        grey = read_picture(path)
    except LabError:
        return
    assert grey.ndim == 2 and grey.dtype == np.uint8 and grey.size


@pytest.mark.parametrize("invert", [False, True])
def test_ink_of_either_polarity_is_read_alike(invert, tmp_path):
    page = np.full((60, 60), 255, np.uint8)
    page[10:50, 28:33] = 0
    path = stored(Image.fromarray(255 - page if invert else page), tmp_path / "one.png")
    stages = prepare_picture(read_picture(path))
    assert stages is not None
    assert stages.image[:, 13:16].sum() > 0.8 * stages.image.sum()
