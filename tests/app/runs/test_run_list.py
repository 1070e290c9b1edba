"""Any run may be on view or in the bin, and the one that trains makes way."""

import pytest

from app.runs.run_desk import RunDesk
from app.runs.run_list import RunList


@pytest.fixture
def runs(desk):
    return RunList(desk, desk)


def test_another_run_on_view_pauses_the_one_that_trains(qtbot, desk, runs, endless, small_rows, run_to_end):
    first = run_to_end(desk)
    desk.begin(endless, small_rows, "running")
    second = desk.current
    qtbot.waitUntil(lambda: second.updates > 3)
    with qtbot.waitSignal(runs.began):
        runs.show(first)
    assert desk.current is first and second.state == "paused" and desk.active is second
    runs.show(second)
    before = second.updates
    desk.resume()
    qtbot.waitUntil(lambda: second.updates > before + 3)
    assert second.history.column("iteration").tolist() == list(range(second.updates + 1))


def test_a_run_that_never_moved_goes_when_another_comes_on_view(
    desk, runs, small_recipe, small_rows, run_to_end
):
    first = run_to_end(desk)
    desk.begin(small_recipe, small_rows, "ready")
    assert len(runs.store) == 2
    runs.show(first)
    assert list(runs.store) == [first] and desk.active is None


def test_nothing_on_view_leaves_the_list_as_it_is(desk, runs, run_to_end):
    run = run_to_end(desk)
    runs.show(None)
    assert desk.current is None and list(runs.store) == [run] and run.rows is None


def test_the_run_that_trains_can_be_deleted_and_put_back(qtbot, desk, runs, endless, small_rows, run_to_end):
    first = run_to_end(desk)
    desk.begin(endless, small_rows, "running")
    second = desk.current
    qtbot.waitUntil(lambda: second.updates > 3)
    told = []
    runs.began.connect(told.append)
    runs.said.connect(told.append)
    runs.delete((second.number,))
    assert told == [first, "Run 2 moved to the bin."]
    assert desk.current is first and desk.active is None and runs.store.bin == [second]
    assert second.state == "finished" and second.rows is None
    runs.restore((2,))
    assert list(runs.store) == [first, second] and not runs.store.bin


def test_an_emptied_bin_is_listed_and_said(qtbot, desk, runs, run_to_end):
    told = []
    runs.said.connect(told.append)
    runs.empty_bin()
    assert told == []
    run_to_end(desk)
    runs.delete((1,))
    with qtbot.waitSignal(runs.listed):
        runs.empty_bin()
    assert told[-1] == "The bin is empty: 1 run is gone for good." and not runs.store.bin


def test_deleting_the_last_run_leaves_nothing_on_view(qtbot, desk, runs, run_to_end):
    run = run_to_end(desk)
    with qtbot.waitSignal(runs.began) as caught:
        runs.delete((run.number,))
    assert caught.args == [None] and desk.current is None


def test_a_run_made_elsewhere_joins_the_list(qtbot, desk, runs, run_to_end):
    run_to_end(desk)
    other = RunDesk()
    made = run_to_end(other)
    other.close()
    with qtbot.waitSignal(runs.listed):
        runs.add(made, show=False)
    assert desk.current is not made and made.number == 2
