import numpy as np
import pytest

from app.reading.contrast import ALONE
from app.reading.evidence_of import NO_PLACE, evidence_of
from lrengine.data.dataset import Dataset
from lrengine.features import Standardised, make_features
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change

RNG = np.random.default_rng(3)
IMAGES = (RNG.random((40, 12, 12)) < 0.3).astype(np.uint8) * np.uint8(255)
DATA = Dataset("dots", IMAGES, np.arange(40) % 3, ("3", "5", "8"))


def model_of(kind: str, rows: int = 3, **more: object) -> Model:
    settings = {f"features.{key}": value for key, value in {"kind": kind, **more}.items()}
    recipe = change(Recipe(), settings)
    features = make_features(recipe, DATA, IMAGES)
    names = DATA.class_names if rows > 1 else ("3", "8")
    weights = RNG.standard_normal((rows, features.count))
    return Model(features, weights, RNG.standard_normal(rows), names, recipe)


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("kind", ["pixels", "deskewed", "histograms", "fourier"])
def test_evidence_adds_up_to_the_logits(kind: str, standardise: bool) -> None:
    model = model_of(kind, standardise=standardise)
    assert isinstance(model.features, Standardised) is standardise
    logits = model.logits(IMAGES[:1])[0]
    one, two = evidence_of(model, IMAGES[0], 2, ALONE), evidence_of(model, IMAGES[0], 2, 0)
    assert one.logit == pytest.approx(logits[2], abs=1e-3)
    assert two.logit == pytest.approx(logits[2] - logits[0], abs=1e-3)
    for shown in (one, two):
        assert shown.evidence + shown.constant == pytest.approx(shown.logit)
        if kind == "fourier":
            assert shown.remark == NO_PLACE and not shown.tint.any()
        else:
            assert shown.tint.sum() == pytest.approx(shown.evidence) and shown.tint.any()
    assert (one.why, one.rival, two.rival) == ("8", None, "3")


@pytest.mark.parametrize("kind", ["pixels", "deskewed", "histograms"])
def test_an_empty_image_says_nothing(kind: str) -> None:
    model = model_of(kind, standardise=True)
    shown = evidence_of(model, np.zeros((12, 12), np.uint8), 0, 1)
    assert not shown.tint.any() and shown.evidence == pytest.approx(0)


def test_paper_says_nothing_in_pixels() -> None:
    model = model_of("pixels", standardise=True)
    shown = evidence_of(model, IMAGES[0], 0, 1)
    assert not shown.tint[IMAGES[0] == 0].any()
    assert shown.picture.max() == 1.0


def test_one_logit_speaks_for_its_second_class() -> None:
    model = model_of("pixels", rows=1)
    shown = evidence_of(model, IMAGES[0], 0, 1)
    assert (shown.why, shown.rival, shown.is_single) == ("8", "3", True)
    assert shown.logit == pytest.approx(model.logits(IMAGES[:1])[0, 0], abs=1e-3)
    assert shown.remark == "One logit: above 0 it reads 8, below it 3."
