"""What is said to multiply the rows is what does."""

import numpy as np
import pytest

from app.runs import products
from app.runs.products import BLAS, COMPILED, products_text
from lrengine.byte_rows import ByteRows
from lrengine.experiment import prepare
from lrengine.settings import change


def test_rows_of_bytes_are_multiplied_by_the_loops(small_recipe, small_rows):
    if not isinstance(small_rows.train, ByteRows):
        pytest.skip("There are no compiled loops here.")
    assert products_text(small_recipe, small_rows) == COMPILED


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"run.products": "blas"}, "as Products in the settings asks."),
        ({"features.kind": "deskewed"}, "compiled loops are for pixels that are bytes"),
    ],
)
def test_numbers_are_multiplied_by_blas(small_recipe, small_rows, changes, why):
    recipe = change(small_recipe, changes)
    rows = prepare(recipe, small_rows.dataset)
    assert isinstance(rows.train, np.ndarray)
    said = products_text(recipe, rows)
    assert said.startswith(BLAS) and why in said


def test_why_there_are_no_loops_is_told(small_recipe, small_rows, monkeypatch):
    monkeypatch.setattr("lrengine.prepared.loops_for", lambda dtype, cancelled: None)
    monkeypatch.setattr(products, "why_not", lambda: "Numba is not here")
    rows = prepare(small_recipe, small_rows.dataset)
    assert products_text(small_recipe, rows) == f"{BLAS}; there are no compiled loops: Numba is not here."


def test_of_what_is_not_here_nothing_is_said(small_recipe, small_rows):
    assert products_text(small_recipe, None) == ""
    assert products_text(change(small_recipe, {"solver.gradient": "per-sample"}), small_rows) == ""
