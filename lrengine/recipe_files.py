"""Recipes as TOML: read, write, and find the ones that come with the program."""

from __future__ import annotations

import contextlib
import importlib.resources
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from lrengine.data.reading import is_file, reason
from lrengine.errors import LabError
from lrengine.recipe import Recipe
from lrengine.settings import convert


def to_toml(recipe: Recipe) -> str:
    """The recipe as TOML, every setting written out so that later defaults can't change it."""
    import tomli_w

    return tomli_w.dumps(msgspec.to_builtins(recipe))


def from_toml(text: str, name: str = "the recipe") -> Recipe:
    """Read and check a recipe; anything wrong with it is a LabError that names the place."""
    try:
        plain: Any = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise LabError(f"{name} is not valid TOML ({error}): correct that line.") from None
    return convert(plain, Recipe)


def read_recipe(path: str | Path) -> Recipe:
    try:
        # Some editors begin a file with a byte-order mark, which TOML does not know.
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise LabError(f"Cannot read the recipe {path} ({reason(error)}): choose a TOML file.") from None
    return from_toml(text, str(path))


def write_recipe(recipe: Recipe, path: str | Path) -> None:
    write_whole(Path(path), to_toml(recipe).encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file completely or not at all, so that a full disk leaves the old one as it was."""
    if not path.name:
        raise LabError(f"Cannot write to {path}, which names no file: give a file name.")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except (OSError, ValueError) as error:
        raise LabError(
            f"Cannot write {path} ({reason(error)}): choose another place or free some space."
        ) from None
    finally:
        # Also after Ctrl-C; once renamed there is nothing left to remove.
        with contextlib.suppress(OSError, ValueError):
            partial.unlink(missing_ok=True)


def bundled_recipes() -> dict[str, Recipe]:
    """The recipes that come with the program, by name."""
    folder = importlib.resources.files("resources") / "recipes"
    files = [item for item in folder.iterdir() if item.name.endswith(".toml")]
    found = {file.name.removesuffix(".toml"): from_toml(file.read_text("utf-8"), file.name) for file in files}
    return dict(sorted(found.items()))


def in_order(recipes: Mapping[str, Recipe]) -> list[tuple[str, Recipe]]:
    """Recipes chapter by chapter, as a reader should meet them."""
    return sorted(recipes.items(), key=lambda item: (item[1].about.position, item[0]))


def find_recipe(name: str) -> Recipe:
    """A bundled recipe by its name, or a file by its path."""
    if name.endswith(".toml") or os.sep in name or is_file(name):
        return read_recipe(name)
    bundled = bundled_recipes()
    if name not in bundled:
        raise LabError(
            f"There is no recipe called {name}: `logitlab recipes` lists them, or give a TOML file."
        )
    return bundled[name]
