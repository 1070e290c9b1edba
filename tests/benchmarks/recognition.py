"""How well digits are read, how honest the reading is, and what it costs: one table, in minutes.

    LOGITLAB_DATA_DIR=… python tests/benchmarks/recognition.py DRAWINGS [--fonts A.ttf B.ttf C.ttf] [--quick]

DRAWINGS is a folder with strokes.npz (points, stroke_offsets, drawing_offsets, labels; x right, y down
in the unit square) and pictures.npz (pixels, offsets, sides, labels; ink high). Letters are drawn with
the fonts given, else with three of the system's. `--quick` leaves out what is trained anew.
"""

from __future__ import annotations

import argparse
import itertools
import string
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import lrengine
from lrengine.bundled import bundled_model
from lrengine.calibration import calibration_error
from lrengine.data.mnist import load_mnist
from lrengine.drawing import prepare
from lrengine.evaluation import evaluate
from lrengine.evidence import side_of
from lrengine.experiment import load_dataset, run
from lrengine.familiarity import LIMIT
from lrengine.lens import lens
from lrengine.neighbours import Neighbours
from lrengine.picture import prepare_picture, stroke_width
from lrengine.recipe_files import find_recipe
from lrengine.settings import change
from lrengine.verdict import CERTAIN, judge_drawing

import numpy as np
from PIL import Image, ImageDraw, ImageFont

CANVAS = 280
FONTS = ("DejaVuSans.ttf", "LiberationSerif-Regular.ttf", "FreeMono.ttf")
# Letters that are digits as well.
LEFT_OUT = "OIlSZBgq"


def read_strokes(folder: Path) -> tuple[list[list[np.ndarray]], np.ndarray]:
    with np.load(folder / "strokes.npz", allow_pickle=False) as file:
        points, strokes, drawings = file["points"], file["stroke_offsets"], file["drawing_offsets"]
        flat = [points[a:b].astype(float) for a, b in itertools.pairwise(strokes)]
        return [flat[a:b] for a, b in itertools.pairwise(drawings)], file["labels"]


def read_pictures(folder: Path) -> tuple[list[np.ndarray], np.ndarray]:
    with np.load(folder / "pictures.npz", allow_pickle=False) as file:
        pixels, offsets, sides = file["pixels"], file["offsets"], file["sides"]
        found = [pixels[offsets[i] :][: side * side].reshape(side, side) for i, side in enumerate(sides)]
        return found, file["labels"]


def on_canvas(points: np.ndarray, size: float, corner: bool) -> np.ndarray:
    """Points at another size, at the whole pixels of a mouse."""
    moved = (points - 0.5) * size + (0.26 if corner else 0.5)
    return np.rint(moved * CANVAS) / CANVAS


def slanted(points: np.ndarray, degrees: float, *, turned: bool) -> np.ndarray:
    x, y = (points - 0.5).T
    turn = np.radians(degrees)
    if turned:
        return (
            np.column_stack([np.cos(turn) * x - np.sin(turn) * y, np.sin(turn) * x + np.cos(turn) * y]) + 0.5
        )
    return np.column_stack([x - np.tan(turn) * y, y]) + 0.5


def stroke_versions() -> Iterator[tuple[str, Callable[[np.ndarray], np.ndarray], float]]:
    """Title, what is done to the points, and the brush."""
    yield "as drawn", lambda points: points, 0.08
    yield "half size", lambda points: on_canvas(points, 0.5, False), 0.08
    yield "in a corner", lambda points: on_canvas(points, 0.5, True), 0.08
    for degrees in (15, -15):
        yield f"sheared {degrees:+}°", lambda p, d=degrees: slanted(p, d, turned=False), 0.08
        yield f"turned {degrees:+}°", lambda p, d=degrees: slanted(p, d, turned=True), 0.08
    yield "thin brush", lambda points: points, 0.02
    yield "thick brush", lambda points: points, 0.16


def on_large_canvas(picture: np.ndarray) -> Image.Image:
    return Image.fromarray(picture).resize((CANVAS, CANVAS), Image.Resampling.BICUBIC)


def placed(picture: np.ndarray, corner: bool) -> np.ndarray:
    half = on_large_canvas(picture).resize((CANVAS // 2,) * 2, Image.Resampling.BOX)
    page = Image.new("L", (CANVAS, CANVAS))
    page.paste(half, (0, 0) if corner else (CANVAS // 4, CANVAS // 4))
    return np.asarray(page)


def leaning(picture: np.ndarray, degrees: float, *, turned: bool) -> np.ndarray:
    wide = Image.fromarray(np.pad(np.asarray(on_large_canvas(picture)), CANVAS // 4))
    if turned:
        return np.asarray(wide.rotate(-degrees, Image.Resampling.BILINEAR))
    slope = np.tan(np.radians(degrees))
    matrix = (1, slope, -slope * wide.height / 2, 0, 1, 0)
    return np.asarray(wide.transform(wide.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR))


def brushed(picture: np.ndarray, share: float) -> np.ndarray:
    """The outline moved by a share of the stroke's width, outwards where it is positive."""
    from scipy import ndimage

    ink = np.pad(np.asarray(on_large_canvas(picture)), 24)
    radius = max(1, round(abs(share) * stroke_width(ink / np.float32(255))))
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    change_ink = ndimage.grey_dilation if share > 0 else ndimage.grey_erosion
    return np.asarray(change_ink(ink, footprint=np.hypot(x, y) <= radius))


def picture_versions() -> Iterator[tuple[str, Callable[[np.ndarray], np.ndarray]]]:
    yield "as drawn", lambda picture: picture
    yield "half size", lambda picture: placed(picture, False)
    yield "in a corner", lambda picture: placed(picture, True)
    for degrees in (15, -15):
        yield f"sheared {degrees:+}°", lambda p, d=degrees: leaning(p, d, turned=False)
        yield f"turned {degrees:+}°", lambda p, d=degrees: leaning(p, d, turned=True)
    yield "thin brush", lambda picture: brushed(picture, -0.3)
    yield "thick brush", lambda picture: brushed(picture, 0.4)


def font_files(given: Sequence[str]) -> list[str]:
    if given:
        return list(given)
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
    found = {path.name: str(path) for folder in folders for path in sorted(Path(folder).rglob("*.ttf"))}
    return [found[name] for name in FONTS if name in found] or list(found.values())[:3]


def letters(fonts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    images, names = [], []
    for font in fonts:
        drawn = ImageFont.truetype(font, 150)
        for letter in string.ascii_letters:
            if letter not in LEFT_OUT:
                page = Image.new("L", (CANVAS, CANVAS))
                ImageDraw.Draw(page).text((CANVAS / 2,) * 2, letter, font=drawn, fill=255, anchor="mm")
                images.append(prepare_picture(np.asarray(page)).image)
                names.append(letter)
    return np.stack(images), np.array(names)


def scribbles(count: int = 200) -> np.ndarray:
    """Walks, zigzags, joined points, spirals and loose strokes."""
    rng, images = np.random.default_rng(0), []
    for index in range(count):
        many = int(rng.integers(12, 60))
        if index % 5 == 0:
            walk = np.cumsum(rng.normal(0, 0.08, (many, 2)), axis=0)
            strokes = [(walk - walk.min(axis=0)) / max(np.ptp(walk, axis=0).max(), 1e-6) * 0.7 + 0.15]
        elif index % 5 == 1:
            teeth = int(rng.integers(5, 12))
            zigzag = np.column_stack([
                np.linspace(0.15, 0.85, teeth) + rng.normal(0, 0.03, teeth),
                np.where(np.arange(teeth) % 2, 0.2, 0.8) + rng.normal(0, 0.08, teeth),
            ])  # fmt: skip
            strokes = [zigzag if rng.random() < 0.5 else zigzag[:, ::-1]]
        elif index % 5 == 2:
            strokes = [rng.uniform(0.15, 0.85, (rng.integers(5, 15), 2))]
        elif index % 5 == 3:
            turn = np.linspace(0, rng.uniform(3, 8) * 2 * np.pi, 200)
            radius = 0.05 + 0.3 * turn / turn[-1]
            strokes = [0.5 + radius[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])]
        else:
            strokes = [
                rng.uniform(0.15, 0.85, (rng.integers(2, 5), 2)) for _ in range(int(rng.integers(3, 7)))
            ]
        images.append(prepare(strokes).image)
    return np.stack(images)


def dots(count: int = 40) -> np.ndarray:
    rng, images = np.random.default_rng(1), []
    for index in range(count):
        if index % 2:
            strokes = [rng.uniform(0.2, 0.8, (1, 2)) for _ in range(1 + index % 4)]
        else:
            strokes = [rng.uniform(0.3, 0.7, (1, 2)) + rng.normal(0, 0.01, (5, 2))]
        images.append(prepare(strokes).image)
    return np.stack(images)


def prepared(drawings: Sequence, width: float = 0.08) -> np.ndarray:
    """Images of drawings; one in which nothing stands out is empty."""
    blank = np.zeros((28, 28), np.uint8)
    stages = [prepare(drawing, width=width) for drawing in drawings]
    return np.stack([blank if each is None else each.image for each in stages])


def say(what: str, figure: str) -> None:
    print(f"{what:<58} {figure}", flush=True)


def trained_anew() -> None:
    mnist = load_mnist()
    for what, name, changes in (
        ("MNIST test, histograms, 60,000 images", "softmax-histograms", {}),
        ("MNIST test, upright pixels", "softmax-mnist", {"features.kind": "deskewed"}),
        ("MNIST test, pixels", "softmax-mnist", {}),
    ):
        began = time.perf_counter()
        result = run(change(find_recipe(name), changes), mnist)
        took = time.perf_counter() - began
        say(what, f"{result.final.test_accuracy:.2%} in {took:.1f} s, features included")
    for kind in ("pixels", "histograms"):
        recipe = change(find_recipe("softmax-histograms-generated"), {"features.kind": kind})
        model = run(recipe, load_dataset(recipe)).model
        say(f"MNIST test, trained on generated digits, {kind}", f"{evaluate(model, mnist).accuracy:.2%}")


def drawings_read(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Print how well they are read; the plain ones and their labels."""
    model = bundled_model()
    (strokes, labels), (pictures, names) = read_strokes(folder), read_pictures(folder)
    plain = []
    for title, moved, width in stroke_versions():
        images = prepared([[moved(stroke) for stroke in drawing] for drawing in strokes], width)
        say(f"strokes, {title}", f"{np.mean(model.predict(images) == labels):.1%}")
        plain += [images] if title == "as drawn" else []
    for title, moved in picture_versions():
        images = prepared([moved(picture) for picture in pictures])
        say(f"pictures, {title}", f"{np.mean(model.predict(images) == names):.1%}")
        plain += [images] if title == "as drawn" else []
    return np.concatenate(plain), np.concatenate([labels, names])


def honesty(drawn: np.ndarray, labels: np.ndarray, fonts: Sequence[str]) -> None:
    model, mnist = bundled_model(), load_mnist()
    assert model.familiarity is not None and mnist.test_inputs is not None
    groups = {"MNIST test": (mnist.test_inputs, mnist.test_labels), "drawings": (drawn, labels)}
    for title, (images, right) in groups.items():
        probabilities = model.probabilities(images)
        say(f"calibration error, {title}", f"{calibration_error(probabilities, right):.2%}")
    shapes, names = letters(fonts)
    others = {"letters": shapes, "scribbles": scribbles(), "dots": dots()}
    others["letters, scribbles and dots together"] = np.concatenate(list(others.values()))
    others["letters but o, s, z"] = shapes[~np.isin(names, list("osz"))]
    for title, images in {"MNIST test": mnist.test_inputs, "drawings": drawn, **others}.items():
        unsure = model.probabilities(images).max(axis=1) < CERTAIN
        strange = model.familiarity.of(images) < LIMIT
        say(f"flagged, {title}", f"{np.mean(unsure | strange):.1%} (unfamiliar {np.mean(strange):.1%})")


def costs() -> None:
    model, mnist = bundled_model(), load_mnist()
    image = mnist.inputs[7]
    stages = prepare([np.array([[0.3, 0.2], [0.7, 0.2], [0.5, 0.8]])])
    assert stages is not None
    rows = model.features.transform(mnist.inputs[:10_000])
    neighbours = Neighbours(rows, mnist.inputs[:10_000], mnist.labels[:10_000])
    work: dict[str, Callable[[], object]] = {
        "reading the bundled model": bundled_model,
        "one reading": lambda: model.probabilities(image[np.newaxis]),
        "its verdict, familiarity included": lambda: judge_drawing(model, image),
        "its evidence, one contrast": lambda: side_of(model, image, 3, 8),
        "five nearest of 10,000": lambda: neighbours.nearest(rows[3]),
        "the lens, 188 images": lambda: lens(model, stages),
    }
    for title, call in work.items():
        call()
        times = []
        for _ in range(30):
            began = time.perf_counter()
            call()
            times.append(1000 * (time.perf_counter() - began))
        say(title, f"median {np.median(times):.2f} ms, longest {np.max(times):.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("drawings", type=Path)
    parser.add_argument("--fonts", nargs="*", default=[])
    parser.add_argument("--quick", action="store_true", help="leave out what is trained anew")
    chosen = parser.parse_args()
    model = bundled_model()
    say("the bundled model", model.trained_on)
    costs()
    drawn, labels = drawings_read(chosen.drawings)
    honesty(drawn, labels, font_files(chosen.fonts))
    if not chosen.quick:
        trained_anew()
    print("A stroke's point to updated bars and tint: tests/benchmarks/stroke.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
