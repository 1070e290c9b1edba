"""What every source of data gives: inputs, labels and the names of the classes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError

Labels = NDArray[np.int64]


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Labelled inputs, with the source's own test part when it has one.

    inputs       (n, height, width) uint8 images with ink high, or (n, d) float points; images that stay on
                 the disk are StoredImages, which give out rows like an array
    labels       (n,) int64, an index into `class_names`
    full_scale   the largest value a pixel can have (255; 16 for the 8×8 digits); 1 for points
    test_inputs  same form as `inputs`, or None when the source leaves the split to us
    about        one sentence: what this is and where it came from
    """

    name: str
    inputs: NDArray[np.generic]
    labels: Labels
    class_names: tuple[str, ...]
    full_scale: float = 255.0
    test_inputs: NDArray[np.generic] | None = None
    test_labels: Labels | None = None
    about: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        check_rows(self.name, self.inputs, self.labels, len(self.class_names))
        if self.test_inputs is not None and self.test_labels is not None:
            test_name = f"the test part of {self.name}"
            check_rows(test_name, self.test_inputs, self.test_labels, len(self.class_names))
            if self.test_inputs.shape[1:] != self.inputs.shape[1:]:
                raise LabError(
                    f"The training and test inputs of {self.name} differ in shape "
                    f"({self.inputs.shape[1:]} and {self.test_inputs.shape[1:]}): make them the same."
                )
        for array in (self.inputs, self.labels, self.test_inputs, self.test_labels):
            # Stored images cannot be written to as they are.
            if isinstance(array, np.ndarray):
                array.setflags(write=False)

    @property
    def input_shape(self) -> tuple[int, ...]:
        """(height, width) of an image, or (d,) of a point."""
        return self.inputs.shape[1:]

    @property
    def has_images(self) -> bool:
        return self.inputs.ndim == 3


def check_rows(name: str, inputs: NDArray[np.generic], labels: Labels, classes: int) -> None:
    """Raise a LabError unless inputs and labels belong together."""
    if inputs.ndim not in (2, 3) or not len(inputs):
        raise LabError(f"There are no rows in {name}: choose a file with at least one labelled example.")
    if len(inputs) != len(labels):
        raise LabError(
            f"{name} has {len(inputs)} inputs but {len(labels)} labels: give one label for each input."
        )
    if labels.min() < 0 or labels.max() >= classes:
        raise LabError(f"A label of {name} names no class: labels must lie between 0 and {classes - 1}.")
