"""The user's own digits: kept whole, read back as they were, and gone when they say so."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.files import load_file
from lrengine.data.own_digits import (
    delete_own_digits,
    no_digits,
    own_digits_path,
    read_own_digits,
)
from lrengine.errors import LabError

RNG = np.random.default_rng(1)
IMAGES = RNG.integers(0, 256, (4, 28, 28)).astype(np.uint8)
STROKES = [RNG.uniform(size=(5, 2)), RNG.uniform(size=(1, 2))]


def three():
    own = no_digits().add(IMAGES[0], "7", STROKES).add(IMAGES[1], "1")
    return own.add(IMAGES[2], "7", STROKES[:1])


def same(one, other):
    assert one.labels == other.labels
    np.testing.assert_array_equal(one.images, other.images)
    assert [len(drawing) for drawing in one.strokes] == [len(drawing) for drawing in other.strokes]
    for mine, theirs in zip(one.strokes, other.strokes, strict=True):
        for stroke, again in zip(mine, theirs, strict=True):
            np.testing.assert_array_equal(stroke, again)


def test_adding_leaves_the_earlier_ones_as_they_were():
    own = three()
    assert len(own) == 3 and own.labels == ("7", "1", "7")
    before = own.images.copy()
    more = own.add(IMAGES[3], "2")
    assert len(more) == 4 and len(own) == 3
    np.testing.assert_array_equal(own.images, before)
    assert not own.images.flags.writeable


def test_they_come_back_from_the_file(tmp_path):
    path = tmp_path / "folder" / "own.npz"
    path.parent.mkdir()
    three().save(path)
    same(read_own_digits(path), three())
    no_digits().add(IMAGES[0], "x").save(path)
    assert read_own_digits(path).strokes == ((),)


def test_one_can_be_taken_away_and_the_file_goes_with_the_last(tmp_path):
    path = tmp_path / "own.npz"
    own = three().without(-1)
    assert own.labels == ("7", "1") and len(own.strokes) == 2
    own.without(0).save(path)
    assert read_own_digits(path).labels == ("1",)
    own.without(0).without(0).save(path)
    assert not path.exists() and len(read_own_digits(path)) == 0


def test_rows_of_known_classes_only():
    part = three().part(("1", "2", "7"))
    assert part.labels.tolist() == [2, 0, 2]
    np.testing.assert_array_equal(part.inputs, IMAGES[:3])
    pair = three().part(("1", "3"), 1.0)
    assert pair.labels.tolist() == [0]
    np.testing.assert_allclose(pair.inputs, IMAGES[[1]] / 255)
    assert len(no_digits().part(("1", "3"))) == 0 == len(three().part(("a", "b")))


def test_an_export_is_data_that_the_program_reads(tmp_path):
    path = three().export(tmp_path / "mine")
    assert path.name == "mine.npz"
    data = load_file(path)
    np.testing.assert_array_equal(data.inputs, IMAGES[:3])
    assert [data.class_names[label] for label in data.labels] == ["7", "1", "7"]
    with pytest.raises(LabError, match="no digits of yours to export"):
        no_digits().export(tmp_path / "none.npz")


def test_only_images_of_one_size_are_kept():
    with pytest.raises(LabError, match="28×28"):
        no_digits().add(np.zeros((8, 8)), "1")


@pytest.mark.parametrize("damage", ["cut", "text", "sizes", "missing"])
def test_a_damaged_file_is_named_and_left_alone(tmp_path, damage):
    path = tmp_path / "own.npz"
    three().save(path)
    whole = path.read_bytes()
    if damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "text":
        path.write_text("not an archive")
    else:
        with np.load(path) as file:
            stored = dict(file)
        stored = stored | {"stroke_sizes": np.array([9, 9])} if damage == "sizes" else {"inputs": IMAGES}
        np.savez(path, **stored)
    content = path.read_bytes()
    with pytest.raises(LabError, match="move that file away"):
        read_own_digits(path)
    assert path.read_bytes() == content


def test_deleting_is_for_good_and_may_be_repeated(tmp_path, monkeypatch):
    monkeypatch.setenv("LOGITLAB_HOME", str(tmp_path))
    assert own_digits_path() == tmp_path / "own-digits.npz"
    assert len(read_own_digits()) == 0
    three().save(own_digits_path())
    assert len(read_own_digits()) == 3
    delete_own_digits()
    delete_own_digits()
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_said_so(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(LabError):
        three().save(blocked / "own.npz")
