"""scikit-learn's linear classifiers, fitted by their public interface."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Labels = NDArray[np.int64]


def lbfgs(max_iter: int, C: float, tol: float = 1e-4) -> Any:
    """Softmax regression with L2 by SciPy's L-BFGS."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=C, max_iter=max_iter, tol=tol)


def saga(max_iter: int, C: float, tol: float, seed: int) -> Any:
    """Softmax regression with L2 by a variance-reduced stochastic gradient."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(solver="saga", C=C, max_iter=max_iter, tol=tol, random_state=seed)


def sgd(max_iter: int, tol: float | None, threads: int, seed: int, **settings: Any) -> Any:
    """One logistic regression for each class against the rest, by stochastic descent."""
    from sklearn.linear_model import SGDClassifier

    return SGDClassifier(
        loss="log_loss", max_iter=max_iter, tol=tol, n_jobs=threads, random_state=seed, **settings
    )


def fit(model: Any, X: Array, labels: Labels) -> tuple[Array, Array]:
    """Weights (k, d) and intercepts (k,) after a fit; a fit that ends at `max_iter` is as good as any."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(X, labels)
    return model.coef_, model.intercept_


def softmax_value(X: Array, labels: Labels, weights: Array, intercept: Array, l2: float) -> float:
    """F as scikit-learn's own predictions make it: their log-loss and λ/2 ‖W‖².

    The gradient that its solvers use has no public name.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss

    model = LogisticRegression()
    model.classes_ = np.arange(len(weights))
    model.coef_, model.intercept_ = weights, intercept
    model.n_features_in_ = weights.shape[1]
    risk = float(log_loss(labels, model.predict_proba(X), labels=model.classes_))
    return risk + l2 / 2 * float((weights.astype(np.float64) ** 2).sum())
