from __future__ import annotations

import pytest

import app.command_line.data_command
from app.command_line.cli import run_command_line
from lrengine.data.catalog import SOURCES
from lrengine.data.dataset import Dataset
from lrengine.errors import LabError


@pytest.fixture
def places(tmp_path, monkeypatch):
    """No MNIST anywhere; downloads go to a folder of the test."""
    monkeypatch.delenv("LOGITLAB_DATA_DIR", raising=False)
    monkeypatch.setenv("LOGITLAB_DOWNLOAD_DIR", str(tmp_path / "mnist"))
    return tmp_path


def raising(sentence):
    def fail(*_, **__):
        raise LabError(sentence)

    return fail


def test_list_names_every_source_and_whether_it_is_here(places, monkeypatch, capsys):
    assert run_command_line(["data", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [source.name for source in SOURCES]
    mnist = next(line for line in lines if line.startswith("mnist"))
    assert "not here yet" in mnist
    monkeypatch.setattr("app.command_line.data_command.find_mnist", lambda: [places])
    run_command_line(["data", "list"])
    assert "on this computer" in capsys.readouterr().out.splitlines()[lines.index(mnist)]


def test_a_folder_that_was_named_in_vain_is_told(places, monkeypatch, capsys):
    monkeypatch.setenv("LOGITLAB_DATA_DIR", str(places / "nowhere"))
    assert run_command_line(["data", "list"]) == 0
    output = capsys.readouterr()
    assert len(output.out.splitlines()) == len(SOURCES)
    assert f"{places / 'nowhere'}, which is no folder" in output.err and len(output.err.splitlines()) == 1


def test_get_mnist_downloads_what_is_missing(places, monkeypatch, capsys):
    def download(progress):
        progress(1, 2)
        return places / "mnist"

    monkeypatch.setattr("app.command_line.data_command.download_mnist", download)
    assert run_command_line(["data", "get", "mnist"]) == 0
    assert capsys.readouterr().out == f"MNIST is in {places / 'mnist'} now.\n"


def test_get_mnist_leaves_a_whole_copy_alone(places, monkeypatch, capsys):
    monkeypatch.setattr("app.command_line.data_command.find_mnist", lambda: [places / "train"])
    monkeypatch.setattr("app.command_line.data_command.load_mnist", lambda: None)
    monkeypatch.setattr(
        "app.command_line.data_command.download_mnist", lambda **_: pytest.fail("fetched in vain")
    )
    assert run_command_line(["data", "get", "mnist"]) == 0
    assert "already" in capsys.readouterr().out


def test_a_damaged_copy_is_fetched_again_only_where_it_is_ours(places, monkeypatch, capsys):
    ours = app.command_line.data_command.mnist_directory()
    monkeypatch.setattr("app.command_line.data_command.load_mnist", raising("It is damaged."))
    monkeypatch.setattr("app.command_line.data_command.download_mnist", lambda **_: ours)
    monkeypatch.setattr("app.command_line.data_command.find_mnist", lambda: [ours / "train"])
    assert run_command_line(["data", "get", "mnist"]) == 0
    monkeypatch.setattr("app.command_line.data_command.find_mnist", lambda: [places / "elsewhere" / "train"])
    assert run_command_line(["data", "get", "mnist"]) == 1
    assert capsys.readouterr().err == "It is damaged.\n"


def test_a_download_that_fails_is_one_sentence(places, monkeypatch, capsys):
    monkeypatch.setattr("app.command_line.data_command.download_mnist", raising("No mirror answers."))
    assert run_command_line(["data", "get", "mnist"]) == 1
    assert capsys.readouterr().err == "No mirror answers.\n"


def test_get_makes_what_is_made_here(monkeypatch, capsys):
    import numpy as np

    made = Dataset("generated", np.zeros((2, 2)), np.arange(2), ("0", "1"), about="Two points.")
    monkeypatch.setattr("app.command_line.data_command.load", lambda name, progress: made)
    assert run_command_line(["data", "get", "generated"]) == 0
    assert capsys.readouterr().out == "generated is here: Two points.\n"


def test_points_of_the_plane_are_made_and_placed_ones_are_nobodys(capsys):
    assert run_command_line(["data", "get", "moons"]) == 0
    assert capsys.readouterr().out == "moons is here: 300 points on two half moons, noise 0.2, from seed 0.\n"
    assert run_command_line(["data", "get", "points"]) == 2
    run_command_line(["data", "list"])
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "made here" in lines["classification"] and "yours" in lines["points"]


def test_check_says_what_a_file_holds_or_what_is_wrong(tmp_path, capsys):
    good = tmp_path / "good.csv"
    good.write_text("label,a,b\n0,1.5,2\n1,3,4\n0,5,6\n")
    assert run_command_line(["data", "check", str(good)]) == 0
    assert "3 points of 2 columns" in capsys.readouterr().out
    for path in (tmp_path / "missing.csv", tmp_path):
        assert run_command_line(["data", "check", str(path)]) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1
