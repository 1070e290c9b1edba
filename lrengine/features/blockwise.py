"""Features of many images, a few at a time on every core."""

from __future__ import annotations

from collections.abc import Callable

from lrengine.threads import Workers, one_blas_thread

# So many 28×28 images and what is made of them on the way stay in a core's cache.
_IMAGES = 128


def in_blocks(work: Callable[[slice], None], count: int) -> None:
    """Call `work` with slices that cover `count` rows; the slices do not depend on the number of threads."""
    blocks = [slice(begin, min(begin + _IMAGES, count)) for begin in range(0, count, _IMAGES)]
    if len(blocks) == 1:
        work(blocks[0])
        return
    workers = Workers(0)
    try:
        with one_blas_thread():
            workers.run(lambda index: work(blocks[index]), len(blocks))
    finally:
        workers.close()
