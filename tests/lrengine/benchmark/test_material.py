from __future__ import annotations

import numpy as np
import pytest

from lrengine.benchmark.effort import QUICK
from lrengine.benchmark.material import load_material


def test_both_tasks_have_the_rows_asked_for(material):
    assert material.X.shape == (240, 784) and material.X.dtype == np.float32
    assert len(material.labels) == 240 and material.k == 10
    assert material.X.min() >= 0 and material.X.max() == 1.0
    pair = material.pair
    assert pair.train.shape == (40, 784) and material.X_pair.max() == 255
    assert pair.class_names == ("3", "5") and len(pair.test) == 0


def test_without_mnist_it_says_what_stands_in(material):
    assert "generated digits, because MNIST is not on this computer" in material.about
    assert material.goal == 0.2


def test_accuracy_is_the_share_of_test_rows_read(material):
    labels = material.ten.split.test.labels
    always_three = np.zeros(10, np.float32)
    always_three[3] = 1
    share = material.test_accuracy(np.zeros((10, 784), np.float32), always_three)
    assert share == pytest.approx(np.mean(labels == 3))


@pytest.mark.mnist
def test_mnist_is_taken_where_it_is():
    material = load_material(QUICK)
    assert material.about == "2,000 training and 500 test images of MNIST."
    assert material.pair.train.shape == (300, 784) and material.goal == QUICK.goals[0]
