"""The room's share of a record's history: its rows, and what each is called."""

from collections.abc import Iterator

from careplan.assessment.models import Assessment
from careplan.ground.history import Rows, of, recorded, step
from careplan.ground.offers import Entry, History, Line
from careplan.risk.codes import RiskDomain
from careplan.risk.labels import DOMAINS
from careplan.risk.models import Countersignature, RiskAction, RiskLevel
from careplan.ui.history import coded, joined
from careplan.ui.words import day


def rows() -> Iterator[Rows]:
    """A SELECT for each kind of row."""
    level = RiskLevel
    yield of(recorded("risk_level", level, level.domain, level.level), (Assessment, level.assessment_id))
    act = RiskAction
    yield of(
        recorded("risk_action", act, act.domain, act.action, act.due_on), (Assessment, act.assessment_id)
    )
    mended = step("risk_action_done", act, "done", act.action, act.done_on)
    yield of(mended, (Assessment, act.assessment_id))
    sign = Countersignature
    yield of(recorded("countersigned", sign, sign.note, on=sign.signed_on), (Assessment, sign.assessment_id))


def _risk(entry: Entry) -> str:
    return joined(
        DOMAINS.get(RiskDomain(entry.first)) if entry.first else None,
        entry.second,
        f"due {day(entry.on)}" if entry.on else None,
    )


HISTORY = History(
    rows,
    (
        Line("risk_level", "Risk level", "risk.index", _risk, "assessment"),
        Line("risk_action", "Risk action", "risk.index", _risk, "assessment"),
        Line("risk_action_done", "Risk action done", "risk.index", coded({}), "assessment"),
        Line("countersigned", "Risk countersigned", "risk.index", coded({}), "assessment"),
    ),
)
