"""Short ways to write facts of the audit: everything has a plain default, a test names what it is about."""

from datetime import date
from decimal import Decimal
from typing import Any

from careplan.audit.review.rules.facts import (
    ClinicalAudit,
    Episode,
    Incident,
    Partnership,
    Policy,
    Post,
    Return,
    Service,
)
from careplan.checklists.queries import bank
from careplan.clients.rules.facts import Intervention
from careplan.clients.rules.waits import Days
from careplan.plans.codes import GoalStatus
from careplan.plans.rules.facts import Goal, Plan, Review
from careplan.prescribing.rules.facts import Course, Order, Prescription, Weekly
from careplan.prescribing.rules.week import Week

EARLY = date(2020, 1, 1)


def intervention(
    kind: str = "specialist_prescribing", started_on: date | None = EARLY, **facts: Any
) -> Intervention:
    given = {"referred_on": EARLY, "first_offered_on": None, "ended_on": None} | facts
    return Intervention(given.pop("id", "I1"), kind, Days(started_on=started_on, **given))


def order(daily_mg: object = 70, **facts: Any) -> Order:
    given = {"effective_on": EARLY, "formulation": "oral_mixture", "phase": "maintenance"} | facts
    return Order(daily_mg=Decimal(str(daily_mg)), **given)


def regimen(days: int, effective_on: date = EARLY) -> Weekly:
    return Weekly(effective_on, Week("1" * 7, "1" * days + "0" * (7 - days)))


def course(drug: str = "methadone", first_dose_on: date = EARLY, **facts: Any) -> Course:
    return Course(drug, first_dose_on, **({"id": "C1"} | facts))


def prescription(formulation: str = "oral_mixture", **facts: Any) -> Prescription:
    given = {"id": "P1", "signed_on": date(2026, 1, 1), "status": "issued"} | facts
    return Prescription(formulation=formulation, **given)


def goal(id_: str = "G1", **facts: Any) -> Goal:
    whole = {
        "measure": "days a week",
        "target_on": date(2026, 6, 1),
        "responsible": "client",
        "need_item": "pain",
    }
    given = {"id": id_, "status": "open"} | whole | facts
    return Goal(**given | {"status": GoalStatus(given["status"])})


def plan(agreed_on: date | None, version: int = 1, **facts: Any) -> Plan:
    given = {"agreement": "signed", "copy_offered_on": None, "goals": (goal(f"G{version}"),)} | facts
    return Plan(id=f"PL{version}", version=version, agreed_on=agreed_on, **given)


def review(reviewed_on: date, id_: str = "RV1", held: bool = True, **outcomes: str) -> Review:
    return Review(id_, reviewed_on, held, {goal: GoalStatus(said) for goal, said in outcomes.items()})


def episode(id_: str = "E1", **facts: Any) -> Episode:
    given = {
        "service_id": "S1",
        "client_id": f"K-{id_}",
        "referred_on": EARLY,
        "closed_on": None,
        "exit_reason": None,
    }
    given |= {"deceased_on": None, "interventions": (intervention(),)}
    return Episode(id=id_, **(given | facts))


def service(*episodes: Episode, **facts: Any) -> Service:
    given = {"id": "S1", "name": "North", "partnership_id": "P1", "prescribing": True, "structured": True}
    given |= {"opened_on": None, "closed_on": None, "banks": {"1": bank("1")}}
    return Service(episodes=episodes, **(given | facts))


def returned(question: str, recorded_on: date = EARLY, **values: object) -> tuple[Return, ...]:
    """Answers to one question; `a_b__c` stands for the key `a.b_c`: two underscores are an underscore."""
    keys = {name.replace("__", "\0").replace("_", ".").replace("\0", "_"): v for name, v in values.items()}
    return tuple(Return(question, key, str(value), recorded_on) for key, value in keys.items())


def partnership(*returns: Return, **facts: Any) -> Partnership:
    return Partnership(**({"id": "P1", "name": "Testshire", "returns": returns} | facts))


def policy(name: str, approved_on: date = EARLY, review_due_on: date = date(2030, 1, 1)) -> Policy:
    return Policy(name, approved_on, review_due_on)


def post(role: str = "practitioner", status: str = "filled", **facts: Any) -> Post:
    given: dict[str, Any] = {"id": "PO1", "wte": 1, "direct_work": 80, "years": 5, "accredited": False}
    given |= {"experience_in": "management" if role == "manager" else "substance_misuse"}
    if role == "manager":
        given["direct_work"] = 10
    for name in ("wte", "direct_work", "years"):
        given[name] = facts.pop(name, given[name])
        given[name] = None if given[name] is None else Decimal(str(given[name]))
    return Post(role=role, status=status, **(given | facts))


def signed_off(completed_on: date, id_: str = "A1") -> ClinicalAudit:
    return ClinicalAudit(id_, completed_on)


def incident(on: date, id_: str = "X1") -> Incident:
    return Incident(id_, on)
