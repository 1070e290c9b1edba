"""Who is told while the loops are compiled: the first time on a machine that takes some seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[bool], None]

_lock = threading.Lock()
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call `listener` with True when a compilation begins and with False at its end, until `leave`.

    It is called in the thread that waits for the compiler, and must not raise.
    """
    with _lock:
        _listeners.append(listener)


def leave(listener: Listener) -> None:
    with _lock:
        _listeners.remove(listener)


@contextmanager
def compiling() -> Iterator[None]:
    """What is done inside is a compilation."""
    with _lock:
        told = tuple(_listeners)
    for listener in told:
        listener(True)
    try:
        yield
    finally:
        for listener in told:
            listener(False)
