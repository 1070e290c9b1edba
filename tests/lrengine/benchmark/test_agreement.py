from __future__ import annotations

import numpy as np
import pytest

from lrengine.benchmark.agreement import Opinion, compare
from lrengine.errors import LabError

TRUE = Opinion("definition", 2.0, np.array([1.0, -4.0]))


def test_whoever_agrees_is_listed_with_the_distance():
    near = Opinion("near", 2.0 * (1 + 1e-7), np.array([1.0, -4.0 - 4e-6]))
    value_only, gradient_only = Opinion("value", 2.0, None), Opinion("gradient", None, np.array([1.0, -4.0]))
    found = compare("two-class", TRUE, [near, value_only, gradient_only])
    assert found[0].value == pytest.approx(1e-7, rel=1e-3)
    assert found[0].gradient == pytest.approx(1e-6, rel=1e-3)
    assert found[0].distance == "value 1e-07, gradient 1e-06"
    assert found[1].gradient is None and found[2].value is None
    assert found[2].distance == "gradient 0e+00"


@pytest.mark.parametrize(
    "wrong",
    [
        Opinion("astray", 2.001, TRUE.gradient),
        Opinion("astray", float("nan"), TRUE.gradient),
        Opinion("astray", 2.0, np.array([1.0, -4.01])),
        Opinion("astray", 2.0, np.array([np.nan, -4.0])),
        Opinion("astray", None, np.array([1.0, -4.0, 0.0])),
    ],
)
def test_whoever_does_not_ends_the_benchmark(wrong):
    with pytest.raises(LabError, match=r"The objective of the two-class task as astray has it .* no time"):
        compare("two-class", TRUE, [wrong])
