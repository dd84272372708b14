"""The demo's orders, each with what was known of its course on the day it was made."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from careplan.checklists.queries import in_force
from careplan.demo.rules.story import story
from careplan.package.rules.profile import profile_1
from careplan.prescribing.codes import Cause, DoseStatus, Drug, Formulation, Phase
from careplan.prescribing.queries.health import ITEMS
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.check import check, interruptions
from careplan.prescribing.rules.facts import Dose, Facts, Order, Tolerance, order_on
from careplan.prescribing.rules.findings import Context
from careplan.prescribing.rules.health import (
    DrugTest,
    Ecg,
    Health,
    LiverTest,
    Naloxone,
    Review,
    Told,
    Virus,
    Withdrawal,
)
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.week import Week, days_provided
from careplan.rooms import ROOMS

TODAY = date(2026, 3, 31)
CHAPTERS = tuple(room.demo for room in reversed(ROOMS) if room.demo)
UK = standard.UK.on(date(2026, 1, 1))


@dataclass(frozen=True)
class Right:
    """A right order, made on its day: `at` is its place in the course, from 0."""

    course: str
    at: int
    proposal: Proposal

    @property
    def order(self) -> Order:
        return self.proposal.order

    def typed(self, mg: Decimal, formulation: Formulation | None = None) -> Proposal:
        """The order with another amount, or another formulation."""
        return replace(
            self.proposal,
            order=replace(self.order, daily_mg=mg, formulation=formulation or self.order.formulation),
        )


@cache
def right_orders() -> tuple[Right, ...]:
    rows = story(profile_1(), in_force, TODAY, CHAPTERS).rows
    return tuple(right for course in rows["courses"] for right in _of_course(rows, course))


def _of_course(rows: Any, course: Any) -> Iterator[Right]:
    def mine(name: str, day: str) -> list[Any]:
        return sorted(
            (row for row in rows[name] if row["course_id"] == course["id"]), key=lambda row: row[day]
        )

    weeks, orders = mine("regimens", "effective_on"), tuple(map(_order, mine("dose_orders", "effective_on")))
    for at, order in enumerate(orders):
        earlier, day = orders[:at], order.effective_on
        doses = tuple(_dose(row, earlier, weeks) for row in mine("dose_events", "on") if row["on"] < day)
        facts = Facts(
            Drug(course["drug"]),
            course["first_dose_on"],
            orders=earlier,
            doses=doses,
            tolerance=Tolerance.ASSURED,
            sedatives_or_alcohol=False,
        )
        yield Right(course["id"], at, Proposal(order, facts, day, UK, health=_health(rows, course, day)))


def _health(rows: Any, course: Any, day: date) -> Health:
    """What the record held by the day, the latest first."""
    episode = next(row for row in rows["episodes"] if row["id"] == course["episode_id"])
    client = next(row for row in rows["clients"] if row["id"] == episode["client_id"])

    def mine(name: str, on: str, owner: Any = episode, key: str = "episode_id") -> list[Any]:
        own = (row for row in rows[name] if row[key] == owner["id"] and row[on] <= day)
        return sorted(own, key=lambda row: row[on], reverse=True)

    return Health(
        sex=client["sex"],
        ecgs=tuple(Ecg(row["taken_on"], row["qtc"]) for row in mine("ecgs", "taken_on")),
        livers=tuple(
            LiverTest(row["taken_on"], Decimal(row["times"])) for row in mine("liver_tests", "taken_on")
        ),
        told=_told(rows, episode, day),
        withdrawal=tuple(
            Withdrawal(row["on"], row["total"], row.get("since_opioid"))
            for row in mine("tool_results", "on")
            if row["tool"] == "cows"
        ),
        reviews=tuple(Review(row["reviewed_on"]) for row in mine("prescribing_reviews", "reviewed_on")),
        tests=tuple(
            DrugTest(row["taken_on"], json.loads(row["results"])) for row in mine("drug_tests", "taken_on")
        ),
        naloxone=tuple(
            Naloxone(row["on"], row["expires_on"])
            for row in mine("naloxone_supplies", "on", client, "client_id")
        ),
        viruses=tuple(Virus(row["on"], row["kind"]) for row in mine("bbv_events", "on")),
    )


def _told(rows: Any, episode: Any, day: date) -> dict[str, Told]:
    told = {}
    for paper in sorted(rows["assessments"], key=lambda row: row["started_on"]):
        if paper["episode_id"] == episode["id"] and paper["started_on"] <= day:
            for row in (one for one in rows["answers"] if one["assessment_id"] == paper["id"]):
                if row["item"] in ITEMS and row["status"] == "answered":
                    told[row["item"]] = Told(row["item"], json.loads(row["value"]), paper["started_on"])
    return told


def _order(row: Any) -> Order:
    day = row["effective_on"]
    return Order(day, Decimal(row["daily_mg"]), Formulation(row["formulation"]), Phase(row["phase"]), day)


def _dose(row: Any, orders: tuple[Order, ...], weeks: list[Any]) -> Dose:
    week = [one for one in weeks if one["effective_on"] <= row["on"]][-1:]
    held = Week(week[0]["collect"], week[0]["supervised"]) if week else None
    covers = days_provided(order_on(orders, row["on"]), held, row["on"], UK)
    return Dose(row["on"], DoseStatus(row["status"]), Cause(row["cause"]) if row["cause"] else None, covers)


def asked(proposal: Proposal, *others: Any) -> list[str]:
    """What blocks the order or is asked about it: rules with their severity, and the one question."""
    found = [
        f"{one.rule} {one.severity}" for one in check(Context.ORDER, proposal) if one.needs or one.blocks
    ]
    return [*found, *interruptions(proposal, others)]
