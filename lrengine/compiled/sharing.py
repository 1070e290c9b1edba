"""A task shared by two threads, without anybody being woken.

To wake a thread takes as long as to multiply some hundred pictures. So the second one, the mate, does not
sleep between tasks: for a while it looks at a desk, memory that both see. Whoever has a task lays
its second half there and does the first. If nobody has begun it by then he takes it back and does it
himself: he never waits for a mate who is away, or whom the system has halted before it began.

    desk[STATE]  EMPTY → FILLING → OFFERED → TAKEN → DONE → EMPTY, from one to the next by exchanges that
                 only one thread can win; who finds the desk in use works alone
    desk[AWAKE]  1 while the mate looks
    desk[JOB:]   where the task lies, and which of its rows are offered

How a task is cut depends on its rows alone, so that its bits are the same with a mate and without.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from numpy.typing import NDArray

Desk = NDArray[Any]

# Numbers of the desk, far enough from each other, and from what else lies in memory, that a look at one
# leaves the others to whoever writes them.
STATE, AWAKE, JOB, LENGTH = 16, 32, 48, 64
EMPTY, FILLING, OFFERED, TAKEN, DONE = range(5)
# A task of fewer rows is over before it is shared.
LEAST_ROWS = 96
# Two threads that the system has put on one core would hold each other up by looking: every so many
# moments whoever waits lets others go first.
A_WHILE = 32
# The first half ends where a group of rows does that are multiplied together.
GROUP = 4


class Memory(NamedTuple):
    """What threads agree by; each holds for all that was written before.

    look(desk, i)           desk[i]
    put(desk, i, value)     desk[i] = value
    swap(desk, i, a, b)     if desk[i] is a make it b; whether it was
    rest()                  let a moment pass
    give_way()              let the system run another thread here, if there is one
    """

    look: Callable[[Desk, int], int]
    put: Callable[[Desk, int, int], None]
    swap: Callable[[Desk, int, int, int], bool]
    rest: Callable[[], None]
    give_way: Callable[[], None]


def sharing_in(half: Any, add: Any, memory: Memory, jit: Callable[[Any], Any]) -> tuple[Any, Any]:
    """`share`, which has a task done, and `serve`, which is what the mate does.

    half  (task, part, begin, end) does some rows of a task; its results are those of this part, 0 or 1
    add   (task) adds the second part's results to the first's
    """
    look, put, swap, rest, give_way = memory

    @jit
    def share(desk: Desk, task: Any, m: int) -> None:
        """All m rows of a task, which lies at an address."""
        cut = m // 2 // GROUP * GROUP if m >= LEAST_ROWS else m
        is_shared = cut < m and look(desk, AWAKE) == 1 and swap(desk, STATE, EMPTY, FILLING)
        if is_shared:
            desk[JOB], desk[JOB + 1], desk[JOB + 2] = task, cut, m
            put(desk, STATE, OFFERED)
        # In a loop, for `half` to be in the machine code, and compiled, once.
        for part in range(2 if cut < m else 1):
            if part == 1 and is_shared and not swap(desk, STATE, OFFERED, FILLING):
                moments = 0
                while look(desk, STATE) != DONE:
                    rest()
                    moments += 1
                    if moments % A_WHILE == 0:
                        give_way()
                break
            begin, end = (0, cut) if part == 0 else (cut, m)
            half(task, part, begin, end)
        if is_shared:
            put(desk, STATE, EMPTY)
        if cut < m:
            add(task)

    @jit
    def serve(desk: Desk, patience: int) -> None:
        """Do what is offered until nothing has been for so many moments."""
        put(desk, AWAKE, 1)
        idle = 0
        while idle < patience:
            if look(desk, STATE) == OFFERED and swap(desk, STATE, OFFERED, TAKEN):
                half(desk[JOB], 1, desk[JOB + 1], desk[JOB + 2])
                put(desk, STATE, DONE)
                idle = 0
            else:
                rest()
                idle += 1
                if idle % A_WHILE == 0:
                    give_way()
        put(desk, AWAKE, 0)

    return share, serve
