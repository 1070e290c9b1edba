from typing import get_args

import pytest

from app.guide.explainers import NAMES, TEXTS, make_explainer
from lrengine.errors import LabError
from lrengine.recipe import Explainer


def test_every_figure_a_recipe_may_name_is_there_with_a_text(qtbot):
    assert NAMES == get_args(Explainer) == tuple(TEXTS)
    for name in NAMES:
        figure = make_explainer(name)
        qtbot.addWidget(figure)
        assert name in figure.accessibleName()
    assert all(text.endswith(".") and len(text) > 150 for text in TEXTS.values())


def test_another_name_says_what_there_is():
    with pytest.raises(LabError, match="no live figure called tanh: choose one of sigmoid"):
        make_explainer("tanh")
