"""The live figures by name, each with a paragraph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, get_args

from app.guide.figure import Figure
from app.guide.log_loss_figure import LogLossFigure
from app.guide.penalty_figure import PenaltyFigure
from app.guide.residual_figure import ResidualFigure
from app.guide.sigmoid_figure import SigmoidFigure
from app.guide.softmax_figure import SoftmaxFigure
from app.guide.squared_error_figure import SquaredErrorFigure
from lrengine.errors import LabError
from lrengine.recipe import Explainer

NAMES: Final[tuple[Explainer, ...]] = get_args(Explainer)

_MAKERS: Final[dict[Explainer, Callable[[], Figure]]] = {
    "sigmoid": SigmoidFigure,
    "log-loss": LogLossFigure,
    "why p − y": ResidualFigure,
    "squared error": SquaredErrorFigure,
    "penalties": PenaltyFigure,
    "softmax": SoftmaxFigure,
}

TEXTS: Final[dict[Explainer, str]] = {
    "sigmoid": "σ(z) = 1/(1 + e⁻ᶻ) turns any logit into a probability. Drag z: σ(z) and σ(−z) always add up "
    "to 1, since the two classes share what there is. The slope σ(1 − σ) is largest in the middle, ¼, and "
    "fades on both sides: there a change of z hardly changes the probability.",
    "log-loss": "A model that gave the truth the probability p pays −log p: nothing when sure and right, "
    "without bound when sure and wrong. Drag p on the left, or z on the right, where p goes down to 10⁻²⁰. "
    "Code that clips p at 10⁻¹⁵ flattens the curve there, and its gradient with it; computed as log(1 + e⁻ᶻ) "
    "nothing is cut off.",
    "why p − y": "The chain rule gives ∂ℓ/∂z = ∂ℓ/∂p · ∂p/∂z. The loss is steep just where the sigmoid is "
    "flat: the first factor's 1/p or 1/(1 − p) cancels against the second, p(1 − p), and p − y is left, the "
    "distance from probability to label. A sure mistake keeps its full gradient. The upper bars' lengths are "
    "logarithms: the second takes back what the first gained.",
    "squared error": "One weight, eight points, p = σ(wx). Drag the start: with the log-loss every descent "
    "goes to the same weight. The squared error (p − y)² has two valleys, and plains where the gradient "
    "fades although the answers are wrong. Shaded: its second derivative is negative, so it is not convex.",
    "penalties": "Drag λ. The penalised optimum lies where a contour of the risk (dashed) touches the "
    "penalty's shape. The L1 diamond has corners on the axes, so the solution slides onto one and a weight "
    "becomes exactly 0. The L2 disc is round: both weights shrink, and neither gets to 0.",
    "softmax": "pₖ = e^zₖ / Σ e^z. Drag the logits: only their differences count, so a constant added to all "
    "of them changes nothing. Applied twice, as happens when a loss that expects logits is given "
    "probabilities, it sees values between 0 and 1 only: of three classes none gets above 58 %, and training "
    "stalls.",
}


def make_explainer(name: str) -> Figure:
    """The live figure of that name; raises LabError for one there is not."""
    for known, make in _MAKERS.items():
        if known == name:
            return make()
    raise LabError(f"There is no live figure called {name}: choose one of {', '.join(NAMES)}.")
