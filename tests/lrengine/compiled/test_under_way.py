from __future__ import annotations

import pytest

from lrengine.compiled.under_way import compiling, leave, listen


def test_every_listener_hears_of_the_beginning_and_the_end():
    first, second = [], []
    listen(first.append)
    listen(second.append)
    with compiling():
        assert first == second == [True]
    leave(first.append)
    with pytest.raises(RuntimeError), compiling():
        raise RuntimeError
    leave(second.append)
    with compiling():
        pass
    assert first == [True, False] and second == [True, False, True, False]


def test_who_leaves_meanwhile_hears_of_the_end():
    heard = []
    listen(heard.append)
    with compiling():
        leave(heard.append)
    assert heard == [True, False]
