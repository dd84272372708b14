"""Leaving treatment: how an exit reason ends what was running, and when an episode may close."""

from collections.abc import Iterable
from datetime import date

from careplan.clients.codes import Ending, ExitReason

PLANNED = frozenset(
    {
        ExitReason.COMPLETED_DRUG_FREE,
        ExitReason.COMPLETED_ALCOHOL_FREE,
        ExitReason.COMPLETED_OCCASIONAL_USER,
        ExitReason.REFERRED_ON,
        ExitReason.TRANSFERRED_NOT_CUSTODY,
        ExitReason.TRANSFERRED_CUSTODY,
    }
)


def ending(reason: ExitReason, started: bool) -> Ending:
    """How an intervention ends with the episode.

    | intervention            | exit reason                | ending    |
    |-------------------------|----------------------------|-----------|
    | offered, never started  | any                        | withdrawn |
    | started                 | withdrawn by the provider  | withdrawn |
    | started                 | completed, referred, transferred | planned |
    | started                 | any other                  | unplanned |
    """
    if not started or reason is ExitReason.WITHDRAWN_BY_PROVIDER:
        return Ending.WITHDRAWN
    return Ending.PLANNED if reason in PLANNED else Ending.UNPLANNED


def earliest_close(happened: Iterable[date | None]) -> date:
    """The first day on which an episode may close: that of the latest thing that happened in it."""
    return max(day for day in happened if day is not None)
