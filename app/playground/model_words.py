"""A model of the plane as a formula in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lrengine.features.words import coordinate
from lrengine.model import Model

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Formula:
    """short fits a narrow column, whole has every term."""

    short: str
    whole: str


def model_words(model: Model, most_terms: int = 4) -> Formula:
    """σ(w·φ + b) for two classes; for more, the logit of each. φ is as it was before it was standardised."""
    model = model.unstandardised()
    names = term_names(model)
    weights, intercept = np.asarray(model.weights, np.float64), np.asarray(model.intercept, np.float64)
    is_pair = len(weights) == 2 and model.recipe.objective.loss == "log-loss"
    if len(weights) == 1 or (is_pair and model.recipe.task.kind == "softmax"):
        # Softmax of two logits is the sigmoid of their difference.
        row = weights[1] - weights[0] if is_pair else weights[0]
        constant = float(intercept[1] - intercept[0] if is_pair else intercept[0])
        short, whole = (linear_words(row, constant, names, most) for most in (most_terms, len(row)))
        return Formula(f"σ({short})", f"σ({whole})")
    few: list[str] = []
    every: list[str] = []
    for name, row, constant in zip(model.class_names, weights, intercept.tolist(), strict=True):
        few.append(f"{_logit_name(name)} = {linear_words(row, constant, names, 2)}")
        every.append(f"{_logit_name(name)} = {linear_words(row, constant, names, len(row))}")
    if len(few) > 3:
        few = [*few[:2], f"… {len(few) - 2} more classes"]
    return Formula("\n".join(few), "\n".join(every))


def linear_words(
    weights: Sequence[float] | np.ndarray, constant: float, names: Sequence[str], most: int
) -> str:
    """w₁·name₁ + … + b with two decimals; past `most`, the smallest terms give way to dots."""
    sizes = np.abs(np.asarray(weights, np.float64))
    kept = set(np.argsort(-sizes, kind="stable")[:most].tolist())
    parts = [(float(weights[i]), f" {names[i]}") for i in range(len(names)) if i in kept]
    words = ""
    for value, name in parts:
        words += _signed(value, first=not words) + name
    if len(kept) < len(names):
        words += " + …"
    return words + _signed(constant, first=not words)


def term_names(model: Model) -> tuple[str, ...]:
    """What each weight multiplies: x₁, x₂, for polynomials their products, for waves φ₁, φ₂ and so on."""
    numbered = (f"φ{coordinate(index)[1:]}" for index in range(model.weights.shape[1]))
    return model.features.names() or tuple(numbered)


def _logit_name(name: str) -> str:
    return f"z{name.translate(_SUBSCRIPTS)}" if name.isdigit() else f"z({name})"


def _signed(value: float, *, first: bool) -> str:
    if not np.isfinite(value):
        size = "∞" if np.isinf(value) else "?"
    elif abs(value) >= 1e4:
        size = f"{abs(value):.1e}".replace("e+0", "e").replace("e+", "e")
    else:
        size = f"{abs(value):.2f}"
    negative = value < 0 and size != "0.00"
    if first:
        return ("−" if negative else "") + size
    return (" − " if negative else " + ") + size
