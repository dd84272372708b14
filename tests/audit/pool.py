"""Episodes, posts and policies in which everything varies, the same at every run: the laws of the audit hold there."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from careplan.audit.review.rules.facts import (
    Assessment,
    Choice,
    Episode,
    Policy,
    Post,
)
from careplan.checklists.rules.asked import Given, Status
from careplan.clients.rules.facts import Pause
from careplan.plans.codes import GoalStatus
from careplan.plans.rules.facts import Goal, Plan, Review
from careplan.prescribing.rules.facts import Prescription
from careplan.risk.rules import Planned
from tests.audit.facts import course, episode, goal, intervention, order, plan, policy, post, regimen

ON = date(2026, 3, 31)
FORMS = {
    "methadone": ("oral_mixture", "oral_mixture", "tablet", "injectable"),
    "buprenorphine": ("sublingual", "sublingual", "lyophilisate", "depot_weekly"),
}
EXITS = ("completed_drug_free", "dropped_out", "referred_on", "died", "prison")
POLICIES = (
    "adverse_incidents", "prescribing", "prescribing_review", "complaints_practice_protocols", "pharmacist_meetings",
    "risk_assessment_protocols", "methadone_titration", "buprenorphine_titration",
    "information_sharing", "child_protection", "care_coordination",
)  # fmt: skip
DOMAINS = ("drug_alcohol", "physical", "legal", "social", "psychological")


def _ago(chance: Random, most: int) -> date:
    return ON - timedelta(days=chance.randrange(most))


def _course(chance: Random, name: str, start: date) -> Any:
    drug = chance.choice(("methadone", "buprenorphine"))
    form = chance.choice(FORMS[drug])
    days = sorted({start, start + timedelta(days=chance.randrange(60))})
    orders = [
        order(chance.choice((8, 12, 16, 24, 50, 60, 75, 90, 110)), effective_on=day,
              formulation=form, phase=chance.choice(("induction", "maintenance", "maintenance")))
        for day in days
    ]  # fmt: skip
    weeks = [regimen(chance.randrange(8), day) for day in days]
    written = [
        Prescription(
            f"{name}P{i}",
            _ago(chance, 500),
            chance.choice(FORMS[drug]),
            chance.choice(("issued", "cancelled")),
        )
        for i in range(3)
    ]
    return course(
        drug, start, id=f"{name}C", ended_on=None if chance.random() < 0.8 else start + timedelta(days=30),
        orders=tuple(orders) if chance.random() < 0.9 else (), weeks=tuple(weeks) if chance.random() < 0.9 else (),
        prescriptions=tuple(written),
    )  # fmt: skip


def _goals(chance: Random, name: str) -> tuple[Goal, ...]:
    whole = chance.random() < 0.5
    return tuple(
        goal(f"{name}G{i}", domain=domain, measure="days" if whole or i else None,
             status=chance.choice(("open", "open", "achieved")))
        for i, domain in enumerate(DOMAINS[: chance.randrange(1, 6)])
    )  # fmt: skip


def _plans(chance: Random, name: str, start: date) -> tuple[Plan, ...]:
    days = [start + timedelta(days=chance.randrange(60) + 40 * i) for i in range(chance.randrange(3))]
    return tuple(
        plan(day, version=i + 1, goals=_goals(chance, f"{name}V{i}"),
             agreement=chance.choice(("signed", "verbal", "declined", "lacks_capacity")),
             copy_offered_on=day if chance.random() < 0.6 else None)
        for i, day in enumerate(days)
    )  # fmt: skip


def _reviews(chance: Random, name: str, start: date, plans: tuple[Plan, ...]) -> tuple[Review, ...]:
    goals = [one.id for each in plans for one in each.goals]
    return tuple(
        Review(
            f"{name}RV{i}", start + timedelta(days=70 * (i + 1)), chance.random() < 0.9,
            {
                one: GoalStatus(chance.choice(("open", "achieved", "partly")))
                for one in goals if chance.random() < 0.7
            },
        )
        for i in range(chance.randrange(6))
    )  # fmt: skip


def _assessments(chance: Random, name: str, start: date) -> tuple[Assessment, ...]:
    found = []
    for i, kind in enumerate(("triage", "comprehensive", "risk", "risk")):
        began = start + timedelta(days=chance.randrange(300))
        domains = ("self", "children")[: chance.randrange(3)]
        found.append(
            Assessment(
                f"{name}A{i}", kind, "1", began, began if chance.random() < 0.8 else None,
                levels={one: chance.choice(("low", "high")) for one in domains},
                actions=tuple(Planned(one, "Kay", began) for one in domains if chance.random() < 0.7),
                given={"pain": Given(Status.ANSWERED, {"value": 3})} if chance.random() < 0.5 else {},
            )
        )  # fmt: skip
    return tuple(found)


def varied(n: int, service_id: str = "S1") -> Episode:
    """The nth episode."""
    chance, name = Random(n), f"{service_id}E{n:03}"
    start = _ago(chance, 700)
    ended = chance.random() < 0.25
    closed = min(ON, start + timedelta(days=chance.randrange(30, 200))) if ended else None
    plans = _plans(chance, name, start)
    kind = chance.choice(("specialist_prescribing", "primary_care_prescribing", "structured_psychosocial"))
    wait = timedelta(days=chance.randrange(40))
    return episode(
        name,
        service_id=service_id,
        referred_on=start - wait,
        closed_on=closed,
        exit_reason=chance.choice(EXITS) if closed else None,
        deceased_on=ON if chance.random() < 0.03 else None,
        interventions=tuple(
            intervention(kind, start, id=f"{name}I{i}", referred_on=start - wait, first_offered_on=start)
            for i in range(chance.randrange(1, 3))
        ),
        courses=(_course(chance, name, min(ON, start + timedelta(days=chance.randrange(400)))),),
        pauses=(Pause(ON - timedelta(days=9), None),) if chance.random() < 0.05 else (),
        plans=plans,
        reviews=_reviews(chance, name, start, plans),
        assessments=_assessments(chance, name, start),
    )


@cache
def posts(n: int) -> tuple[Post, ...]:
    """The posts of the nth service."""
    chance = Random(n)
    return tuple(
        post(
            chance.choice(("practitioner", "manager")), chance.choice(("filled", "filled", "vacant", "temporary")),
            id=f"P{n}-{i}", wte=Decimal(chance.randrange(1, 5)) / 2, years=chance.choice((None, 1, 3, 4, 9)),
            direct_work=chance.choice((None, 10, 20, 80)), accredited=chance.choice((None, True, False)),
        )
        for i in range(8)
    )  # fmt: skip


@cache
def policies(n: int) -> tuple[Policy, ...]:
    """The policies of the nth service, some approved more than once, some past their review."""
    chance = Random(n)
    return tuple(
        policy(name, ON - timedelta(days=100 + 400 * i), ON + timedelta(days=chance.choice((-5, 200))))
        for name in POLICIES
        for i in range(chance.randrange(3))
    )


@cache
def choices(n: int) -> tuple[Choice, ...]:
    """What the nth service took out of its forms, and when."""
    hidden = [frozenset(), frozenset({"pain"}), frozenset({"pain", "sharing_needles"})]
    return tuple(
        Choice(kind, "1", hidden[(n + i) % 3], ON - timedelta(days=100 * (i + 1)))
        for kind in ("comprehensive", "risk")
        for i in range(n % 3)
    )
