"""The package as others get it: built, installed elsewhere, and used far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from lrengine.recipe_files import bundled_recipes

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(
    find_spec("hatchling") is None, reason="the build backend hatchling is not installed (extra dev)"
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder that holds the wheel's content and nothing else."""
    place = tmp_path_factory.mktemp("wheel")
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    built = subprocess.run(
        [sys.executable, "-c", build, str(place)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "site")
    return place / "site"


def logitlab(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    script = (
        "import sys, app; assert app.__file__.startswith(sys.argv.pop(1)); "
        "from app.__main__ import main; raise SystemExit(main())"
    )
    return subprocess.run(
        [sys.executable, "-c", script, str(installed), *arguments],
        cwd=installed.parent, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_the_recipes_come_along(installed):
    listed = logitlab(installed, "recipes")
    assert listed.returncode == 0, listed.stderr
    assert {line.split()[0] for line in listed.stdout.splitlines()} == set(bundled_recipes())


def test_the_ready_model_comes_along_and_reads(installed):
    missing = logitlab(installed, "predict", "no-such-picture.png")
    assert missing.returncode == 1
    assert missing.stderr == "There is no picture no-such-picture.png: check its name.\n"


def test_the_command_is_declared_and_only_the_three_packages_are_in(installed):
    (metadata,) = installed.glob("*.dist-info")
    assert "logitlab = app.__main__:main" in (metadata / "entry_points.txt").read_text()
    packages = {path.name for path in installed.iterdir()} - {metadata.name}
    assert packages == {"app", "lrengine", "resources"}
