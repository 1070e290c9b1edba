"""The panels that come late, each imported and made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.evaluation.evaluation_panel import EvaluationPanel
    from app.guide.explainer_panel import ExplainerPanel
    from app.playground.playground_panel import PlaygroundPanel
    from app.plots.curves_panel import CurvesPanel
    from app.plots.weights_panel import WeightsPanel
    from app.sweep.sweep_panel import SweepPanel


class LateParts:
    """Whoever asks for one in each turn of the event loop never keeps a stroke waiting for all of them."""

    PLOTS: Final = ("curves", "weights")
    PANELS: Final = ("evaluation", "sweep", "lab", "explainers")

    @cached_property
    def curves(self) -> CurvesPanel:
        from app.plots.curves_panel import CurvesPanel

        return CurvesPanel()

    @cached_property
    def weights(self) -> WeightsPanel:
        from app.plots.weights_panel import WeightsPanel

        return WeightsPanel()

    @cached_property
    def evaluation(self) -> EvaluationPanel:
        from app.evaluation.evaluation_panel import EvaluationPanel

        return EvaluationPanel()

    @cached_property
    def sweep(self) -> SweepPanel:
        from app.sweep.sweep_panel import SweepPanel

        return SweepPanel()

    @cached_property
    def lab(self) -> PlaygroundPanel:
        from app.playground.playground_panel import PlaygroundPanel

        return PlaygroundPanel()

    @cached_property
    def explainers(self) -> ExplainerPanel:
        from app.guide.explainer_panel import ExplainerPanel

        return ExplainerPanel()
