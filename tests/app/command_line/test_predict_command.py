from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from app.command_line.cli import run_command_line
from app.command_line.predict_command import answer_of, in_words
from lrengine.bundled import bundled_model
from lrengine.features import Pixels
from lrengine.model import Model
from lrengine.recipe import Recipe


@pytest.fixture
def pictures(tmp_path):
    """A large dark 1 off the middle of white paper, its negative, a blank page and a broken file."""
    page = np.full((300, 400), 250, np.uint8)
    page[40:220, 300:322] = 20
    Image.fromarray(page).save(tmp_path / "one.png")
    Image.fromarray(255 - page).save(tmp_path / "negative.png")
    Image.fromarray(np.full((50, 50), 255, np.uint8)).save(tmp_path / "blank.png")
    (tmp_path / "broken.png").write_bytes((tmp_path / "one.png").read_bytes()[:60])
    return {name: str(tmp_path / f"{name}.png") for name in ("one", "negative", "blank", "broken")}


def test_size_place_and_polarity_do_not_matter(pictures, tmp_path, capsys):
    target = tmp_path / "p.json"
    images = [pictures["one"], pictures["negative"]]
    assert run_command_line(["predict", *images, "--json", str(target)]) == 0
    answers = json.loads(target.read_text())
    assert [answer["image"] for answer in answers] == images
    for answer in answers:
        assert answer["label"] == "1" and answer["certain"] is True
        assert list(answer["probabilities"]) == [str(digit) for digit in range(10)]
        assert sum(answer["probabilities"].values()) == pytest.approx(1, abs=1e-5)
        assert answer["probabilities"]["1"] == max(answer["probabilities"].values())
    assert capsys.readouterr().out.startswith(f"{images[0]}: 1 ")


def test_a_broken_picture_is_named_and_the_others_answered(pictures, tmp_path, capsys):
    target = tmp_path / "p.json"
    assert run_command_line(["predict", pictures["broken"], pictures["one"], "--json", str(target)]) == 1
    assert [answer["label"] for answer in json.loads(target.read_text())] == ["1"]
    output = capsys.readouterr()
    assert output.err.startswith(pictures["broken"]) and len(output.err.splitlines()) == 1
    assert pictures["one"] in output.out


def test_an_empty_page_predicts_nothing(pictures, capsys):
    assert run_command_line(["predict", pictures["blank"], "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"image": pictures["blank"], "label": None, "probabilities": {}, "certain": False}
    ]


def test_a_model_of_points_cannot_read_pictures(pictures, tmp_path, capsys):
    points = Model(Pixels("unit", 1.0, (2,)), np.zeros((2, 2)), np.zeros(2), ("a", "b"), Recipe())
    saved = points.save(tmp_path / "points.npz")
    assert run_command_line(["predict", "--model", str(saved), pictures["one"]]) == 2
    assert "reads points" in capsys.readouterr().err


@pytest.mark.parametrize("full_scale", [1.0, 16.0, 255.0])
def test_a_model_on_another_scale_reads_the_same(full_scale):
    given = bundled_model()
    page = np.full((40, 40), 255, np.uint8)
    page[5:35, 15:19] = 0
    weights = np.random.default_rng(0).normal(size=(10, 64))

    def at(scale):
        return Model(Pixels("unit", scale, (8, 8)), weights, np.zeros(10), given.class_names, given.recipe)

    first, second = (answer_of(at(scale), "page", page)["probabilities"] for scale in (full_scale, 16.0))
    assert first == pytest.approx(second)


def test_scribbles_are_called_unlike_any_digit(tmp_path, capsys):
    page = np.full((200, 200), 255, np.uint8)
    for row in range(20, 180, 24):
        page[row : row + 8, 20:180] = 0
    page[20:180, 90:98] = 0
    Image.fromarray(page).save(tmp_path / "grid.png")
    assert run_command_line(["predict", str(tmp_path / "grid.png"), "--json", str(tmp_path / "p.json")]) == 0
    (given,) = json.loads((tmp_path / "p.json").read_text())
    assert given["certain"] is False and given["unfamiliar"] is True and 0 <= given["familiarity"] < 0.5
    assert "unlike any training image, perhaps" in capsys.readouterr().out


def test_unsure_answers_say_so():
    given = {"image": "a", "label": "3", "probabilities": {"3": 0.4, "8": 0.35, "5": 0.25}, "certain": False}
    assert in_words(given) == "a: unsure, perhaps 3 40.0% (8 35.0%, 5 25.0%)"
