"""The sources of data by name, for recipes, the data picker and the command line."""

from __future__ import annotations

from dataclasses import dataclass

from lrengine.data.dataset import Dataset
from lrengine.data.reading import Asked, Progress, check_cancelled, report
from lrengine.errors import LabError


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
    Source("file", "A file…", "Your own CSV, NPZ or IDX file, or a folder of images for each class."),
)


def load(
    name: str,
    *,
    path: str = "",
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> Dataset:
    """The data of a source by its name.

    path  the file or folder, for "file" only
    seed  for "generated" only
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
    if name == "digits8":
        from lrengine.data.digits8 import load_digits8

        dataset = load_digits8()
        report(progress, 1.0)
        return dataset
    if name == "file":
        if not path:
            raise LabError("No file is chosen: set data.path to a CSV, NPZ or IDX file or an image folder.")
        from lrengine.data.files import load_file

        return load_file(path, progress=progress, cancelled=cancelled)
    names = ", ".join(source.name for source in SOURCES)
    raise LabError(f"There is no data called {name}: choose one of {names}.")
