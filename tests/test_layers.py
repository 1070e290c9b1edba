"""What each layer may load, seen in a fresh interpreter."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import lrengine

ENGINE = Path(lrengine.__file__).parent
ROOT = ENGINE.parent
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in ENGINE.rglob("*.py")
)
QT = {"PySide6", "shiboken6", "pyqtgraph", "app"}
HEAVY = {
    "sklearn", "scipy", "pooch", "PIL", "joblib", "dask", "distributed", "platformdirs", "requests",
    "threadpoolctl", "tqdm", "torch", "numba", "llvmlite",
}  # fmt: skip

SEE_WHAT_IS_LOADED = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
places = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()}
print(json.dumps(places))
"""


def loaded_by(*modules: str) -> dict[str, str]:
    """Modules in memory after importing these, each with its file."""
    done = subprocess.run(
        [sys.executable, "-c", SEE_WHAT_IS_LOADED, *modules],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def loaded_by_the_engine() -> dict[str, str]:
    return loaded_by(*MODULES)


def test_the_modules_are_all_found(loaded_by_the_engine):
    assert "lrengine.training" in MODULES
    assert set(MODULES) <= set(loaded_by_the_engine)


def test_the_engine_loads_no_window(loaded_by_the_engine):
    assert not QT & {name.partition(".")[0] for name in loaded_by_the_engine}


def test_the_engine_loads_heavy_packages_on_first_use_only(loaded_by_the_engine):
    assert not HEAVY & {name.partition(".")[0] for name in loaded_by_the_engine}


def test_an_experiment_costs_numpy_and_msgspec_alone():
    loaded = loaded_by("lrengine.experiment")
    installed = {
        name.partition(".")[0]
        for name, place in loaded.items()
        if "site-packages" in place and not name.startswith(("lrengine", "_"))
    }
    # Packages may hang themselves into the interpreter's start (.pth files): those are not our cost.
    assert installed - {name.partition(".")[0] for name in loaded_by()} <= {
        "numpy",
        "msgspec",
        "typing_extensions",
    }


@pytest.mark.parametrize(
    "path", sorted(ENGINE.rglob("*.py")), ids=lambda path: path.relative_to(ENGINE).as_posix()
)
def test_no_engine_module_names_the_window_even_inside_a_function(path):
    named = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            named |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named.add((node.module or "").partition(".")[0])
    assert not named & QT
