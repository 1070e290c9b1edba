"""What threads leave for the window."""

import threading

from app.sweep.sweep_mail import SweepMail
from lrengine.history import Step


def rows(first, last):
    return tuple(Step(k, 0.0, 0.0, train_risk=float(k)) for k in range(first, last))


def test_rows_are_gathered_until_they_are_fetched(rates, make_book, outcome_of):
    mail = SweepMail()
    mail.take_steps(4, rows(0, 3))
    mail.take_steps(4, rows(3, 5))
    mail.take_steps(1, rows(0, 1))
    news, outcomes = mail.fetch()
    assert {k: len(history) for k, history in news.items()} == {1: 1, 4: 5} and outcomes == []
    mail.take_steps(4, rows(5, 700))
    assert mail.fetch()[0][4].column("train_risk")[-1] == 699.0
    assert len(news[4]) == 5, "what was fetched stays as it was"
    assert mail.fetch() == ({}, [])
    outcome = outcome_of(make_book(rates).cells[1])
    mail.take_steps(1, rows(1, 2))
    mail.take_outcome(outcome)
    assert mail.fetch() == ({}, [outcome]), "an outcome replaces the rows on the way to it"


def test_no_row_is_lost_between_threads():
    mail, seen = SweepMail(), {}

    def work(index):
        for k in range(0, 4000, 4):
            mail.take_steps(index, rows(k, k + 4))

    threads = [threading.Thread(target=work, args=(index,)) for index in range(3)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        seen.update(mail.fetch()[0])
    for thread in threads:
        thread.join()
    seen.update(mail.fetch()[0])
    assert sorted(seen) == [0, 1, 2]
    for history in seen.values():
        assert history.column("iteration").tolist() == list(range(4000))
