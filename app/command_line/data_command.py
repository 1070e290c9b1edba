"""`logitlab data`: the sources of data, fetching them, and checking a file."""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec

from app.command_line.output import bar
from lrengine.data.catalog import SOURCES, load
from lrengine.data.mnist import download_mnist, find_mnist, load_mnist, mnist_directory
from lrengine.errors import LabError

_MEGABYTE = 1e6


def show_sources(arguments: argparse.Namespace) -> int:
    """Name, where it is, and what it is."""
    width = max(len(source.name) for source in SOURCES)
    for source in SOURCES:
        print(f"{source.name:<{width}}  {_whereabouts(source.name):<16}  {source.about}")
    if os.environ.get("LOGITLAB_DATA_DIR"):
        # A folder named in vain would otherwise look like MNIST that was never fetched.
        try:
            find_mnist()
        except LabError as error:
            print(error, file=sys.stderr)
    return 0


def _whereabouts(name: str) -> str:
    match name:
        case "mnist":
            try:
                find_mnist()
            except LabError:
                return "not here yet"
            return "on this computer"
        case "digits8":
            return "on this computer" if find_spec("sklearn") else "not here yet"
        case "generated":
            return "made here"
        case "blobs" | "moons" | "classification":
            return "made here" if find_spec("sklearn") else "not here yet"
    return "yours"


def get_source(arguments: argparse.Namespace) -> int:
    if arguments.name == "mnist":
        print(_get_mnist())
        return 0
    with bar(f"Making {arguments.name}") as shown:
        dataset = load(arguments.name, progress=shown.show if shown else None)
    print(f"{arguments.name} is here: {dataset.about}")
    return 0


def _get_mnist() -> str:
    """Fetch MNIST unless it is here and whole; a damaged copy of our own is fetched again."""
    ours = mnist_directory()
    try:
        found = find_mnist()[0].parent
    except LabError:
        found = None
    if found is not None:
        try:
            load_mnist()
            return f"MNIST is in {found} already."
        except LabError:
            if found != ours:
                raise
    with bar("Fetching MNIST") as shown:

        def show(done: int, total: int) -> None:
            if shown is not None:
                shown.show(done / total, f"{done / _MEGABYTE:.1f} of {total / _MEGABYTE:.1f} MB")

        place = download_mnist(progress=show)
    return f"MNIST is in {place} now."


def check_path(arguments: argparse.Namespace) -> int:
    from lrengine.data.files import check_file

    print(check_file(arguments.path))
    return 0
