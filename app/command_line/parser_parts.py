"""What the parser is made of beside argparse's own: handlers that load late, and the version."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any


class Deferred:
    """A handler by the name of its module, imported when it is called: each command loads its own needs."""

    def __init__(self, place: str) -> None:
        self.module, _, self.name = place.partition(":")

    def __call__(self, arguments: argparse.Namespace) -> int:
        from importlib import import_module

        return int(getattr(import_module(f"app.command_line.{self.module}"), self.name)(arguments))


class Version(argparse.Action):
    """Print the installed version; looking it up takes longer than most commands' own work."""

    def __init__(self, option_strings: Sequence[str], dest: str, **_: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, help="print the version and leave")

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"logitlab {version('logit-lab')}")
        except PackageNotFoundError:
            print("logitlab, not installed")
        parser.exit()
