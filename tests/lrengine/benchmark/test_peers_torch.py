"""PyTorch need not be installed: these tests are about what is there either way, and about it if it is."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.benchmark import peers_torch
from lrengine.benchmark.definition import softmax_objective

INSTALLED = peers_torch.is_installed()


def test_threads_are_set_for_a_while_only():
    if not INSTALLED:
        with peers_torch.threads_set(3):
            assert not peers_torch.is_installed()
        return
    import torch

    before = torch.get_num_threads()
    with peers_torch.threads_set(before + 1):
        assert torch.get_num_threads() == before + 1
    assert torch.get_num_threads() == before


if INSTALLED:

    def test_value_and_gradient_are_the_definitions(material):
        rng = np.random.default_rng(4)
        weights, intercept = rng.standard_normal((10, 784), np.float32), rng.standard_normal(10, np.float32)
        task = peers_torch.SoftmaxTask(material.X, material.labels, 10, 0.2)
        task.start_at(weights / 10, intercept)
        value, gradient = task.value_and_gradient()
        truth, slope = softmax_objective(material.X, material.labels, weights / 10, intercept, 0.2)
        assert value == pytest.approx(truth, rel=1e-5)
        assert gradient == pytest.approx(slope, abs=1e-5)

    @pytest.mark.parametrize(
        ("name", "settings"),
        [
            ("mini_batch_iterates", {"batch": 40, "rate": 0.01, "epochs": 2.0, "every": 3, "seed": 0}),
            ("full_batch_adam_iterates", {"rate": 0.1, "iterations": 4}),
            ("lbfgs_iterates", {"l2": 1e-3, "iterations": 4, "line_search": False}),
            ("lbfgs_iterates", {"l2": 1e-3, "iterations": 40, "line_search": True}),
        ],
    )
    def test_it_learns_and_ends(name, settings, material):
        looks = getattr(peers_torch, name)(material.X, material.labels, 10, **settings)
        accuracies = [material.test_accuracy(*look) for look in looks]
        assert len(accuracies) == 4 and accuracies[-1] > 0.3
