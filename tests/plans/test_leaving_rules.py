"""How an exit reason ends what was running."""

from datetime import date

import pytest

from careplan.clients.codes import Ending, ExitReason
from careplan.plans.rules.leaving import earliest_close, ending


@pytest.mark.parametrize("reason", list(ExitReason))
def test_what_never_started_is_withdrawn_whatever_the_reason(reason):
    assert ending(reason, started=False) is Ending.WITHDRAWN


@pytest.mark.parametrize(
    ("reason", "how"),
    [
        (ExitReason.COMPLETED_DRUG_FREE, Ending.PLANNED),
        (ExitReason.COMPLETED_ALCOHOL_FREE, Ending.PLANNED),
        (ExitReason.COMPLETED_OCCASIONAL_USER, Ending.PLANNED),
        (ExitReason.REFERRED_ON, Ending.PLANNED),
        (ExitReason.TRANSFERRED_CUSTODY, Ending.PLANNED),
        (ExitReason.WITHDRAWN_BY_PROVIDER, Ending.WITHDRAWN),
        (ExitReason.DROPPED_OUT, Ending.UNPLANNED),
        (ExitReason.DIED, Ending.UNPLANNED),
        (ExitReason.RETAINED_IN_CUSTODY, Ending.UNPLANNED),
        (ExitReason.DECLINED, Ending.UNPLANNED),
    ],
)
def test_what_had_started_ends_as_the_reason_says(reason, how):
    assert ending(reason, started=True) is how


def test_an_episode_closes_no_sooner_than_the_last_thing_that_happened():
    assert earliest_close([date(2026, 1, 1), None, date(2026, 3, 1), date(2026, 2, 1)]) == date(2026, 3, 1)
