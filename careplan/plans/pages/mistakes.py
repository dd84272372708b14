"""What may be struck out in this room, in words."""

from itertools import groupby
from typing import TYPE_CHECKING

from careplan.clients.actions import striking
from careplan.clients.labels import EXITS, KINDS
from careplan.clients.queries.mistakes import of_episode
from careplan.ground.clock import today
from careplan.ground.corrections import hanging
from careplan.ground.mistakes import Again, Mistake
from careplan.plans.actions.mistakes import (
    strike_closing,
    strike_episode,
    why_not,
)
from careplan.plans.labels import AGREEMENTS, HELD
from careplan.plans.models import CarePlan, CarePlanReview, Goal
from careplan.plans.pages.reviews import rated
from careplan.plans.queries import closing
from careplan.plans.queries.leaving import running
from careplan.plans.queries.whole import written_for
from careplan.prescribing.codes import DoseStatus
from careplan.prescribing.labels import DRUGS
from careplan.prescribing.models import DoseEvent
from careplan.prescribing.rules.giving import GIVES
from careplan.risk.codes import Level
from careplan.risk.models import RiskLevel
from careplan.risk.rules import needs_countersigning
from careplan.ui.words import day

if TYPE_CHECKING:
    from careplan.clients.models import Episode


def _draft(_episode: "Episode", row: CarePlan) -> str | None:
    return None if row.agreed_on else "This plan is a draft. Nothing counts yet: change it or delete it."


def _plan(row: CarePlan) -> list[tuple[str, str]]:
    agreed = (
        f"{day(row.agreed_on)}, {AGREEMENTS[row.agreed_how or row.agreement or '']}" if row.agreed_on else ""
    )
    goals = [("Goal", one.wording) for one in hanging(row) if isinstance(one, Goal)]
    needs = [("Need", one.words) for one in written_for(row)]
    return [
        ("Version", str(row.version)),
        ("Drafted", day(row.drafted_on)),
        ("Agreed", agreed),
        *goals,
        *needs,
    ]


def _review(row: CarePlanReview) -> list[tuple[str, str]]:
    due = day(row.next_due_on) if row.next_due_on else ""
    return [
        ("Review", HELD[row.held]),
        ("On", day(row.reviewed_on)),
        ("Next review", due),
        ("Who else was there", row.others_present or ""),
        ("How well it works", rated(row)),
        ("Note", row.note or ""),
    ]


def _again(_episode: "Episode", row: CarePlanReview) -> Again:
    day_and_note = {"reviewed_on": row.reviewed_on, "note": row.note}
    if not row.held:
        return "plans.record_attempt", {}, day_and_note
    present = "" if row.client_present is None else "yes" if row.client_present else "no"
    rating = "" if row.rating is None else str(row.rating)
    said = {"client_present": present, "others_present": row.others_present, "rating": rating}
    return "plans.hold_review", {}, {**day_and_note, **said}


def _itself(episode: "Episode", row_id: str) -> "Episode | None":
    return episode if episode.id == row_id else None


def _closing(row: "Episode") -> list[tuple[str, str]]:
    why = EXITS[row.exit_reason] if row.exit_reason else ""
    ended = [("Treatment that goes on", KINDS[one.kind]) for one in closing.interventions_ended(row)]
    ended += [("Course that goes on", DRUGS[one.drug]) for one in closing.courses_ended(row)]
    return [("Left treatment", day(row.closed_on)), ("Reason", why), ("Note", row.exit_note or ""), *ended]


def _under(row: "Episode") -> str | None:
    """What has to be struck out or ended before the episode can be."""
    taken = running(frozenset({row.service_id}), row, today())
    if taken.courses:
        names = " and ".join(sorted(one.course.drug for one in taken.courses))
        return f"A course of {names} is running. End it first, on the prescribing page."
    doses = [one for one in hanging(row) if isinstance(one, DoseEvent) and DoseStatus(one.status) in GIVES]
    if not doses:
        return None
    given, each = (" was", "it") if len(doses) == 1 else ("s were", "each of them")
    return f"{len(doses)} dose{given} given in this episode. Strike {each} out first."


def _episode(row: "Episode") -> list[tuple[str, str]]:
    rows = sorted(type(one).__tablename__.replace("_", " ") for one in hanging(row))
    under = [(name.capitalize(), str(len(list(every)))) for name, every in groupby(rows)]
    return [("Client", row.client.whole_name), ("Referred", day(row.referred_on)), *under]


def _grave(row: "Episode") -> bool:
    levels = (Level(one.level) for one in hanging(row) if isinstance(one, RiskLevel))
    return needs_countersigning(levels)


MISTAKES = (
    Mistake(
        kind="agreed",
        name="agreed care plan",
        then="Its goals and actions go with it, and needs that were first written for it. The version that was agreed "
        "before stands again.",
        find=of_episode(CarePlan),
        shown=_plan,
        strike=striking("care_plan", lambda row: [*hanging(row), *written_for(row)]),
        author=lambda row: row.agreed_by or row.recorded_by,
        why_not=_draft,
        again=lambda *_: ("plans.overview", {}, {}),
    ),
    Mistake(
        kind="review",
        name="care plan review",
        then="Goals stand as before it, and the next review is due as before.",
        find=of_episode(CarePlanReview),
        shown=_review,
        strike=striking("care_plan_review", hanging),
        again=_again,
    ),
    Mistake(
        kind="closed",
        name="end of the episode",
        then="The episode is open again, with the treatments and courses that ended with it; a course goes on only "
        "after the client was seen, where doses were missed. Prescriptions stay cancelled: write new ones.",
        find=_itself,
        shown=_closing,
        strike=strike_closing,
        author=lambda row: row.closed_by or row.recorded_by,
        why_not=why_not,
        again=lambda _, row: (
            "plans.leave",
            {},
            {"closed_on": row.closed_on, "exit_reason": row.exit_reason},
        ),
    ),
    Mistake(
        kind="episode",
        name="episode",
        then="All that was recorded in it goes with it: out of clocks, lists, figures and safety. A client without "
        "another episode leaves the caseload and the lists; a manager still finds the record and its history.",
        find=_itself,
        shown=_episode,
        strike=strike_episode,
        why_not=lambda _, row: _under(row),
        seconded=_grave,
    ),
)
