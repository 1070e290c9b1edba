"""What multiplies the rows of a run, in words."""

from __future__ import annotations

from lrengine.byte_rows import ByteRows
from lrengine.compiled import why_not
from lrengine.experiment import Rows
from lrengine.features import Pixels
from lrengine.recipe import Recipe

COMPILED = "Loops compiled for this machine multiply the rows, whose pixels stay bytes."
BLAS = "NumPy's BLAS multiplies the rows"


def products_text(recipe: Recipe, rows: Rows | None) -> str:
    """A sentence: the compiled loops, or NumPy's BLAS and why; "" where the rows are not here.

    Of a gradient that is worked out row by row there is nothing to say.
    """
    if rows is None or recipe.solver.gradient != "vectorised":
        return ""
    if isinstance(rows.train, ByteRows):
        return COMPILED
    if recipe.run.products == "blas":
        return f"{BLAS}, as Products in the settings asks."
    if isinstance(rows.features, Pixels) and why_not():
        return f"{BLAS}; there are no compiled loops: {why_not()}."
    return f"{BLAS}: compiled loops are for pixels that are bytes, at float32 or float64."
