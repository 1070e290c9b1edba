from __future__ import annotations

from lrengine.features.words import coordinate, product


def test_coordinates_count_from_one():
    assert [coordinate(index) for index in (0, 1, 11)] == ["x₁", "x₂", "x₁₂"]


def test_a_product_names_only_what_it_holds():
    assert [product(powers) for powers in ((1, 0), (2, 1), (0, 10), (1, 1, 3))] == [
        "x₁", "x₁²x₂", "x₂¹⁰", "x₁x₂x₃³"
    ]  # fmt: skip
