"""Generated digits: what they look like, that they repeat, and a cache that can only save time."""

import os

import numpy as np
import pytest

from lrengine.data import generated
from lrengine.data.generated import generate, load_generated
from lrengine.errors import Cancelled, LabError
from lrengine.ink import centre_of_mass


@pytest.fixture(scope="module")
def digits():
    return generate(1_000, seed=7)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("LOGITLAB_CACHE_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def generated_times(monkeypatch):
    """Counts the calls that really generate."""
    calls = []
    original = generated.generate

    def counted(count, *rest):
        calls.append(count)
        return original(count, *rest)

    monkeypatch.setattr(generated, "generate", counted)
    return calls


def test_images_and_labels_have_the_promised_form(digits):
    images, labels = digits
    assert images.shape == (1_000, 28, 28) and images.dtype == np.uint8
    assert labels.shape == (1_000,) and labels.dtype == np.int64
    assert np.bincount(labels).tolist() == [100] * 10
    assert not np.array_equal(labels, np.sort(labels))


def test_every_digit_fills_the_box_and_stands_in_the_middle(digits):
    for image in digits[0].astype(float):
        inked = image > 127
        sides = [np.ptp(np.flatnonzero(inked.any(axis))) + 1 for axis in (0, 1)]
        assert 18 <= max(sides) <= 21
        assert np.abs(np.subtract(centre_of_mass(image), 14.5)).max() < 0.51


def test_ink_has_mnists_mean_and_grey_edges(digits):
    share = digits[0] / 255
    assert share.mean() == pytest.approx(0.1307, abs=0.01)
    inked = share[share > 0.02]
    assert 0.25 < ((inked > 0.2) & (inked < 0.8)).mean() < 0.4
    assert 0.35 < (inked > 0.97).mean() < 0.5


def test_classes_differ_more_than_chance(digits):
    images, labels = digits
    means = np.stack([images[labels == digit].mean(0).ravel() for digit in range(10)])
    fresh, fresh_labels = generate(500, seed=8)
    distances = ((fresh.reshape(500, 1, -1) - means) ** 2).sum(2)
    assert (distances.argmin(1) == fresh_labels).mean() > 0.65


def test_no_two_images_are_alike(digits):
    assert len(np.unique(digits[0].reshape(1_000, -1), axis=0)) == 1_000


def test_the_seed_decides_everything(digits):
    again, labels = generate(1_000, seed=7)
    assert np.array_equal(again, digits[0]) and np.array_equal(labels, digits[1])
    assert not np.array_equal(generate(1_000, seed=6)[0], digits[0])


def test_none_are_as_easy_as_many():
    images, labels = generate(0, seed=1)
    assert images.shape == (0, 28, 28) and labels.shape == (0,)


def test_negative_counts_and_seeds_are_refused(cache):
    with pytest.raises(LabError, match="0 or more"):
        generate(-1, seed=0)
    with pytest.raises(LabError, match="0 or more"):
        generate(5, seed=-1)
    with pytest.raises(LabError, match="0 or more"):
        load_generated(-3)
    with pytest.raises(LabError, match="at least one"):
        load_generated(0, train=0, test=10)


def test_progress_rises_to_one(cache):
    shares = []
    load_generated(0, 400, 100, progress=shares.append)
    assert shares == sorted(shares) and shares[0] < 0.2 and shares[-1] == 1
    again = []
    load_generated(0, 400, 100, progress=again.append)
    assert again == [1]


def test_cancelling_stops_and_leaves_no_cache(cache):
    shares = []
    with pytest.raises(Cancelled):
        load_generated(0, 400, 100, progress=shares.append, cancelled=lambda: len(shares) >= 3)
    assert len(shares) == 3
    assert list(cache.iterdir()) == []


def test_the_dataset_has_a_test_part_of_its_own(cache):
    dataset = load_generated(3, 200, 100)
    assert dataset.name == "generated" and dataset.class_names == tuple("0123456789")
    assert dataset.inputs.shape == (200, 28, 28) and dataset.test_inputs.shape == (100, 28, 28)
    assert dataset.full_scale == 255 and "200 + 100" in dataset.about
    train = {image.tobytes() for image in dataset.inputs}
    assert not any(image.tobytes() in train for image in dataset.test_inputs)
    assert np.array_equal(dataset.test_inputs, load_generated(3, 300, 100).test_inputs)


def test_a_second_load_comes_from_the_cache(cache, generated_times):
    first = load_generated(5, 60, 20)
    second = load_generated(5, 60, 20)
    assert generated_times == [60, 20]
    for part in ("inputs", "labels", "test_inputs", "test_labels"):
        assert np.array_equal(getattr(first, part), getattr(second, part))
    assert len(list(cache.iterdir())) == 1


def test_another_seed_count_or_version_is_another_cache(cache, generated_times, monkeypatch):
    load_generated(5, 60, 20)
    load_generated(6, 60, 20)
    load_generated(5, 60, 30)
    monkeypatch.setattr(generated, "VERSION", generated.VERSION + 1)
    load_generated(5, 60, 20)
    assert generated_times == [60, 20, 60, 20, 60, 30, 60, 20]
    assert len(list(cache.iterdir())) == 4


def truncated(path):
    path.write_bytes(path.read_bytes()[:5_000])


def flipped(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def empty(path):
    path.write_bytes(b"")


def a_folder(path):
    path.unlink()
    path.mkdir()


def other_arrays(path):
    np.savez(path, inputs=np.zeros((60, 28, 28)))


def false_labels(path):
    with np.load(path) as kept:
        arrays = dict(kept)
    arrays["labels"] = arrays["labels"] + 5
    np.savez(path, **arrays)


def pickled(path):
    np.savez(path, inputs=np.array([{}], dtype=object))


@pytest.mark.parametrize(
    "damage",
    [truncated, flipped, empty, a_folder, other_arrays, false_labels, pickled],
    ids=lambda f: f.__name__,
)
def test_a_damaged_cache_is_made_again(cache, damage, generated_times):
    first = load_generated(5, 60, 20)
    damage(next(cache.iterdir()))
    second = load_generated(5, 60, 20)
    assert generated_times == [60, 20, 60, 20]
    assert np.array_equal(first.inputs, second.inputs) and np.array_equal(first.labels, second.labels)


def test_a_cache_that_cannot_be_made_costs_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert len(load_generated(5, 60, 20, cache_dir=tmp_path / "file" / "cache").inputs) == 60


def test_a_full_disk_leaves_nothing_behind(cache, monkeypatch):
    def full(file, **arrays):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    assert len(load_generated(5, 60, 20).inputs) == 60
    assert list(cache.iterdir()) == []


def test_the_folder_given_wins_over_the_environment(cache, tmp_path_factory):
    chosen = tmp_path_factory.mktemp("chosen")
    load_generated(5, 60, 20, cache_dir=chosen)
    assert len(list(chosen.iterdir())) == 1 and not list(cache.iterdir())


def test_without_a_choice_the_cache_is_the_users_own(tmp_path, monkeypatch):
    monkeypatch.delenv("LOGITLAB_CACHE_DIR", raising=False)
    monkeypatch.setattr(
        "platformdirs.user_cache_dir", lambda *names, **settings: os.fspath(tmp_path / names[0])
    )
    load_generated(5, 60, 20)
    assert len(list((tmp_path / "logit-lab").iterdir())) == 1
