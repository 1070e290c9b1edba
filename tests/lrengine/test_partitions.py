"""An objective shared out to workers: in one process with a stand-in for Dask, then on two real workers."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import lrengine
from lrengine.byte_rows import ByteRows
from lrengine.compiled import loops_for
from lrengine.errors import LabError
from lrengine.features import Pixels
from lrengine.losses import Softmax
from lrengine.objective import Objective
from lrengine.partitions import Cluster, SharedObjective, partitioned, settle


class Inline:
    """A client whose workers are this process; a failure is told when results are asked for, as by Dask."""

    def __init__(self):
        self.asked = []

    def scatter(self, share, workers, hash):
        return share

    def submit(self, function, *arguments, workers, pure):
        self.asked.append((workers[0], function.__name__))
        if isinstance(arguments[0], Exception):
            return arguments[0]
        try:
            return function(*arguments)
        except Exception as error:
            return error


class InlineCluster(Cluster):
    def __init__(self, cores):
        self.client = Inline()
        super().__init__(self.client, cores, "tcp://here:1")

    def _are_done(self, futures):
        return True

    def gather(self, futures):
        self.client.gather = self._results
        return super().gather(futures)

    def _results(self, futures):
        for one in futures:
            if isinstance(one, Exception):
                raise one
        return futures


@pytest.mark.parametrize(("cores", "blocks", "expected"), [
    ({"a": 1, "b": 1}, 5, [("a", 0, 2), ("b", 2, 5)]),
    ({"a": 3, "b": 1}, 8, [("a", 0, 6), ("b", 6, 8)]),
    ({"a": 1, "b": 1, "c": 1}, 1, [("b", 0, 1)]),
    ({"a": 8, "b": 8, "c": 8}, 100_001, [("a", 0, 33_280), ("b", 33_280, 66_688), ("c", 66_688, 100_001)]),
])  # fmt: skip
def test_workers_get_neighbouring_blocks_by_their_cores(cores, blocks, expected):
    assert Cluster(None, cores, "").shares(blocks) == expected


@pytest.mark.parametrize("cores", [{"a": 1}, {"a": 1, "b": 2}, {str(i): 1 for i in range(40)}])
@pytest.mark.parametrize("task", ["softmax", "binary", "one-vs-rest"])
def test_the_sums_are_those_of_one_process_bit_for_bit(make_objective, monkeypatch, cores, task):
    monkeypatch.setattr("lrengine.rows.HeldRows.tall", 4)
    alone = make_objective(task, n=121, dtype="float32")
    cluster = InlineCluster(cores)
    shared = SharedObjective(cluster, alone.features, alone.labels, alone.loss, alone.k)
    assert {address for address, _ in cluster.client.asked} <= set(cores)
    theta = np.random.default_rng(0).standard_normal(alone.size).astype(np.float32)
    a, b = np.zeros_like(theta), np.zeros_like(theta)
    assert alone.measure(theta, a) == shared.measure(theta, b)
    assert a.tobytes() == b.tobytes()
    assert alone.measure(theta) == shared.measure(theta)
    with pytest.raises(LabError, match=r"set solver\.batch_size to 0"):
        shared.measure_batch(theta, np.arange(3), a)


@pytest.mark.skipif(loops_for(np.float32) is None, reason="needs the extra fast")
def test_a_worker_without_numba_agrees_to_rounding(monkeypatch):
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (90, 4, 5), np.uint8), rng.integers(0, 3, 90)
    rows = ByteRows(images, Pixels("unit", 255.0, (4, 5)), np.float32, loops_for(np.float32))
    cluster = InlineCluster({"a": 1})

    def sent(share, **_):
        monkeypatch.setattr("lrengine.byte_rows.loops_for", lambda dtype: None)
        return pickle.loads(pickle.dumps(share))

    monkeypatch.setattr(cluster.client, "scatter", sent)
    alone = Objective(rows, labels, Softmax(), 3)
    shared = SharedObjective(cluster, rows, labels, Softmax(), 3)
    theta = rng.standard_normal(alone.size).astype(np.float32)
    a, b = np.zeros_like(theta), np.zeros_like(theta)
    assert shared.measure(theta, b).risk == pytest.approx(alone.measure(theta, a).risk, rel=1e-5)
    np.testing.assert_allclose(b, a, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("error", "says"), [
    (LabError("A worker cannot read."), r"^A worker cannot read\.$"),
    (MemoryError(), "not enough memory for its part: take more workers"),
    (type("KilledWorker", (Exception,), {})("x"), "worker of the cluster at tcp://here:1 was lost"),
    (type("Futures", (type("CancelledError", (Exception,), {}),), {})("x"), "was lost on the way"),
    (ModuleNotFoundError("No module named 'lrengine'\nand more"), r"\(No module named 'lrengine'\): install"),
])  # fmt: skip
def test_what_goes_wrong_there_is_a_sentence_here(error, says):
    cluster = InlineCluster({"a": 1})
    with pytest.raises(LabError, match=says):
        cluster.gather([cluster.submit("a", settle, error)])


def test_without_dask_or_with_a_wrong_address(monkeypatch):
    with pytest.raises(LabError, match="no scheduler's address"), partitioned("nowhere"):
        pass
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(LabError, match=r"logit-lab\[cluster\]"), partitioned("tcp://host:8786"):
        pass


# The last runs lose a worker on the way, and the file.
SCRIPT = """
import json, sys
from pathlib import Path
from distributed import LocalCluster
from lrengine import partitions
from lrengine.streamed import StreamedRows
from lrengine.errors import LabError
from lrengine.experiment import load_dataset, run
from lrengine.recipe import Recipe
from lrengine.settings import change

def sentence_of(work):
    try:
        work()
    except LabError as error:
        return str(error)

def main():
    partitions.LOOKED, StreamedRows.tall = 0.1, 16
    told = {}
    changes = {
        "data.name": "file", "data.path": sys.argv[1], "data.kept": "disk", "stopping.iterations": 6,
        "solver.name": "lbfgs", "objective.l2": 0.1,
    }
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        for kept in ("memory", "disk"):
            recipe = change(Recipe(), changes | {"data.kept": kept})
            told[kept] = [
                [one.model.weights.tolist(), one.history.column("train_risk").tolist(), one.final.test_risk]
                for one in (run(recipe), run(recipe, scheduler=address))
            ]

        def lose(step):
            if step.iteration == 2:
                cluster.scale(1)

        dataset = load_dataset(recipe)
        told["lost"] = sentence_of(lambda: run(recipe, dataset, lose, scheduler=address))
        Path(sys.argv[1], "images.npy").rename(Path(sys.argv[1], "moved.npy"))
        told["gone"] = sentence_of(lambda: run(recipe, dataset, scheduler=address))
    print(json.dumps(told))

if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif(find_spec("distributed") is None, reason="needs the extra cluster")
def test_two_workers_give_the_weights_of_one_process(digits, tmp_path):
    np.save(tmp_path / "images.npy", digits.inputs)
    np.save(tmp_path / "labels.npy", digits.labels)
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    # In a process of its own: a cluster's event loop leaves threads behind until the end.
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(Path(lrengine.__file__).parents[1])},
        capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    for kept in ("memory", "disk"):
        alone, shared = told[kept]
        assert alone == shared
    assert "was lost on the way: start the run again with the workers there are." in told["lost"]
    assert "put the file where every worker finds it under the same path" in told["gone"]
