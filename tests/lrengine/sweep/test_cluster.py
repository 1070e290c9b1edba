from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

import lrengine
from lrengine.errors import LabError
from lrengine.recipe_files import to_toml
from lrengine.sweep import cluster as module
from lrengine.sweep.cluster import cluster
from lrengine.sweep.schedule import run_cells


@pytest.mark.parametrize(
    "address", ["nonsense", "foo://host:8786", "tcp://host", "tcp://a b:1", "host:x", "host:99999"]
)
def test_what_is_no_address_is_told_before_anything_is_tried(address):
    with pytest.raises(LabError, match=r"no scheduler's address: .*tcp://host:8786"), cluster(1, address):
        pass


def test_without_dask_the_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(LabError, match=r"logit-lab\[cluster\]"), cluster(1, ""):
        pass


@pytest.mark.parametrize(("scheduler", "said"), [
    ("tcp://[::1]:9", r"No Dask scheduler answers at tcp://\[::1\]:9 \(timed out\)"),
    ("", r"No Dask cluster could be started here \(timed out\): take processes"),
])  # fmt: skip
def test_a_cluster_that_is_not_there_is_a_sentence(monkeypatch, scheduler, said):
    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Event=None))

    @contextlib.contextmanager
    def refuse(*_):
        raise OSError("timed out\nafter a while")
        yield

    monkeypatch.setattr(module, "_client", refuse)
    with pytest.raises(LabError, match=said), cluster(1, scheduler):
        pass


# What a worker cannot even read, as from another version of the program, comes last.
SCRIPT = """
import dataclasses, json, sys
from lrengine.recipe_files import from_toml
from lrengine.sweep.cells import cells_of
from lrengine.sweep.cluster import cluster
from lrengine.sweep.group import Group, groups_of
from lrengine.sweep.schedule import _in_workers

class Unreadable:
    def __reduce__(self):
        return eval, ("1/0",)

def main():
    groups = [
        Group(cells, frozenset(cell.index for cell in cells))
        for cells in groups_of(cells_of(from_toml(sys.argv[1])))
    ]
    with cluster(2, "") as crew:
        crews = [crew, dataclasses.replace(crew, flag=Unreadable())]
        told = [
            {o.cell.index: [o.reason, o.sentence, o.model and o.model.weights.tolist()] for o in found}
            for found in (list(_in_workers(groups, one, lambda group: None)) for one in crews)
        ]
    print(json.dumps(told))

if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif(find_spec("distributed") is None, reason="needs the extra cluster")
def test_a_local_cluster_gives_the_numbers_of_threads_and_answers_for_the_lost(swept, tmp_path):
    recipe = swept({"solver.learning_rate": (0.1, 0.5), "task.classes": ([0, 1], [0, 7])}, repeats=2)
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    # In a process of its own: a cluster's event loop leaves threads behind until the end.
    done = subprocess.run(
        [sys.executable, str(script), to_toml(recipe)],
        env={**os.environ, "PYTHONPATH": str(Path(lrengine.__file__).parents[1])},
        capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    good, gone = json.loads(done.stdout)
    for item in run_cells(recipe).items:
        weights = item.model.weights.tolist() if item.model else None
        assert good[str(item.cell.index)] == [item.reason, item.sentence, weights]
        reason, sentence, _ = gone[str(item.cell.index)]
        assert reason == "failed" and "division by zero" in sentence
