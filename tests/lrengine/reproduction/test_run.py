from __future__ import annotations

import threading

import pytest

from lrengine.errors import Cancelled, LabError
from lrengine.reproduction.claim import Claim, Figure, Need
from lrengine.reproduction.run import needed_by, recipe_for, reproduce

LINE, BENT = Need("moons-linear"), Need("moons-polynomial", (("stopping.iterations", 50),))


def claim(*needs, measure=lambda *outcomes: Figure("", tuple(len(one.items) for one in outcomes))):
    return Claim("A source", "Something", "1", needs, measure, lambda figure: figure.mean == 1)


@pytest.mark.parametrize(
    ("need", "seeds", "repeats"),
    [
        (Need("moons-linear"), None, 1),
        (Need("moons-linear"), 3, 1),
        (Need("moons-linear", repeated=True), None, 5),
        (Need("moons-linear", repeated=True), 3, 3),
        (Need("l1-vs-l2"), None, 3),
        (Need("l1-vs-l2"), 2, 2),
    ],
)
def test_what_is_random_is_repeated(need, seeds, repeats):
    assert recipe_for(need, seeds).sweep.repeats == repeats


def test_changes_are_made():
    assert recipe_for(BENT).stopping.iterations == 50


def test_each_need_is_run_once(monkeypatch):
    ran = []
    from lrengine.reproduction import run

    real = run.run_cells
    monkeypatch.setattr(run, "run_cells", lambda recipe, **how: ran.append(recipe) or real(recipe, **how))
    findings = reproduce([claim(LINE), claim(BENT, LINE), claim(LINE)])
    assert [finding.ours.values for finding in findings] == [(1,), (1, 1), (1,)]
    assert [recipe.features.kind for recipe in ran] == ["pixels", "polynomial"]
    assert all(finding.agrees for finding in findings)


def test_runs_whose_seconds_are_compared_follow_each_other(monkeypatch):
    jobs = []
    from lrengine.reproduction import run

    real = run.run_cells
    monkeypatch.setattr(
        run, "run_cells", lambda recipe, **how: jobs.append(how["jobs"]) or real(recipe, **how)
    )
    reproduce([claim(LINE), claim(Need("moons-linear", alone=True))])
    assert jobs == [0, 1]


def test_progress_rises_to_one_and_names_the_recipe():
    told, lock = [], threading.Lock()

    def progress(share, recipe):
        with lock:
            told.append((share, recipe))

    reproduce([claim(LINE), claim(BENT)], progress=progress)
    shares = [share for share, _ in told]
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert {recipe for _, recipe in told} == {"moons-linear", "moons-polynomial"}


def test_a_cell_that_fails_is_a_sentence_and_a_cancel_is_no_figure():
    broken = Need("moons-linear", (("task.classes", (0, 7)),))
    with pytest.raises(LabError, match=r"moons-linear, .*no class 7"):
        reproduce([claim(broken)])
    with pytest.raises(Cancelled):
        reproduce([claim(LINE)], cancelled=lambda: True)


def test_without_mnist_one_sentence_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("LOGITLAB_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LOGITLAB_DOWNLOAD_DIR", str(tmp_path))
    with pytest.raises(LabError, match="logitlab data get mnist"):
        needed_by([claim(LINE), claim(Need("softmax-sgd"))])
    assert len(needed_by([claim(LINE), claim(LINE)])) == 1
