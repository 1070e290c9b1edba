"""What a wrong answer costs: the two right losses, and mistakes that are here to be seen failing.

Logits lie as (k, n), a row for each class and a column for each example: sums and maxima over the
classes then run along contiguous memory, several times faster than the other way round. Logits of
several runs on the same examples may be stacked, (runs, k, n).
"""

from lrengine.losses.base import Loss, shift_to_zero, wide_sum
from lrengine.losses.logistic import Logistic, sigmoid
from lrengine.losses.mistakes import DoubleSigmoid, DoubleSoftmax, SquaredSigmoid, SquaredSoftmax
from lrengine.losses.softmax import Softmax

__all__ = [
    "DoubleSigmoid",
    "DoubleSoftmax",
    "Logistic",
    "Loss",
    "Softmax",
    "SquaredSigmoid",
    "SquaredSoftmax",
    "shift_to_zero",
    "sigmoid",
    "wide_sum",
]
