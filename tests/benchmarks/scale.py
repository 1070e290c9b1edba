"""Two million images on the disk: what an epoch costs beside one of 60,000 in memory, and the peak memory.

    python tests/benchmarks/scale.py make FOLDER [--rows 2000000]
    python tests/benchmarks/scale.py measure FOLDER [--rounds 3] [--threads 2] [--json FILE]
    python tests/benchmarks/scale.py cluster FOLDER

`make` writes generated digits, 20,000 at a time, to FOLDER as images.npy and labels.npy, and the first
60,000 of them to FOLDER/small. `measure` trains softmax on pixels, from the disk and on the small ones in
memory, each in a process of its own, in turn: the median time of an epoch of all rows and the mean of one
in batches of 256, both without measuring on the way, and the ratio to (rows/60,000) × the small one's,
round by round. The peak is the process's largest resident memory, mapped pages included, over opening,
splitting and training; `run` is that of a whole `logitlab run` with validation and test rows. "cold" has
the images dropped from the system's cache before the epoch (Linux). `cluster` sets an iteration in one
process of two threads beside one on a local Dask cluster of two workers, on both folders.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lrengine
from lrengine.data.generated import generate
from lrengine.experiment import load_dataset, prepare, start
from lrengine.recipe import Recipe
from lrengine.settings import change
from lrengine.threads import Workers

import numpy as np

PIECE = 20_000
SMALL = 60_000
BATCH = 256
EPOCHS = {"disk": 3, "memory": 15}
EPOCHS_IN_BATCHES = {"disk": 1, "memory": 10}


def make(folder: Path, rows: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "small").mkdir(exist_ok=True)
    images = np.lib.format.open_memmap(folder / "images.npy", "w+", np.uint8, (rows, 28, 28))
    labels = np.empty(rows, np.uint8)
    for piece, begin in enumerate(range(0, rows, PIECE)):
        end = min(begin + PIECE, rows)
        images[begin:end], labels[begin:end] = generate(end - begin, np.random.SeedSequence((0, piece)))
    images.flush()
    np.save(folder / "labels.npy", labels)
    np.save(folder / "small" / "images.npy", images[:SMALL])
    np.save(folder / "small" / "labels.npy", labels[:SMALL])


def recipe_of(folder: Path, kept: str, threads: int, batch: int) -> Recipe:
    return change(Recipe(), {
        "data.name": "file", "data.path": str(folder), "data.kept": kept, "data.order": "file",
        "data.validation": 0, "data.test": 0, "solver.batch_size": batch, "run.threads": threads,
        "stopping.iterations": 0, "evaluation.every": 1_000_000,
    })  # fmt: skip


def drop_from_cache(folder: Path) -> None:
    for file in folder.glob("*.npy"):
        descriptor = os.open(file, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def one_process(folder: Path, kept: str, threads: int) -> dict[str, Any]:
    """Seconds of an epoch, both ways, and the peak memory in bytes."""
    recipe = recipe_of(folder, kept, threads, 0)
    rows = prepare(recipe, load_dataset(recipe))
    workers = Workers(threads)
    found: dict[str, Any] = {}
    whole = start(recipe, rows, workers).steps()
    next(whole)
    found["whole"] = statistics.median(seconds_of(whole, 1) for _ in range(EPOCHS[kept]))
    batches = -(-len(rows.train) // BATCH)
    in_batches = start(recipe_of(folder, kept, threads, BATCH), rows, workers).steps()
    next(in_batches)
    # An epoch that begins at its second batch has the next one's order in it.
    epochs = EPOCHS_IN_BATCHES[kept]
    found["batches"] = seconds_of(in_batches, batches * epochs) / epochs
    if kept == "disk" and hasattr(os, "posix_fadvise"):
        drop_from_cache(folder)
        found["cold"] = seconds_of(whole, 1)
    workers.close()
    # Linux counts in kilobytes, macOS in bytes.
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )
    found["rows"] = len(rows.train)
    return found


def seconds_of(steps: Iterator[Any], count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        next(steps)
    return time.perf_counter() - began


def in_its_own_process(*arguments: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def peak_of_a_run(folder: Path) -> int:
    """The peak memory of the command line's own process, in bytes."""
    changes = [
        f"data.path={folder}",
        "data.name=file",
        "data.kept=disk",
        "stopping.iterations=0",
        "stopping.epochs=1",
        "evaluation.every=4000",
    ]
    command = [sys.executable, "-m", "app", "run", "softmax", "--quiet"]
    for one in changes:
        command += ["--set", one]
    subprocess.run(command, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def cluster_beside_one(folder: Path, kept: str) -> dict[str, Any]:
    """Seconds of an iteration in one process of two threads, and on two workers of one thread each."""
    from lrengine.partitions import partitioned

    from distributed import LocalCluster

    recipe = recipe_of(folder, kept, 2, 0)
    rows = prepare(recipe, load_dataset(recipe))
    workers = Workers(2)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
        partitioned(local.scheduler_address) as cluster,
    ):
        steps = {
            "one": start(recipe, rows, workers).steps(),
            "two": start(recipe, rows, workers, cluster=cluster).steps(),
        }
        for each in steps.values():
            next(each), next(each)
        taken: dict[str, list[float]] = {"one": [], "two": []}
        for _ in range(EPOCHS[kept]):
            for name, each in steps.items():
                taken[name].append(seconds_of(each, 1))
    workers.close()
    return {name: statistics.median(all_) for name, all_ in taken.items()}


def measure(folder: Path, rounds: int, threads: int) -> dict[str, Any]:
    taken: dict[str, list[dict[str, Any]]] = {"disk": [], "memory": []}
    for _ in range(rounds):
        for kept, place in (("memory", folder / "small"), ("disk", folder)):
            taken[kept].append(
                in_its_own_process("one", str(place), "--kept", kept, "--threads", str(threads))
            )
    disk, memory = taken["disk"], taken["memory"]
    times = disk[0]["rows"] / memory[0]["rows"]
    told: dict[str, Any] = {
        "rows": disk[0]["rows"],
        "threads": threads,
        "peak": max(one["peak"] for one in disk),
    }
    for way in ("whole", "batches"):
        told[way] = {
            "small": statistics.median(one[way] for one in memory),
            "large": statistics.median(one[way] for one in disk),
            "ratio": statistics.median(b[way] / (times * a[way]) for a, b in zip(memory, disk, strict=True)),
        }
    told["cold"] = statistics.median(one.get("cold", np.nan) for one in disk)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=("make", "measure", "one", "cluster"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--kept", choices=("disk", "memory"), default="disk")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.action == "make":
        make(given.folder, given.rows)
        return
    if given.action == "cluster":
        for kept, place, count in (
            ("memory", given.folder / "small", SMALL),
            ("disk", given.folder, given.rows),
        ):
            both = cluster_beside_one(place, kept)
            print(
                f"iteration over {count:,} rows ({kept}): one process {both['one']:.3f} s, "
                f"two workers {both['two']:.3f} s"
            )
        return
    if given.action == "one":
        print(json.dumps(one_process(given.folder, given.kept, given.threads)))
        return
    told = measure(given.folder, given.rounds, given.threads)
    told["run"] = peak_of_a_run(given.folder)
    for way, name in (("whole", "all rows"), ("batches", f"batches of {BATCH}")):
        one = told[way]
        print(
            f"epoch, {name}: 60,000 in memory {one['small']:.3f} s, {told['rows']:,} from disk "
            f"{one['large']:.3f} s, ratio to so many times the rows {one['ratio']:.2f}"
        )
    print(f"epoch, all rows, nothing in the system's cache: {told['cold']:.3f} s")
    print(f"peak resident memory: {told['peak'] / 2**20:.0f} MiB; a whole run: {told['run'] / 2**20:.0f} MiB")
    if given.json:
        given.json.write_text(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
