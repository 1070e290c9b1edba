"""Images that are none of the data's, though made of them: mirrored, turned, cut off and mixed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def spoilt(images: Array, rng: np.random.Generator) -> Array:
    """As many images (n, h, w) as given, ink high, each spoilt in one of nine ways in turn.

    Mirrored left to right or top to bottom; where images are square turned by a quarter or transposed;
    the lower or the right half of another in the place of their own; another one laid over, as it is or
    turned about; one side cut off. What is symmetric may stay as it was.
    """
    made = images.copy()
    n, height, width = images.shape
    others = images[rng.permutation(n)]
    rows, columns = np.arange(height) - (height - 1) / 2, np.arange(width) - (width - 1) / 2
    is_square = height == width
    for way in range(9):
        chosen = slice(way, None, 9)
        own, other = images[chosen], others[chosen]
        match way:
            case 0:
                own = own[:, :, ::-1]
            case 1:
                own = own[:, ::-1]
            case 2 if is_square:
                own = np.concatenate([np.rot90(own[::2], 1, (1, 2)), np.rot90(own[1::2], -1, (1, 2))])
            case 3 if is_square:
                own = own.transpose(0, 2, 1)
            case 4:
                own = np.concatenate([own[:, : height // 2], other[:, height // 2 :]], axis=1)
            case 5:
                own = np.concatenate([own[:, :, : width // 2], other[:, :, width // 2 :]], axis=2)
            case 6:
                own = np.maximum(own, other)
            case 7:
                own = np.maximum(own, np.rot90(other, 1 if is_square else 2, (1, 2)))
            case _:
                turn = rng.uniform(0, 2 * np.pi, (len(own), 1, 1))
                across = np.cos(turn) * columns + np.sin(turn) * rows[:, None]
                own = np.where(across > rng.uniform(-0.04, 0.14, turn.shape) * max(height, width), 0, own)
        made[chosen] = own
    return made
