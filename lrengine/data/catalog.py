"""The sources of data by name, for recipes, the data picker and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lrengine.data.dataset import Dataset
from lrengine.data.reading import Asked, Progress, check_cancelled, report
from lrengine.declared.given import Data, Point
from lrengine.errors import LabError

_DEFAULT = Data()


@dataclass(frozen=True)
class Source:
    """One entry of the catalog: `name` is the recipe's `data.name`, `title` what a person reads."""

    name: str
    title: str
    about: str


SOURCES = (
    Source(
        "generated",
        "Generated digits",
        "Pen-stroke digits of 28×28 pixels from the project's own generator; needs no network.",
    ),
    Source(
        "mnist",
        "MNIST",
        "60,000 + 10,000 handwritten digits of 28×28 pixels; downloaded once (12 MB), then kept.",
    ),
    Source("digits8", "8×8 digits", "1,797 handwritten digits of 8×8 pixels; part of scikit-learn."),
    Source("blobs", "Blobs (2-D)", "Points of the plane around three centres."),
    Source("moons", "Moons (2-D)", "Points on two half circles that reach into each other."),
    Source("classification", "Classification (2-D)", "Points of two elongated clusters."),
    Source("points", "Points placed by hand", "Points that were clicked in the 2-D lab."),
    Source("file", "A file…", "Your own CSV, NPZ or IDX file, or a folder of images for each class."),
)


def load(
    name: str,
    *,
    path: str = "",
    kept: str = "auto",
    seed: int = 0,
    points: int = _DEFAULT.points,
    noise: float = _DEFAULT.noise,
    placed: Sequence[Point] = (),
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> Dataset:
    """The data of a source by its name.

    path    the file or folder, for "file" only
    kept    where its images are: in "memory", on the "disk", or "auto"
    seed    for "generated" and the 2-D sources
    points  how many points, for the 2-D sources
    noise   their deviation, for "blobs" and "moons"
    placed  (x, y, class name) of each point, for "points"
    progress is called with the share done (0 to 1). Raises LabError for an unknown name or data that
    cannot be read, Cancelled when `cancelled()` becomes true.
    """
    check_cancelled(cancelled)
    if name == "generated":
        from lrengine.data.generated import load_generated

        return load_generated(seed, progress=progress, cancelled=cancelled)
    if name == "mnist":
        from lrengine.data.mnist import load_mnist

        return load_mnist(progress, cancelled)
    if name == "file":
        if not path:
            raise LabError("No file is chosen: set data.path to a CSV, NPZ or IDX file or an image folder.")
        from lrengine.data.files import load_file

        return load_file(path, kept=kept, progress=progress, cancelled=cancelled)
    dataset = _small(name, points, noise, placed, seed)
    if dataset is not None:
        report(progress, 1.0)
        return dataset
    names = ", ".join(source.name for source in SOURCES)
    raise LabError(f"There is no data called {name}: choose one of {names}.")


def _small(name: str, points: int, noise: float, placed: Sequence[Point], seed: int) -> Dataset | None:
    """Data that are made at once."""
    from lrengine.data import digits8, toys

    match name:
        case "digits8":
            return digits8.load_digits8()
        case "blobs":
            return toys.load_blobs(points, noise, seed)
        case "moons":
            return toys.load_moons(points, noise, seed)
        case "classification":
            return toys.load_classification(points, seed)
        case "points":
            return toys.load_placed(placed)
    return None
