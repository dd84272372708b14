"""What is expected of assessments and what of it was asked, worked out slowly, straight from spec 02 and without the
product: every condition is judged anew for every item, from what was told, in the words of the published checklists.
"""

import json
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "data" / "checklists-1.json"
ITEMS = {one["item"]: one for one in json.loads(FILE.read_text())["items"]}


@dataclass(eq=False)
class Told:
    """What became of one item. `source`: the assessment a copy was carried from; `turn`: when it was told."""

    status: str
    value: Any = None
    source: "Paper | None" = None
    confirmed_on: date | None = None
    turn: int = 0
    saved_on: date | None = None

    @property
    def copied(self) -> bool:
        """Nobody said it here since the day from which it counts (decision 100)."""
        return self.source is not None and (self.confirmed_on is None or self.confirmed_on <= self.source.day)


@dataclass(eq=False)
class Paper:
    """One assessment."""

    id: str
    kind: str
    started_on: date
    completed_on: date | None = None
    told: dict[str, Told] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return self.completed_on or self.started_on


@dataclass
class Client:
    """Everything that was told, and what the record holds: offers of prescribing and courses with their last day."""

    referral_source: str
    consent: bool | None = None
    papers: list[Paper] = field(default_factory=list)
    turn: int = 0
    offered: list[tuple[date, date | None]] = field(default_factory=list)
    courses: list[tuple[str, date, date | None, int]] = field(default_factory=list)

    # What is told, in any order

    def start(self, id_: str, kind: str, on: date) -> Paper:
        """The new assessment shows what was told before; what the referral told is not asked again."""
        paper = Paper(id_, kind, on)
        self.turn += 1
        consent = {None: None, True: "agreed", False: "refused"}[self.consent]
        for item, value in (("referral_source", self.referral_source), ("ndtms_privacy", consent)):
            if value is not None and kind in ITEMS[item]["in"]:
                paper.told[item] = Told("answered", value, turn=self.turn, saved_on=on)
        for item in ITEMS:
            if kind in ITEMS[item]["in"] and (last := self._last(item)):
                holds = last[1].saved_on == last[0].day
                paper.told[item] = taken(item, last[1].value, last[0], self.turn, on if holds else None)
        self.papers.append(paper)
        return paper

    def _last(self, item: str) -> tuple[Paper, Told] | None:
        """The answer told last, by its day, and where; a gap is none, and a copy is the one it was taken from."""
        every = []
        for paper in self.papers:
            one = paper.told.get(item)
            if one and one.status == "answered" and not one.copied and not is_gap(item, one.value):
                day = paper.completed_on or one.saved_on
                every.append((day, paper.started_on, one.turn, paper, one))
        every.sort(key=lambda row: row[:3])
        return every[-1][3:] if every else None

    def say(self, paper: Paper, item: str, status: str, value: Any, on: date) -> None:
        """Tell something afresh: other open assessments show it, unless they were told by themselves."""
        self.turn += 1
        before = paper.told.get(item)
        paper.told[item] = Told(status, value, turn=self.turn, saved_on=on)
        for other in self.papers:
            if other is paper or other.completed_on or other.kind not in ITEMS[item]["in"]:
                continue
            there = other.told.get(item)
            if there and there.status != "not_asked" and not there.copied:
                continue
            if status == "answered" and not is_gap(item, value):
                other.told[item] = taken(item, value, paper, self.turn, on)
            elif there and there.status != "not_asked" and (status != "not_asked" or is_answer(before)):
                other.told[item] = Told("not_asked", turn=self.turn)

    def confirm(self, paper: Paper, item: str, on: date) -> None:
        self.turn += 1
        paper.told[item].confirmed_on = paper.told[item].confirmed_on or on
        paper.told[item].turn = self.turn
        paper.told[item].saved_on = on

    def strike(self, paper: Paper, item: str) -> None:
        """A copy of what does not stand any more is asked anew where the assessment is open."""
        self.turn += 1
        del paper.told[item]
        for other in self.papers:
            for code, one in list(other.told.items()):
                if one.copied and not other.completed_on and not self._stands(code, one):
                    other.told[code] = Told("not_asked", turn=self.turn)

    def _stands(self, item: str, copy: Told) -> bool:
        assert copy.source is not None
        source = copy.source.told.get(item)
        return source is not None and source.status == "answered" and source.value == copy.value

    # What follows, rule by rule

    def facts(self, on: date) -> set[str]:
        """Spec 02 §5, second point."""
        considered = any(start <= on and (end is None or on < end) for start, end in self.offered)
        begun = [one for one in self.courses if one[1] <= on]
        current = [one for one in begun if one[2] is None or on < one[2]]
        named = set()
        if considered:
            named.add("prescribing_considered")
        if considered or current:
            named.add("ost_active_or_planned")
        if any(drug == "methadone" for drug, *_ in current) or (considered and not begun):
            named.add("methadone_active_or_planned")
        if any(supervised < 7 for *_, supervised in current):
            named.add("take_home_doses")
        return named

    def completeness(self, paper: Paper, today: date) -> dict[str, bool]:
        """Every expected item, and whether it was asked."""
        on = paper.completed_on or today
        seen = Seen(paper, on, max(on, today), self.facts(on))
        return {item: seen.asked(item) for item in ITEMS if seen.expected(item)}


@dataclass
class Seen:
    """One assessment on its day, seen from a census."""

    paper: Paper
    on: date
    census: date
    facts: set[str]

    def expected(self, item: str) -> bool:
        """Always items, and if items of which one condition definitely holds; optional ones never count."""
        way = ITEMS[item]["in"].get(self.paper.kind)
        return way == "always" or (way == "if" and self._one_holds(item))

    def asked(self, item: str) -> bool:
        """Asked = answered + declined + not known; gap options and void copies are not asked."""
        one = self.paper.told.get(item)
        if one is None or one.status in ("not_applicable", "not_asked") or self._void(item, one):
            return False
        return one.status != "answered" or not is_gap(item, one.value)

    def _void(self, item: str, one: Told) -> bool:
        """Carried over, older than six months or a risk item, and not confirmed by the census."""
        if one.source is None or (one.confirmed_on and one.confirmed_on <= self.census):
            return False
        risk = "risk" in ITEMS[item]["in"] or self.paper.kind == "risk"
        return risk or self.on > six_months_after(one.source.completed_on or one.source.started_on)

    def _one_holds(self, item: str) -> bool:
        return any(self._holds(condition) for condition in ITEMS[item]["asked_if"]["any"])

    def _holds(self, condition: dict[str, Any]) -> bool:
        if "fact" in condition:
            return condition["fact"] in self.facts
        item = condition["item"]
        way = ITEMS[item]["in"].get(self.paper.kind)
        if way is None or (way == "if" and not self._one_holds(item)):
            return False  # a controlling item must itself be applicable
        one = self.paper.told.get(item)
        if one is None or one.status != "answered" or not self.asked(item):
            return False
        value = bare(item, one.value)
        if "has_rows" in condition:
            return (len(value) > 0) == condition["has_rows"]
        codes = condition.get("is") or condition["includes"]
        if ITEMS[item]["answer"]["type"] == "any_of":
            return any(code in codes for code in value)
        if ITEMS[item]["answer"]["type"] == "yes_no":
            return ("yes" if value else "no") in codes or value in codes
        return value in codes


def taken(item: str, value: Any, source: Paper, turn: int, on: date | None) -> Told:
    """A copy; what the worker heard on the day in an assessment of the day holds, but for what cannot wait."""
    holds = on if on == source.day and not cannot_wait(item, bare(item, value), on) else None
    return Told("answered", value, source=source, turn=turn, confirmed_on=holds)


def cannot_wait(item: str, value: Any, on: date) -> bool:
    """Spec 02 §1.6."""
    codes = set(value) if ITEMS[item]["answer"]["type"] == "any_of" else {str(value)}
    if item == "overdose_last_date":
        return 0 <= (on - date.fromisoformat(value)).days <= 28
    none = {"urgent_physical_health": "none", "child_safeguarding": "no_concern"}
    if item in none:
        return bool(codes - {none[item]})
    raises = {
        "suicidal_thoughts": {"active_no_plan", "active_with_plan"},
        "domestic_abuse_experienced": {"current"},
        "withdrawal_now": {"severe"},
        "tolerance_loss": {"prison_release", "detox"},
        "pregnancy_status": {"yes"},
        "ost_elsewhere": {"yes", "True"},
    }
    return bool(codes & raises.get(item, set()))


def bare(item: str, value: Any) -> Any:
    answer = ITEMS[item]["answer"]
    return value["value"] if answer.get("also") or answer.get("with") else value


def is_gap(item: str, value: Any) -> bool:
    return bare(item, value) in ITEMS[item]["answer"].get("counts_as_not_asked", [])


def is_answer(one: Told | None) -> bool:
    return one is not None and one.status == "answered"


def six_months_after(day: date) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + 6, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
