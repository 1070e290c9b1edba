"""Sweeps beside the window, with the engine itself."""

import threading

import numpy as np
import pytest

from app.sweep import sweep_desk
from app.sweep.sweep_desk import SweepDesk
from lrengine.errors import LabError
from lrengine.experiment import run
from lrengine.recipe import Axis
from lrengine.settings import change
from lrengine.sweep import Outcomes


@pytest.fixture
def desk(qapp):
    made = SweepDesk()
    yield made
    made.close()


@pytest.fixture
def data(small_rows):
    return small_rows.dataset


@pytest.fixture
def held(monkeypatch):
    """An engine whose second cell waits until `go` is set, or the sweep is cancelled."""
    go, entered = threading.Event(), threading.Event()
    real = sweep_desk.run_cells

    def run_cells(recipe, *, on_outcome, cancelled, **keys):
        def wait(outcome):
            on_outcome(outcome)
            entered.set()
            while not go.is_set() and not cancelled():
                go.wait(0.005)

        return real(recipe, on_outcome=wait, cancelled=cancelled, **keys)

    monkeypatch.setattr(sweep_desk, "run_cells", run_cells)
    return go, entered


def listen(desk):
    heard = []
    for name in ("began", "cell_ended", "ended", "said"):
        getattr(desk, name).connect(lambda value, name=name: heard.append((name, value)))
    return heard


def test_a_sweep_runs_to_its_end_with_the_numbers_of_single_runs(qtbot, desk, data, rates):
    heard = listen(desk)
    assert desk.state.phase == "idle" and desk.results is None
    with qtbot.waitSignal(desk.ended, timeout=20_000):
        desk.begin(rates, data)
        assert desk.is_running
    assert [name for name, _ in heard] == ["began", *["cell_ended"] * 3, "ended"]
    assert desk.state.phase == "finished" and desk.state.done == desk.state.total == 3
    outcomes = heard[-1][1]
    assert isinstance(outcomes, Outcomes) and outcomes.chosen is not None
    alone = run(outcomes.items[1].cell.recipe, data)
    np.testing.assert_allclose(alone.model.weights, outcomes.items[1].model.weights, rtol=2e-3, atol=1e-5)


def test_rows_arrive_while_cells_run(qtbot, desk, data, rates):
    seen = {}
    endless = change(rates, {"stopping.iterations": 0})
    desk.advanced.connect(seen.update)
    desk.begin(endless, data)
    qtbot.waitUntil(lambda: any(len(rows) > 20 for rows in seen.values()), timeout=20_000)
    history = max(seen.values(), key=len)
    assert history.column("iteration").tolist() == list(range(len(history)))
    with qtbot.waitSignal(desk.ended, timeout=20_000):
        desk.cancel()
        assert desk.state.stopping
    assert desk.state.phase == "cancelled" and desk.outcomes == {}


def test_cancel_keeps_what_is_done_and_resume_runs_the_rest(qtbot, desk, data, sweep_recipe, held):
    recipe = sweep_recipe(Axis(setting="data.train", values=(0.5, 0.75, 1.0)))
    go, entered = held
    desk.begin(recipe, data)
    assert entered.wait(20)
    with qtbot.waitSignal(desk.ended, timeout=20_000):
        desk.cancel()
    done = dict(desk.outcomes)
    assert 1 <= len(done) < 3 and desk.state.phase == "cancelled"
    go.set()
    heard = listen(desk)
    with qtbot.waitSignal(desk.ended, timeout=20_000):
        desk.resume()
    assert sum(name == "cell_ended" for name, _ in heard) == 3 - len(done)
    assert all(desk.outcomes[k] is outcome for k, outcome in done.items())
    assert desk.state.phase == "finished"
    with qtbot.assertNotEmitted(desk.began):
        desk.resume()


def test_a_new_sweep_replaces_one_that_runs(qtbot, desk, data, rates, pairs, held):
    go, entered = held
    desk.begin(rates, data)
    assert entered.wait(20)
    go.set()
    with qtbot.waitSignal(desk.ended, timeout=20_000) as caught:
        desk.begin(pairs, data)
    assert caught.args[0].recipe is pairs and len(caught.args[0].items) == 6
    assert all(item.cell.recipe.sweep.has_several is False for item in caught.args[0].items)


def test_a_sweep_that_cannot_be_is_said(qtbot, desk, data, rates, sweep_recipe):
    with qtbot.waitSignal(desk.said) as caught:
        desk.begin(sweep_recipe(Axis(setting="run.seed", values=(1, 2)), repeats=3), data)
    assert "repeats" in caught.args[0] and desk.state.phase == "idle" and desk.recipe is None


def test_what_the_engine_refuses_is_said(qtbot, desk, data, rates, monkeypatch):
    def refuse(recipe, **keys):
        raise LabError("Not today: try tomorrow.")

    monkeypatch.setattr(sweep_desk, "run_cells", refuse)
    with qtbot.waitSignals([desk.said, desk.ended], timeout=20_000):
        desk.begin(rates, data)
    assert desk.state.phase == "cancelled" and desk.results.items == ()


def test_a_saved_sweep_can_be_taken_up(qtbot, desk, data, rates, make_book):
    book = make_book(rates, [0.9, 0.8])
    with qtbot.waitSignal(desk.restored), qtbot.assertNotEmitted(desk.began):
        desk.restore(Outcomes(rates, tuple(book.outcomes.values())), data)
    assert desk.state.words() == "2 of 3, cancelled"
    with qtbot.waitSignal(desk.cell_ended, timeout=20_000) as caught:
        desk.resume()
    assert caught.args[0].cell.index == 2


def test_a_sweep_can_be_let_go(qtbot, desk, rates, make_book):
    with qtbot.assertNotEmitted(desk.restored):
        desk.forget()
    desk.restore(Outcomes(rates, tuple(make_book(rates, [0.9]).outcomes.values())))
    with qtbot.waitSignal(desk.restored):
        desk.forget()
    assert desk.results is None and desk.state.phase == "idle" and not desk.outcomes


def test_closing_in_the_middle_waits_for_the_thread(qtbot, qapp, data, rates):
    desk = SweepDesk()
    with qtbot.waitSignal(desk.advanced, timeout=20_000):
        desk.begin(change(rates, {"stopping.iterations": 0}), data)
    with qtbot.assertNotEmitted(desk.ended):
        desk.close()
