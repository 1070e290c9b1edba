from __future__ import annotations

import numpy as np

from lrengine.compiled.task import AT, RECORD, Task


def test_a_record_is_numbers_of_64_bits_in_their_order():
    task = Task(*range(1, 17), 0.25)
    record = task.packed()
    assert len(record) == RECORD.size == 8 * len(task)
    assert np.frombuffer(record, np.int64)[: AT.scale].tolist() == list(range(1, 17))
    assert np.frombuffer(record, np.float64)[AT.scale] == task.scale == 0.25


def test_a_field_stands_where_it_is_said_to():
    numbers = {name: 2**40 + place for place, name in enumerate(Task._fields[:-1])}
    whole = np.frombuffer(Task(**numbers, scale=3.5).packed(), np.int64)
    assert {name: whole[getattr(AT, name)] for name in numbers} == numbers
    assert AT.scale == len(numbers)


def test_a_second_halfs_results_stand_behind_the_firsts():
    for name in ("logits", "slopes", "found"):
        assert getattr(AT, f"other_{name}") == getattr(AT, name) + 1


def test_what_is_not_said_lies_nowhere():
    task = Task(stages=1, k=2, m=3, d=4, bytes_=5, chosen=0)
    assert np.frombuffer(task.packed(), np.int64)[6 : AT.scale].tolist() == [0] * 10 and task.scale == 1
