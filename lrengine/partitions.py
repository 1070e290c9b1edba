"""One objective summed over the workers of a Dask cluster, each with a part of the rows."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.live_columns import LiveColumns
from lrengine.losses import Loss
from lrengine.objective import Counted, Objective
from lrengine.rows import RowSource
from lrengine.streamed import StreamedRows
from lrengine.sums import Blocks, Subtree, TreeSum
from lrengine.threads import Workers

Array = NDArray[Any]
Labels = NDArray[np.int64]

# How often to look whether the workers are still there while waiting for them (seconds).
LOOKED = 2.0
# Parts begin where whole subtrees do, of so many for each core at least: then few sums travel.
SUBTREES = 32
# What Dask raises where a worker or the scheduler has gone.
LOST = ("CancelledError", "KilledWorker", "CommClosedError")


@dataclass(frozen=True, eq=False)
class Share:
    """What a worker needs for its part: rows of the columns that are left, and which blocks they are."""

    features: Array | StreamedRows
    labels: Labels
    loss: Loss
    k: int
    intercept: bool
    counted: Counted
    blocks: Blocks
    threads: int


class Partition:
    """A worker's part of an objective: the same blocks of rows as the whole has, summed the same way."""

    def __init__(self, share: Share) -> None:
        self._objective = Objective(
            share.features, share.labels, share.loss, share.k,
            intercept=share.intercept, counted=share.counted, workers=Workers(share.threads),
            leave_out_empty=False,
        )  # fmt: skip
        self._blocks = share.blocks

    def check(self) -> None:
        """Read a row; raises LabError where that is not possible."""
        self._objective.source.take(slice(0, 1))

    def sums(self, weights: Array, intercept: Array | None, with_slopes: bool) -> list[Subtree]:
        columns = LiveColumns(self._objective.source, leave_out=False)
        # What comes over the network may lie anywhere.
        weights = np.require(weights, requirements=("C", "A"))
        tree = self._objective.sums_of_blocks(self._blocks, columns, weights, intercept, with_slopes)
        return tree.subtrees()


def settle(share: Share) -> Partition:
    """Runs on a worker: make its part ready, or say why it cannot be."""
    partition = Partition(share)
    try:
        partition.check()
    except LabError as error:
        raise LabError(
            f"A worker cannot read its part of the data ({str(error).partition(':')[0]}): "
            "put the file where every worker finds it under the same path."
        ) from None
    return partition


def sums_of(
    partition: Partition, weights: Array, intercept: Array | None, with_slopes: bool
) -> list[Subtree]:
    """Runs on a worker."""
    return partition.sums(weights, intercept, with_slopes)


class Cluster:
    """The workers of a cluster, each of which gets a part of every objective, by its cores.

    client  a `distributed.Client`
    cores   how many each worker has, by its address
    """

    def __init__(self, client: Any, cores: dict[str, int], where: str) -> None:
        self._client = client
        self._cores = cores
        self._where = where

    def shares(self, blocks: int) -> list[tuple[str, int, int]]:
        """Worker, first block and the one after its last, in the blocks' order; none is empty."""
        reached = [0, *accumulate(self._cores.values())]
        subtree = 1
        while 2 * subtree * SUBTREES * reached[-1] <= blocks:
            subtree *= 2
        cuts = [round(blocks * cores / reached[-1] / subtree) * subtree for cores in reached]
        cuts[-1] = blocks
        parts = zip(self._cores, pairwise(cuts), strict=True)
        return [(address, begin, end) for address, (begin, end) in parts if end > begin]

    def submit(self, address: str, function: Any, *arguments: Any) -> Any:
        return self._client.submit(function, *arguments, workers=[address], pure=False)

    def send(self, address: str, share: Share) -> Any:
        return self._client.scatter(share, workers=[address], hash=False)

    def cores_of(self, address: str) -> int:
        return self._cores[address]

    def gather(self, futures: list[Any]) -> list[Any]:
        """Their results; raises LabError where a worker or the scheduler has gone."""
        try:
            while not self._are_done(futures):
                if not set(self._cores) <= set(self._client.ncores()):
                    raise LabError(self._lost())
            found: list[Any] = self._client.gather(futures)
        except LabError:
            raise
        except MemoryError:
            raise LabError("A worker has not enough memory for its part: take more workers.") from None
        except Exception as error:
            # What a cluster that falls apart raises has little in common.
            if any(kind.__name__ in LOST for kind in type(error).__mro__):
                raise LabError(self._lost()) from None
            reason = (str(error) or type(error).__name__).partition("\n")[0].rstrip(". ")
            raise LabError(
                f"The cluster's workers cannot compute this ({reason}): "
                "install the same version of Logit Lab on each of them."
            ) from None
        return found

    def _are_done(self, futures: list[Any]) -> bool:
        from distributed import TimeoutError, wait

        with self._client.as_current():
            try:
                wait(futures, timeout=LOOKED)
            except TimeoutError:
                return False
        return True

    def _lost(self) -> str:
        return (
            f"A worker of the cluster at {self._where} was lost on the way: "
            "start the run again with the workers there are."
        )


class SharedObjective(Objective):
    """F(θ) whose sums over rows are made by a cluster's workers; only θ and sums travel.

    Each worker adds up whole subtrees of its blocks (see `TreeSum`), and the rest of the tree is added up
    here: the same blocks and the same tree as in one process, so that every bit of the weights is the
    same however many workers there are, if they multiply alike (the same processor, BLAS and Numba). A
    worker without Numba makes numbers of its bytes, and agrees to rounding.

    Arrays in memory are sent to the workers once; images on the disk are read by the workers themselves,
    under the same path.
    """

    def __init__(
        self, cluster: Cluster, features: Array | RowSource, labels: Labels, *given: Any, **settings: Any
    ):
        super().__init__(features, labels, *given, **settings)
        self._cluster = cluster
        self._places: list[tuple[Any, str]] = []
        source = self._columns(with_slopes=True).source
        for address, begin, end in cluster.shares(len(self._blocks)):
            own = self._blocks.part(begin, end)
            rows = own.place()
            share = Share(
                source.part(rows), self.labels[rows], self.loss, self.k,
                self.intercept, self.counted, own, cluster.cores_of(address),
            )  # fmt: skip
            settled = cluster.submit(address, settle, cluster.send(address, share))
            self._places.append((settled, address))

    def sums_of_blocks(
        self,
        blocks: Blocks,
        columns: LiveColumns,
        weights: Array,
        intercept: Array | None,
        with_slopes: bool,
        batch: Labels | None = None,
    ) -> TreeSum:
        asked = [
            self._cluster.submit(address, sums_of, partition, weights, intercept, with_slopes)
            for partition, address in self._places
        ]
        found = self._cluster.gather(asked)
        with np.errstate(over="ignore", invalid="ignore"):
            return TreeSum(chain.from_iterable(found))

    def measure_batch(self, theta: Array, rows: Labels, gradient: Array) -> float:
        raise LabError("A cluster adds up all rows at each step: set solver.batch_size to 0.")


@contextlib.contextmanager
def partitioned(scheduler: str) -> Iterator[Cluster]:
    """The cluster whose scheduler is at this address; LabError where nobody answers or works."""
    from lrengine.sweep.cluster import connected

    with connected(0, scheduler) as (client, cores):
        yield Cluster(client, dict(sorted(cores.items())), scheduler)
