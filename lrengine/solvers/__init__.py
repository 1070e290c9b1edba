"""Ways downhill. Each is given θ and ∇F and moves θ; none knows of recipes, data or threads."""

from lrengine.solvers.adam import Adam
from lrengine.solvers.base import Solver, Stalled
from lrengine.solvers.gradient_descent import GradientDescent
from lrengine.solvers.lbfgs import LBFGS
from lrengine.solvers.newton import Newton

__all__ = ["LBFGS", "Adam", "GradientDescent", "Newton", "Solver", "Stalled"]
