from __future__ import annotations

import dataclasses
import io
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrengine.data.generated import generate
from lrengine.data.splits import Part
from lrengine.errors import LabError
from lrengine.familiarity_fit import fit_familiarity
from lrengine.features import Pixels, Polynomial, Standardised
from lrengine.losses import (
    DoubleSigmoid,
    DoubleSoftmax,
    Logistic,
    Softmax,
    SquaredSigmoid,
    SquaredSoftmax,
)
from lrengine.model import FIRST_FORMAT, FORMAT, Model, load_model, logit_rows, loss_of, read_model
from lrengine.recipe import Recipe
from lrengine.recipe_files import to_toml
from lrengine.settings import change

NAMES = {"binary": ("3", "5"), "softmax": ("a", "b", "c"), "one-vs-rest": ("a", "b", "c")}


def make_model(kind="softmax", dtype="float32", scale="unit"):
    recipe = change(Recipe(), {"task.kind": kind, "data.scale": scale, "run.dtype": dtype})
    rng = np.random.default_rng(5)
    k = 1 if kind == "binary" else 3
    weights, intercept = rng.standard_normal((k, 6)).astype(dtype), rng.standard_normal(k).astype(dtype)
    return Model(Pixels(scale, 255.0, (2, 3)), weights, intercept, NAMES[kind], recipe, "Trained on ünits.")


def images(count=20):
    return np.random.default_rng(6).integers(0, 256, (count, 2, 3)).astype(np.uint8)


each_kind = pytest.mark.parametrize("kind", NAMES)


@each_kind
def test_logits_are_weights_times_features_plus_intercept(kind):
    model = make_model(kind)
    X = images().reshape(20, 6) / 255
    np.testing.assert_allclose(model.logits(images()), X @ model.weights.T + model.intercept, rtol=1e-5)
    assert model.input_shape == (2, 3)


@each_kind
def test_the_class_read_is_the_likeliest(kind):
    model = make_model(kind)
    p = model.probabilities(images())
    assert p.shape == (20, len(model.class_names))
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-6)
    assert model.predict(images()).tolist() == p.argmax(axis=1).tolist()
    assert len(set(model.predict(images()).tolist())) > 1


def test_the_positive_class_of_two_is_the_second():
    model = make_model("binary")
    z = model.logits(images())[:, 0]
    np.testing.assert_allclose(model.probabilities(images())[:, 1], 1 / (1 + np.exp(-z)), rtol=1e-5)


def test_losses_and_rows_of_each_task():
    tasks = {kind: change(Recipe(), {"task.kind": kind}) for kind in NAMES}
    assert isinstance(loss_of(tasks["softmax"]), Softmax)
    assert isinstance(loss_of(tasks["binary"]), Logistic)
    assert isinstance(loss_of(tasks["one-vs-rest"]), Logistic)
    assert [logit_rows(recipe, 5) for recipe in tasks.values()] == [1, 5, 5]


@pytest.mark.parametrize(("loss", "at_once", "apart"), [
    ("log-loss", Softmax, Logistic),
    ("double-softmax", DoubleSoftmax, DoubleSigmoid),
    ("squared-error", SquaredSoftmax, SquaredSigmoid),
])  # fmt: skip
def test_mistaken_losses_have_a_form_for_each_task(loss, at_once, apart):
    for kind, expected in (("softmax", at_once), ("binary", apart), ("one-vs-rest", apart)):
        recipe = change(Recipe(), {"task.kind": kind, "objective.loss": loss})
        assert type(loss_of(recipe)) is expected


@each_kind
@pytest.mark.parametrize("dtype", ["float32", "float64", "longdouble"])
@pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
def test_saving_and_loading_changes_nothing(tmp_path, kind, dtype, scale):
    model = make_model(kind, dtype, scale)
    path = model.save(tmp_path / "model.npz")
    again = load_model(path)
    assert again.weights.dtype == again.intercept.dtype == dtype
    np.testing.assert_array_equal(again.weights, model.weights)
    np.testing.assert_array_equal(again.intercept, model.intercept)
    assert (again.class_names, again.recipe, again.trained_on) == (
        model.class_names, model.recipe, model.trained_on
    )  # fmt: skip
    np.testing.assert_array_equal(again.probabilities(images()), model.probabilities(images()))


@pytest.mark.parametrize(("name", "saved"), [
    ("a", "a.npz"), ("a.npz", "a.npz"), ("a.b", "a.b.npz"), ("ü n", "ü n.npz")
])  # fmt: skip
def test_the_ending_is_added_where_it_is_missing(tmp_path, name, saved):
    assert make_model().save(str(tmp_path / name)) == tmp_path / saved
    assert [path.name for path in tmp_path.iterdir()] == [saved]


def test_a_model_is_no_pickle(tmp_path):
    path = make_model().save(tmp_path / "model")
    with np.load(path, allow_pickle=False) as file:
        assert {file[name].dtype.kind for name in file.files} <= {"f", "i", "U"}


@pytest.mark.parametrize("place", ["", "/", "missing/model", "folder.npz"])
def test_places_that_cannot_be_written_are_one_sentence(tmp_path, place):
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(LabError, match="Cannot write"):
        make_model().save(place if place in ("", "/") else tmp_path / place)


# Files that are no models


@pytest.fixture(scope="module")
def whole() -> bytes:
    content = io.BytesIO()
    model = make_model()
    np.savez_compressed(content, **stored_of(model))
    return content.getvalue()


def stored_of(model):
    return {
        "format": np.array(FORMAT),
        "weights": model.weights,
        "intercept": model.intercept,
        "class_names": np.array(model.class_names),
        "recipe": np.array(to_toml(model.recipe)),
        "trained_on": np.array(""),
        **{f"features_{name}": array for name, array in model.features.to_arrays().items()},
    }


def test_the_example_is_valid(tmp_path, whole):
    (tmp_path / "model.npz").write_bytes(whole)
    np.testing.assert_array_equal(load_model(tmp_path / "model.npz").weights, make_model().weights)


def refuse(path, words=None):
    with pytest.raises(LabError, match=words) as caught:
        load_model(path)
    message = str(caught.value)
    assert str(path) in message and "choose" in message and message.endswith(".")


@settings(max_examples=150)
@given(place=st.floats(0, 1, exclude_max=True), bits=st.integers(1, 255))
def test_a_flipped_byte_is_noticed_or_harmless(tmp_path_factory, whole, place, bits):
    broken = bytearray(whole)
    broken[int(place * len(broken))] ^= bits
    path = tmp_path_factory.getbasetemp() / "flipped.npz"
    path.write_bytes(broken)
    try:
        model = load_model(path)
    except LabError as error:
        message = str(error)
    else:
        # Dates and attributes of the archive say nothing about the model.
        message = "choose" if model.weights.tobytes() == make_model().weights.tobytes() else ""
    assert "choose" in message


@settings(max_examples=40)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_short_is_refused(tmp_path_factory, whole, share):
    path = tmp_path_factory.getbasetemp() / "short.npz"
    path.write_bytes(whole[: int(share * len(whole))])
    refuse(path)


@given(content=st.binary(max_size=200))
def test_any_other_content_is_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "other.npz"
    path.write_bytes(content)
    refuse(path)


def test_what_is_not_there_or_no_file_is_refused(tmp_path):
    refuse(tmp_path / "missing.npz", "There is no file")
    refuse(tmp_path, "not a whole Logit Lab model")


def test_a_single_array_is_refused(tmp_path):
    np.save(tmp_path / "array.npy", np.zeros(3))
    refuse(tmp_path / "array.npy")


def test_a_pickle_is_refused_unopened(tmp_path):
    class Bomb:
        def __reduce__(self):
            return (pytest.fail, ("the pickle was opened",))

    stored = stored_of(make_model()) | {"trained_on": np.array([Bomb()], dtype=object)}
    np.savez(tmp_path / "pickled.npz", **stored)
    refuse(tmp_path / "pickled.npz")
    np.save(tmp_path / "pickled.npy", np.array([Bomb()], dtype=object), allow_pickle=True)
    refuse(tmp_path / "pickled.npy")


def test_an_archive_with_a_password_is_refused(tmp_path, whole):
    broken = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = broken.find(mark)
        while start >= 0:
            broken[start + offset] |= 1
            start = broken.find(mark, start + 1)
    (tmp_path / "locked.npz").write_bytes(broken)
    refuse(tmp_path / "locked.npz")


@pytest.mark.parametrize(("name", "value", "words"), [
    ("format", "another program 7", "format is not known"),
    ("weights", np.zeros((3, 5), np.float32), "do not fit"),
    ("weights", np.zeros((2, 6), np.float32), "do not fit"),
    ("weights", np.zeros(18, np.float32), "do not fit"),
    ("weights", np.zeros((3, 6), np.int64), "not decimals"),
    ("weights", np.zeros((3, 6), complex), "not decimals"),
    ("weights", np.full((3, 6), np.nan, np.float32), "not finite"),
    ("weights", np.full((3, 6), np.inf, np.float32), "not finite"),
    ("intercept", np.full(3, np.nan, np.float32), "not finite"),
    ("intercept", np.zeros(4, np.float32), "do not fit"),
    ("class_names", np.array(["a"]), "make no sense"),
    ("class_names", np.array("abc"), None),
    ("class_names", np.array([]), "make no sense"),
    ("features_shape", np.array([2, 4]), "do not fit"),
    ("features_shape", np.array([-2, -3]), "make no sense"),
    ("features_shape", np.array([]), "make no sense"),
    ("features_shape", np.array(6), None),
    ("features_shape", np.array(["two", "three"]), None),
    ("features_full_scale", np.array(0.0), "make no sense"),
    ("features_full_scale", np.array(np.nan), "make no sense"),
    ("features_full_scale", np.array(np.inf), "make no sense"),
    ("features_full_scale", np.array([1.0, 2.0]), None),
    ("recipe", "[solver", "not valid TOML"),
    ("recipe", "[solver]\nlearning_rate = -1", "solver.learning_rate"),
    ("recipe", "[task]\nkind = 'binary'", "just two names"),
    ("features_kind", "horoscope", "unknown kind"),
    ("features_scale", "octave", "unknown scale"),
    ("features_shape", None, None),
    ("trained_on", None, None),
    ("recipe", None, None),
    ("weights", None, None),
])  # fmt: skip
def test_a_part_that_is_wrong_or_missing_is_refused(tmp_path, name, value, words):
    stored = stored_of(make_model())
    if value is None:
        del stored[name]
    else:
        stored[name] = np.asarray(value)
    np.savez(tmp_path / "wrong.npz", **stored)
    refuse(tmp_path / "wrong.npz", words)


@pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
def test_models_of_the_first_format_are_read(tmp_path, scale):
    """They held pixels, the shape beside the weights and the scale in the recipe."""
    model = make_model(scale=scale)
    stored = {name: part for name, part in stored_of(model).items() if not name.startswith("features_")}
    stored |= {
        "format": np.array(FIRST_FORMAT),
        "shape": np.array([2, 3]),
        "full_scale": np.array(255.0),
    }
    np.savez(tmp_path / "first.npz", **stored)
    again = load_model(tmp_path / "first.npz")
    np.testing.assert_array_equal(again.logits(images()), model.logits(images()))
    del stored["shape"]
    np.savez(tmp_path / "wrong.npz", **stored)
    refuse(tmp_path / "wrong.npz")


# Features of their own


POINTS = np.random.default_rng(8).normal([1.0, -2.0], [0.5, 3.0], size=(60, 2))


def curved(dtype="float64"):
    recipe = change(
        Recipe(), {"task.kind": "binary", "features.kind": "polynomial", "features.standardise": True}
    )
    rng = np.random.default_rng(9)
    features = Standardised.fit(Polynomial(3, (2,)), POINTS)
    weights, intercept = rng.standard_normal((1, 9)).astype(dtype), rng.standard_normal(1).astype(dtype)
    return Model(features, weights, intercept, ("3", "5"), recipe)


def test_any_features_are_saved_with_the_model(tmp_path):
    again = load_model(curved().save(tmp_path / "curved"))
    np.testing.assert_array_equal(again.logits(POINTS), curved().logits(POINTS))
    assert again.features.names() == curved().features.names()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_same_answers_without_standardising(dtype):
    model = curved(dtype)
    plain = model.unstandardised()
    assert isinstance(plain.features, Polynomial) and not plain.recipe.features.standardise
    assert plain.weights.dtype == plain.intercept.dtype == dtype
    tolerance = 1e-9 if dtype == "float64" else 1e-3
    np.testing.assert_allclose(plain.logits(POINTS), model.logits(POINTS), rtol=tolerance, atol=tolerance)
    assert plain.unstandardised() is plain


# The difference of two models


def two_class(classes, seed, features=None, **changes):
    """A model of two classes with random weights."""
    rng = np.random.default_rng(seed)
    features = features or Pixels("unit", 255.0, (2, 3))
    recipe = change(Recipe(), {"task.kind": "binary", "task.classes": classes, **changes})
    weights = rng.standard_normal((1, features.count))
    return Model(features, weights, rng.standard_normal(1), tuple(map(str, classes)), recipe)


def test_three_against_two_minus_eight_against_two_tells_three_from_eight():
    threes, eights = two_class((2, 3), 0), two_class((2, 8), 1)
    difference = threes.difference(eights)
    assert difference.class_names == ("8", "3") and difference.recipe.task.classes == ("8", "3")
    likelier = threes.logits(images())[:, 0] > eights.logits(images())[:, 0]
    assert 0 < likelier.sum() < len(likelier)
    read = np.array(difference.class_names)[difference.predict(images())]
    assert read.tolist() == np.where(likelier, "3", "8").tolist()
    np.testing.assert_array_equal(difference.weights, threes.weights - eights.weights)
    assert "3 rather than 2" in difference.trained_on


def test_the_difference_can_be_saved(tmp_path):
    difference = two_class((2, 3), 0).difference(two_class((2, 8), 1))
    again = load_model(difference.save(tmp_path / "difference"))
    np.testing.assert_array_equal(again.logits(images()), difference.logits(images()))


def test_features_standardised_each_by_its_own_rows_are_brought_together():
    def standardised(classes, seed, points):
        features = Standardised.fit(Pixels("unit", 1.0, (2,)), points)
        return two_class(classes, seed, features, **{"features.standardise": True})

    one, other = standardised((2, 3), 0, POINTS[:20]), standardised((2, 8), 1, POINTS[20:])
    np.testing.assert_allclose(
        one.difference(other).logits(POINTS), one.logits(POINTS) - other.logits(POINTS), rtol=1e-9, atol=1e-9
    )


@pytest.mark.parametrize(("other", "words"), [
    (make_model("softmax"), "Only models of two classes"),
    (two_class((3, 8), 1), "2 v 3 and 3 v 8 have no difference"),
    (two_class((2, 3), 1), "2 v 3 and 2 v 3 have no difference"),
    (two_class((2, 8), 1, Pixels("unit", 255.0, (8, 8))), "other inputs or features"),
    (two_class((2, 8), 1, Pixels("raw", 255.0, (2, 3))), "other inputs or features"),
])  # fmt: skip
def test_models_without_a_difference_are_one_sentence(other, words):
    with pytest.raises(LabError, match=words):
        two_class((2, 3), 0).difference(other)


def test_a_zip_of_something_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.npz", "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("weights", "no array")
    refuse(tmp_path / "other.npz")


def test_inputs_of_another_size_are_one_sentence():
    with pytest.raises(LabError, match="made for 2×3 pixels"):
        make_model().predict(np.zeros((1, 28, 28), np.uint8))


def test_a_temperature_changes_probabilities_alone_and_is_saved(tmp_path):
    rng = np.random.default_rng(8)
    plain = Model(
        Pixels("unit", 1.0, (2,)), rng.normal(size=(3, 2)), rng.normal(size=3), ("a", "b", "c"), Recipe()
    )
    model = dataclasses.replace(plain, temperature=2.5)
    points = rng.normal(size=(20, 2))
    np.testing.assert_array_equal(model.logits(points), plain.logits(points))
    cooled = dataclasses.replace(plain, weights=plain.weights / 2.5, intercept=plain.intercept / 2.5)
    np.testing.assert_allclose(model.probabilities(points), cooled.probabilities(points))
    np.testing.assert_array_equal(model.probabilities_of(model.logits(points)), model.probabilities(points))
    again = load_model(model.save(tmp_path / "warm"))
    assert again.temperature == 2.5 and again.familiarity is None
    assert load_model(plain.save(tmp_path / "plain")).temperature == 1
    for wrong in (0.0, -1.0, np.nan):
        path = dataclasses.replace(plain, temperature=wrong).save(tmp_path / "wrong")
        with pytest.raises(LabError, match="temperature makes no sense"):
            load_model(path)


def test_a_measure_of_familiarity_is_saved_and_must_fit():
    images, labels = generate(300, 6)
    known = fit_familiarity(Part(images, labels), Part(images[:0], labels[:0]), 255.0, 10)
    features = Pixels("unit", 255.0, (28, 28))
    model = Model(features, np.zeros((10, 784)), np.zeros(10), tuple("0123456789"), Recipe(), "", 1.0, known)
    again = read_model(io.BytesIO(model.to_bytes()))
    np.testing.assert_array_equal(again.familiarity.of(images[:20]), known.of(images[:20]))
    small = Model(
        Pixels("unit", 255.0, (8, 8)),
        np.zeros((10, 64)),
        np.zeros(10),
        tuple("0123456789"),
        Recipe(),
        "",
        1.0,
        known,
    )
    with pytest.raises(LabError, match="familiarity makes no sense"):
        read_model(io.BytesIO(small.to_bytes()))


def test_a_file_with_the_former_measure_of_familiarity_loads_without_one(tmp_path):
    images, labels = generate(300, 6)
    known = fit_familiarity(Part(images, labels), Part(images[:0], labels[:0]), 255.0, 10)
    features = Pixels("unit", 255.0, (28, 28))
    weights = np.random.default_rng(0).standard_normal((10, 784))
    model = Model(features, weights, np.zeros(10), tuple("0123456789"), Recipe(), "", 2.0, known)
    with np.load(model.save(tmp_path / "new")) as file:
        former = {name: file[name] for name in file.files if "against" not in name and "apart" not in name}
    np.savez(tmp_path / "former.npz", **former)
    again = load_model(tmp_path / "former.npz")
    assert again.familiarity is None and again.temperature == 2.0
    np.testing.assert_array_equal(again.predict(images), model.predict(images))
