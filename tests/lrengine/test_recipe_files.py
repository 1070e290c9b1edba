from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.errors import LabError
from lrengine.recipe import Recipe
from lrengine.recipe_files import (
    bundled_recipes,
    find_recipe,
    from_toml,
    read_recipe,
    to_toml,
    write_recipe,
    write_whole,
)
from lrengine.settings import all_settings, change


def values_of(setting):
    match setting.kind:
        case "choice":
            return st.sampled_from(setting.choices)
        case "switch":
            return st.booleans()
        case "integer":
            return st.integers(int(setting.minimum), int(setting.maximum))
        case "number":
            return st.floats(setting.minimum, setting.maximum)
        case "amount":
            return st.integers(0, 10**6) | st.floats(0, 1) | st.sampled_from(["first:20", "last:0.25"])
        case "classes":
            return st.lists(st.integers(0, 9) | st.text(st.characters(codec="utf-8"), max_size=4), max_size=3)
        case "points":
            place = st.floats(-1e6, 1e6)
            return st.lists(st.tuples(place, place, st.text("01ab", min_size=1, max_size=3)), max_size=3)
        case _:
            return st.text(st.characters(codec="utf-8"), max_size=10)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


any_recipe = st.fixed_dictionaries(
    {}, optional={setting.key: values_of(setting) for setting in all_settings()}
).map(lambda changes: change(Recipe(), changes))


@given(any_recipe)
def test_toml_gives_back_the_same_recipe(recipe):
    assert from_toml(to_toml(recipe)) == recipe


def test_every_setting_is_written_out():
    text = to_toml(Recipe())
    assert all(f"{setting.name} = " in text for setting in all_settings())


def test_what_a_file_leaves_out_has_its_default():
    recipe = from_toml("[solver]\nlearning_rate = 0.5\n")
    assert recipe == change(Recipe(), {"solver.learning_rate": 0.5})


@pytest.mark.parametrize("text", [
    "[solver", "x = ", "\x00", "a = 1\na = 2", "[solver]\nlearning_rate = 0.1\nlearning_rate = 0.2",
    "n = " + "9" * 5000, "n = " + "[" * 5000,
])  # fmt: skip
def test_what_is_no_toml_is_one_sentence(text):
    with pytest.raises(LabError) as caught:
        from_toml(text, "my.toml")
    assert str(caught.value).startswith("my.toml is not valid TOML")


@pytest.mark.parametrize(("text", "named"), [
    ("[solver]\nlearning_rate = -1", "solver.learning_rate"),
    ("[solver]\nlearning_rate = nan", "solver.learning_rate"),
    ("[solver]\nlearning_rate = inf", "solver.learning_rate"),
    ("[solver]\nname = 'magic'", "one of gradient-descent"),
    ("[task]\nclasses = [1.5]", "task.classes"),
    ("[run]\nseed = true", "run.seed"),
    ("[run]\nsede = 1", "sede"),
    ("seed = 1", "seed"),
    ("solver = 1", "solver"),
])  # fmt: skip
def test_what_is_no_recipe_names_the_place(text, named):
    with pytest.raises(LabError, match=named):
        from_toml(text)


@given(st.text(max_size=60))
def test_any_text_is_a_recipe_or_a_sentence(text):
    with contextlib.suppress(LabError):
        assert isinstance(from_toml(text), Recipe)


def test_files_are_written_and_read(tmp_path):
    recipe = change(Recipe(), {"data.path": "ünïcode/«file».csv", "run.seed": 5})
    write_recipe(recipe, tmp_path / "a.toml")
    assert read_recipe(tmp_path / "a.toml") == find_recipe(str(tmp_path / "a.toml")) == recipe
    assert names_in(tmp_path) == ["a.toml"]


def test_a_byte_order_mark_is_read_over(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbf[run]\nseed = 5\n")
    assert read_recipe(tmp_path / "a.toml").run.seed == 5


@pytest.mark.parametrize("name", ["none.toml", "", ".", "bad\0name.toml"])
def test_files_that_cannot_be_read_are_one_sentence(tmp_path, name):
    with pytest.raises(LabError, match="choose a TOML file"):
        read_recipe(f"{tmp_path}/{name}")


def test_a_file_that_is_no_text_is_one_sentence(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LabError, match="choose a TOML file"):
        read_recipe(tmp_path / "a.toml")


def test_a_name_that_nobody_knows_is_one_sentence():
    with pytest.raises(LabError, match="no recipe called nonsense"):
        find_recipe("nonsense")
    with pytest.raises(LabError, match="no recipe called xxx"):
        find_recipe("x" * 5000)


def test_the_recipes_that_come_with_the_program_are_valid():
    """A mistake in any of them is a LabError here."""
    for name, recipe in bundled_recipes().items():
        assert find_recipe(name) == recipe
        assert recipe.about.title and recipe.about.text.endswith("."), name


class TestWritingWhole:
    def test_a_failure_leaves_the_old_file_as_it_was(self, tmp_path, monkeypatch):
        path = tmp_path / "file"
        write_whole(path, b"old")

        def full(descriptor):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(LabError, match="No space left on device"):
            write_whole(path, b"new")
        assert path.read_bytes() == b"old"
        assert names_in(tmp_path) == ["file"]

    def test_the_new_content_takes_the_place_of_the_old(self, tmp_path):
        for content in (b"old and long", b"new"):
            write_whole(tmp_path / "file", content)
        assert (tmp_path / "file").read_bytes() == b"new"

    @pytest.mark.parametrize("place", ["missing/file", "file/inside", "folder", "bad\0name", "x" * 300])
    def test_places_that_cannot_be_written_are_one_sentence(self, tmp_path, place):
        (tmp_path / "file").write_bytes(b"")
        (tmp_path / "folder").mkdir()
        with pytest.raises(LabError, match="Cannot write"):
            write_whole(tmp_path / place, b"content")
        assert names_in(tmp_path) == ["file", "folder"]

    def test_no_name_at_all_is_one_sentence(self):
        with pytest.raises(LabError, match="names no file"):
            write_whole(Path(), b"content")
