"""A run that is wished for, and begins once its rows are here."""

from __future__ import annotations

from dataclasses import dataclass

from app.runs.run_record import RunRecord, State


@dataclass(frozen=True, eq=False)
class Wish:
    """What the run is to do at first: `state` "running" trains, "ready" halts at row 0.

    branch    the run whose iterate it begins from
    is_edit   points are being placed: it takes the place of the run of the edit before
    """

    state: State
    branch: RunRecord | None = None
    is_edit: bool = False

    @property
    def trains(self) -> bool:
        return self.state == "running"

    def asked_again(self, state: State, branch: RunRecord | None) -> Wish:
        """The same wish with another first state; a newer branch takes the place of the older one."""
        return Wish(state, branch or self.branch, self.is_edit)
