"""What every test gets: folders of its own, one thread for BLAS, small data, and a watch for leaks."""

# ruff: noqa: E402 - the environment is set before NumPy and Qt are loaded

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import lrengine  # noqa: F401 - it chooses the kernels of BLAS, which has to come before NumPy

# NumPy's BLAS reads these when it is first loaded, Qt its platform when the application starts.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import numpy as np
import pytest
from hypothesis.configuration import set_hypothesis_home_dir

from lrengine.data.dataset import Dataset
from lrengine.losses import Logistic, Softmax
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.threads import Workers

_FOLDER = "LOGITLAB_TEST_FOLDER"

# The same examples each time: a failure must be seen by everybody, not by whoever has bad luck.
# HYPOTHESIS_PROFILE=wild looks for new ones.
_COMMON = {
    "deadline": None,
    "database": None,
    "phases": [phase for phase in hypothesis.Phase if phase is not hypothesis.Phase.explain],
}
hypothesis.settings.register_profile("fixed", derandomize=True, max_examples=60, **_COMMON)
hypothesis.settings.register_profile("wild", max_examples=1000, **_COMMON)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


def pytest_configure(config: pytest.Config) -> None:
    """Point every folder the program keeps things in at one that goes with the tests.

    Worker processes of one run share it, so that generated digits are made once.
    """
    if _FOLDER not in os.environ:
        os.environ[_FOLDER] = tempfile.mkdtemp(prefix="logitlab-tests-")
        config.add_cleanup(_remove_folder)
    folder = Path(os.environ[_FOLDER])
    for variable, name in {
        "LOGITLAB_CACHE_DIR": "generated",
        "LOGITLAB_DOWNLOAD_DIR": "downloads",
        "LOGITLAB_HOME": "home",
        "XDG_CACHE_HOME": "cache",
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "data",
        "XDG_STATE_HOME": "state",
    }.items():
        (folder / name).mkdir(exist_ok=True)
        os.environ[variable] = str(folder / name)
    set_hypothesis_home_dir(str(folder / "hypothesis"))


def _remove_folder() -> None:
    shutil.rmtree(os.environ.pop(_FOLDER), ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("LOGITLAB_DATA_DIR"):
        return
    skip = pytest.mark.skip(reason="needs the four MNIST files: set LOGITLAB_DATA_DIR to their folder")
    for item in items:
        if "mnist" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail the test that leaves a thread alive. Qt's threads, timers and widgets: tests/app/conftest.py."""
    before = set(threading.enumerate())
    yield
    # A thread that Qt started shows up here once it has run Python, and stays listed after its end.
    started = [t for t in threading.enumerate() if t not in before and "Dummy" not in type(t).__name__]
    for thread in started:
        thread.join(timeout=5.0)
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads left alive: {left}"


@pytest.fixture(scope="session")
def digits() -> Dataset:
    """120 pictures of 6×5 pixels in three classes, told apart by a bright column among noise."""
    return _digits(120, seed=11)


@pytest.fixture(scope="session")
def digits_with_test() -> Dataset:
    """The same with 45 test pictures of its own."""
    train, test = _digits(120, seed=11), _digits(45, seed=12)
    return Dataset(
        "small digits",
        train.inputs,
        train.labels,
        train.class_names,
        test_inputs=test.inputs,
        test_labels=test.labels,
    )


def _digits(rows: int, seed: int) -> Dataset:
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(rows) % 3)
    images = rng.integers(0, 120, (rows, 6, 5))
    images[np.arange(rows), :, labels + 1] += 90
    return Dataset("small digits", images.astype(np.uint8), labels.astype(np.int64), ("0", "1", "2"))


MakeObjective = Callable[..., Objective]


@pytest.fixture(scope="session")
def make_objective() -> MakeObjective:
    """A maker of small problems that no plane separates.

    task  "binary" (1 row of weights), "softmax" or "one-vs-rest" (3 rows)
    """

    def make(
        task: str = "binary",
        *,
        n: int = 60,
        d: int = 4,
        seed: int = 0,
        dtype: str = "float64",
        intercept: bool = True,
        reduction: str = "mean",
        penalty: Penalty | None = None,
        workers: Workers | None = None,
        scale: float = 1.0,
    ) -> Objective:
        rng = np.random.default_rng(seed)
        classes = 2 if task == "binary" else 3
        X = scale * rng.standard_normal((n, d))
        scores = (X @ rng.standard_normal((d, classes))) / scale + rng.gumbel(size=(n, classes))
        labels = scores.argmax(axis=1).astype(np.int64)
        labels[:classes] = np.arange(classes)
        return Objective(
            X.astype(dtype),
            labels,
            Softmax() if task == "softmax" else Logistic(),
            1 if task == "binary" else classes,
            penalty=penalty,
            intercept=intercept,
            reduction=reduction,
            workers=workers,
        )

    return make
