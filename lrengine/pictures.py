"""Picture files of any kind to one grey array."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError

if TYPE_CHECKING:
    from PIL import Image

Grey = NDArray[np.uint8]

MAX_PIXELS = 100_000_000
# Far above what a drawn digit needs; larger ones are reduced while they are read, which saves memory.
WORKING_SIDE = 2048


def read_picture(path: str | Path) -> Grey:
    """The picture as people see it: (height, width) uint8, black 0 and white 255.

    Turned upright as its EXIF tag says, its transparent places white, the first frame of several.
    A picture that shows only through its transparency (white ink on nothing) is read from that.
    16-bit and decimal pixels are brought to 0 to 255. Sides above 2048 are reduced.
    Raises LabError for a file that is missing, no picture, damaged, or of more than 100 million pixels.
    """
    path = Path(path)
    try:
        from PIL import Image

        with warnings.catch_warnings():
            # Pillow warns of large and of slightly wrong files; the size is checked below.
            warnings.simplefilter("ignore")
            with Image.open(path) as picture:
                return _grey(picture, path)
    except FileNotFoundError:
        raise LabError(f"There is no picture {path}: check its name.") from None
    except IsADirectoryError:
        raise LabError(f"{path} is a folder: name the pictures in it.") from None
    except PermissionError:
        raise LabError(f"Cannot read {path} (permission denied): choose a file that you may read.") from None
    except LabError:
        raise
    except Exception as error:
        # Decoders of broken files raise nearly anything: SyntaxError, struct.error, zlib.error, KeyError.
        if type(error).__name__ == "DecompressionBombError":
            raise _too_large(path) from None
        raise LabError(
            f"{path} is not a picture that can be read: choose a whole PNG, JPEG, GIF, BMP, TIFF or WebP."
        ) from None


def _grey(picture: Image.Image, path: Path) -> Grey:
    from PIL import Image, ImageOps

    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large(path)
    if min(picture.size) < 1:
        raise LabError(f"{path} has no pixels: choose another picture.")
    picture.draft("L", (WORKING_SIDE, WORKING_SIDE))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode[0] in "IF":
        return _from_wide_pixels(np.asarray(upright))
    if max(upright.size) > WORKING_SIDE:
        upright = upright.convert("RGBA" if upright.has_transparency_data else "L")
        upright.thumbnail((WORKING_SIDE, WORKING_SIDE))
    if not upright.has_transparency_data:
        return np.array(upright.convert("L"))
    coloured = upright.convert("RGBA")
    alpha = coloured.getchannel("A")
    page = Image.new("RGBA", coloured.size, "white")
    seen = np.array(Image.alpha_composite(page, coloured).convert("L"))
    return 255 - np.array(alpha) if np.ptp(seen) == 0 else seen


def _from_wide_pixels(pixels: NDArray[Any]) -> Grey:
    """16-bit greys by their scale; decimals by 1 or 255 where they fit, else by their own range."""
    if pixels.ndim != 2:
        raise ValueError("not grey")
    values = np.nan_to_num(pixels.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if pixels.dtype.kind in "iu" and low >= 0 and high <= 65535:
        top = 65535.0 if high > 255 else 255.0
        return np.rint(values * (255 / top)).astype(np.uint8)
    if low >= 0 and high <= 255:
        return np.rint(values * (255 if high <= 1 else 1)).astype(np.uint8)
    return np.rint((values - low) * (255 / max(high - low, 1e-300))).astype(np.uint8)


def _too_large(path: Path) -> LabError:
    return LabError(f"{path} has more than {MAX_PIXELS:,} pixels: reduce it first.")
