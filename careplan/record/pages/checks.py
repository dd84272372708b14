"""What does not go together in a record, each with the page on which it is mended."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from careplan.assessment.rules.lacking import Sheet, sheet
from careplan.clients.rules.facts import Intervention
from careplan.clients.rules.people import under_age
from careplan.ground.clock import london_day
from careplan.ground.offers import Gap, Latest, Marks
from careplan.harm_reduction.registers import EVENTS_OF_VIRUSES, NALOXONE
from careplan.medicines.rules import Medicine
from careplan.outcomes.registers import DRUG_TESTS
from careplan.people.registers import ADDRESSES, CONSENTS, RELATIONS
from careplan.people.rules import Concern, Home, Person, Way
from careplan.plans.codes import Agreement
from careplan.plans.queries import PlanSummary
from careplan.plans.queries.readings import ClockRow
from careplan.prescribing.queries.days import OpenCourse
from careplan.prescribing.registers import PRESCRIBING_REVIEWS
from careplan.record.labels import FITS
from careplan.record.queries import checks as queries
from careplan.record.rules.banner import ItemAnswer
from careplan.record.rules.checks import CONDITIONS, speaking
from careplan.record.rules.checks.case import (
    ITEMS,
    Case,
    CheckedAnswer,
    GoalOf,
    Kit,
    MayTreat,
    OpenAction,
    Planned,
    Sample,
    StillTold,
    StoredAnswer,
    Treated,
    Virus,
    bare_answer,
    checked_answer,
    later,
)
from careplan.record.rules.checks.events import happened
from careplan.record.rules.checks.standard import CHECKS
from careplan.risk.rules import Judged

AGREED = frozenset({Agreement.SIGNED, Agreement.VERBAL})
AGAIN, NOW, SOON = 12, 15, 65
"""Places in the list of what is missing: after risk that was never assessed, and before the NHS number."""

EVENTS = "events"
"""The code of the line that tells what happened since risk was assessed."""
EVERY = frozenset({*CONDITIONS, EVENTS})


class Mended(NamedTuple):
    """The page on which it is mended, and the endpoint whose door must be open; `kinds`: of assessments that ask it."""

    endpoint: str
    acts: str
    kinds: tuple[str, ...] = ()


_ANY = ("comprehensive", "risk", "triage")
_RISK = Mended("assessment.index", "assessment.start", ("risk",))
_WHOLE = Mended("assessment.index", "assessment.start", ("comprehensive",))
_ASKED = Mended("assessment.index", "assessment.start", _ANY)
_REVIEW = Mended(PRESCRIBING_REVIEWS.endpoint("new"), PRESCRIBING_REVIEWS.endpoint("new"))
_COURSE = Mended("prescribing.overview", PRESCRIBING_REVIEWS.endpoint("new"))
_PLAN = Mended("plans.overview", "plans.start")
_NALOXONE = Mended(NALOXONE.endpoint("new"), NALOXONE.endpoint("new"))
_VIRUS = Mended(EVENTS_OF_VIRUSES.endpoint("new"), EVENTS_OF_VIRUSES.endpoint("new"))
_ADDRESS = Mended(ADDRESSES.endpoint("listing"), ADDRESSES.endpoint("new"))

MENDED: Mapping[str, Mended] = {
    "overdose_naloxone": _NALOXONE,
    "child_take_home": _RISK,
    "pregnant_joint_plan": _WHOLE,
    "allergy_to_drug": _COURSE,
    "suicide_plan_level": _RISK,
    "child_concern_level": _RISK,
    "abuse_level": _RISK,
    "grave_without_action": Mended("risk.index", "risk.action"),
    "drug_not_in_test": _REVIEW,
    "tolerance_reassessment": _REVIEW,
    "overdose_take_home": _REVIEW,
    "plan_before_risk": Mended("plans.hold_review", "plans.hold_review"),
    "abuse_post": _ADDRESS,
    "consent_withdrawn": Mended(RELATIONS.endpoint("listing"), RELATIONS.endpoint("new")),
    "young_consent": Mended(CONSENTS.endpoint("new"), CONSENTS.endpoint("new")),
    "sedatives_denied": _REVIEW,
    "course_naloxone": _NALOXONE,
    "storage_unknown": _RISK,
    "alcohol_take_home": _REVIEW,
    "benzodiazepine_take_home": _REVIEW,
    "no_home_take_home": _REVIEW,
    "driving_course": _WHOLE,
    "prescribing_without_course": _COURSE,
    "course_without_treatment": Mended("clients.new_intervention", "clients.new_intervention"),
    "course_without_goal": _PLAN,
    "hepatitis_b_offer": _VIRUS,
    "hepatitis_c_test": _VIRUS,
    "housing_address": _ADDRESS,
}


AT_HOME = frozenset({"child_take_home", "storage_unknown"})
OF_COURSE = frozenset(
    {
        "overdose_naloxone",
        "pregnant_joint_plan",
        "allergy_to_drug",
        "drug_not_in_test",
        "tolerance_reassessment",
        "overdose_take_home",
        "young_consent",
        "sedatives_denied",
        "course_naloxone",
        "alcohol_take_home",
        "benzodiazepine_take_home",
        "no_home_take_home",
        "driving_course",
    }
)
OF_RISK = frozenset({"suicide_plan_level", "child_concern_level", "abuse_level", "grave_without_action"})
OF_PLAN = frozenset(
    {"plan_before_risk", "course_without_goal", "pregnant_joint_plan", "grave_without_action"}
)
PAGES = {
    "risk.index": AT_HOME | OF_RISK | {EVENTS},
    "plans.overview": OF_PLAN,
    "prescribing.overview": AT_HOME | OF_COURSE | {"prescribing_without_course", "course_without_treatment"},
    "prescribing.order": AT_HOME | OF_COURSE,
}
"""Pages of other rooms that show checks about what is decided there, by endpoint."""


def gaps(shown: Sequence[Any], episode: Any, on: date, codes: Collection[str] = EVERY) -> Iterator[Gap]:
    """The checks that speak of what an overview shows, the most urgent first; of `codes` alone."""
    standard, record = CHECKS.on(on), case(shown, episode, on)
    events = [standard.events[code].words for code in happened(record)] if EVENTS in codes else []
    if events:
        endpoint, values = _where(_RISK, shown)
        words = f"Risk to be assessed again: {', '.join(events)}"
        yield Gap(words, FITS[True], endpoint, values, True, AGAIN, _RISK.acts)
    for code in (one for one in speaking(record) if one in codes):
        act_now = standard.checks[code].act_now
        mended, order = MENDED[code], NOW if act_now else SOON
        endpoint, values = _where(mended, shown)
        words = standard.words(code)
        yield Gap(words, FITS[act_now], endpoint, values, act_now, order, mended.acts)


def _where(mended: Mended, shown: Sequence[Any]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The page, or the open assessment that asks it."""
    for kind in mended.kinds:
        if open_id := sheet(shown, kind).open_id:
            return "assessment.show", (("assessment_id", open_id),)
    return mended.endpoint, ()


def case(shown: Sequence[Any], episode: Any, on: date) -> Case:
    """The record as the checks see it, of all that an overview shows."""
    of = _by_class(shown)
    days = {one.kind: one for one in of[Latest]}
    told = of[StoredAnswer]
    return Case(
        on=on,
        standard=CHECKS.on(on),
        answers=_answers(of),
        before={one.item: checked_answer(one) for one in told if not one.since},
        said_since={one.item: checked_answer(one) for one in told if one.since},
        risk_on=sheet(of[Sheet], "risk").last_completed_on,
        courses=tuple(_treated(one, on) for one in of[OpenCourse]),
        levels={one.domain: one for one in of[Judged]},
        open_actions={one.domain for one in of[OpenAction]},
        concerns=tuple(of[Concern]),
        people=tuple(of[Person]),
        homes=tuple(of[Home]),
        ways=tuple(of[Way]),
        kits=tuple(of[Kit]),
        viruses={one.kind for one in of[Virus]},
        medicines=[(one.name, london_day(one.recorded_at)) for one in of[Medicine]],
        test=_test(days.get(DRUG_TESTS.noun)),
        reviewed_on=getattr(days.get(PRESCRIBING_REVIEWS.noun), "on_day", None),
        interventions=tuple(of[Intervention]),
        plan=_plan(of),
        may_treat=bool(of[MayTreat]),
        still_told=bool(of[StillTold]),
        young=under_age(episode.client.birth, on),
    )


def _by_class(shown: Sequence[Any]) -> Mapping[type[Any], list[Any]]:
    of: dict[type[Any], list[Any]] = defaultdict(list)
    for one in shown:
        of[one.__class__].append(one)
    return of


def _answers(of: Mapping[type[Any], list[Any]]) -> dict[str, CheckedAnswer]:
    """The latest of this stay, and of what the banner reads of all."""
    stays = (bare_answer(one.item, one.value, one.on) for one in of[ItemAnswer] if one.item in ITEMS)
    return later([*stays, *map(checked_answer, of[StoredAnswer])])


def _treated(course: OpenCourse, on: date) -> Treated:
    facts = course.facts
    return Treated(
        facts.drug,
        facts.first_dose_on,
        course.away is None and facts.take_home(on),
        tuple(one.on for one in facts.seen),
        tuple(one.until_on for one in facts.away if one.until_on),
        facts.sedatives_or_alcohol,
        course.run.since if course.run.days >= course.standard["missed_reassess"].whole else None,
    )


def _test(row: Latest | None) -> Sample | None:
    return Sample(row.on_day, json.loads(row.first)) if row and row.on_day and row.first else None


def _plan(of: Mapping[type[Any], list[Any]]) -> Planned | None:
    plan = next((one.plan for one in of[PlanSummary]), None)
    if plan is None or plan.agreed_on is None:
        return None
    reviewed = [one.reviewed_on for one in of[ClockRow] if one.reviewed_on]
    domains = frozenset(one.domain for one in of[GoalOf] if one.plan_id == plan.id)
    return Planned(max([plan.agreed_on, *reviewed]), plan.agreement in AGREED, domains)


MARKS = Marks(queries.FACTS, overview=queries.rows, gaps=gaps)
