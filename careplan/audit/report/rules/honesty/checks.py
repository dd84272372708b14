"""The six checks: each looks at entries of the period and says which are worth a look, of how many it could judge.

What an import brought without saying when it was entered cannot be judged by its moment; it is counted apart.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from careplan.audit.report.rules.honesty.facts import IMPORT, Fact, Limits, Record
from careplan.audit.review.rules.census import Census
from careplan.checklists.codes import Kind


@dataclass(frozen=True, slots=True)
class Noticed:
    """An entry worth a look: what and when; days late, clients alike, or the day before which it bunches."""

    id: str
    episode_id: str
    kind: str
    on: date
    days: int = 0
    alike: int = 0
    text: str = ""
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what is worth a look, of how many judged, and how many could not be."""

    key: str
    noticed: tuple[Noticed, ...]
    judged: int
    untold: int = 0


@dataclass(frozen=True, slots=True)
class Moments:
    """Which moments of entry say nothing: those of imports, known by name or by the many that share one."""

    shared: frozenset[object]

    @classmethod
    def of(cls, record: Record, batch: int) -> "Moments":
        """The moments that at least `batch` entries share."""
        counted = Counter(one.at for one in record.facts if one.at is not None)
        return cls(frozenset(at for at, count in counted.items() if count >= batch))

    def tell(self, one: Fact) -> bool:
        """Whether the moment says when somebody entered it."""
        return one.at is not None and one.by != IMPORT and one.at not in self.shared


def plain(text: str) -> str:
    """The words alone: case, accents of writing, punctuation and spacing left out."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))


def same_minute(record: Record, census: Census, limits: Limits, moments: Moments) -> Check:
    """Plans agreed in the same minute in which the comprehensive assessment was completed."""
    gap = limits.numbers.exact("same_minute")
    assessed: dict[str, list[Fact]] = defaultdict(list)
    for one in record.facts:
        if one.form == Kind.COMPREHENSIVE:
            assessed[one.episode_id].append(one)
    noticed, judged, untold = [], 0, 0
    for plan in record.within(census, "plan"):
        if not assessed[plan.episode_id]:
            continue
        told = [one for one in assessed[plan.episode_id] if moments.tell(one)]
        if not told or not moments.tell(plan):
            untold += 1
            continue
        judged += 1
        if any(_apart(plan, one) < gap for one in told):
            noticed.append(Noticed(plan.id, plan.episode_id, "plan", plan.on))
    return Check("same-minute", tuple(noticed), judged, untold)


def _apart(one: Fact, other: Fact) -> Fraction:
    """Seconds between two entries whose moments are known."""
    assert one.at is not None
    assert other.at is not None
    return Fraction(abs((one.at - other.at).total_seconds()))


def same_goals(record: Record, census: Census, limits: Limits) -> Check:
    """Goals whose words stand in plans of several clients of one worker."""
    least = limits.numbers.whole("alike_goals")
    plans = record.within(census, "plan")
    rows = [
        (stay.keyworker_id, plain(text), stay.client_id, plan, id_)
        for plan in plans
        if (stay := record.stays[plan.episode_id]).keyworker_id is not None
        for id_, text in plan.goals.items()
    ]
    clients: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for worker, words, client, _, _ in rows:
        clients[worker, words].add(client)
    noticed = [
        Noticed(
            id_,
            plan.episode_id,
            "goal",
            plan.on,
            alike=len(clients[worker, words]),
            text=plan.goals[id_],
        )
        for worker, words, _, plan, id_ in rows
        if words and len(clients[worker, words]) >= least
    ]
    without = sum(len(plan.goals) for plan in plans if record.stays[plan.episode_id].keyworker_id is None)
    return Check("same-goals", tuple(noticed), len(rows), without)


def same_levels(record: Record, census: Census, limits: Limits) -> Check:
    """Latest risk assessments whose levels are the same for nearly all clients of one worker."""
    numbers = limits.numbers
    latest = _latest_risk(record, census)
    by_worker: dict[str, dict[tuple[tuple[str, str], ...], list[Fact]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for one in latest:
        worker = record.stays[one.episode_id].keyworker_id
        if worker is not None:
            by_worker[worker][tuple(sorted(one.levels.items()))].append(one)
    noticed = []
    for patterns in by_worker.values():
        caseload = sum(len(alike) for alike in patterns.values())
        for alike in patterns.values():
            enough = 100 * Fraction(len(alike), caseload) >= numbers.exact("alike_share")
            if len(alike) >= numbers.whole("alike_levels") and enough:
                noticed += [
                    Noticed(one.id, one.episode_id, "risk", one.on, alike=len(alike)) for one in alike
                ]
    judged = sum(len(alike) for patterns in by_worker.values() for alike in patterns.values())
    return Check("same-levels", tuple(noticed), judged, len(latest) - judged)


def _latest_risk(record: Record, census: Census) -> tuple[Fact, ...]:
    """Of each client the latest risk assessment of the period with levels."""
    assessed: dict[str, Fact] = {}
    for one in sorted(record.within(census, "assessment", Kind.RISK), key=lambda one: (one.on, one.id)):
        if one.levels:
            assessed[record.stays[one.episode_id].client_id] = one
    return tuple(assessed.values())


def bunched(record: Record, census: Census, limits: Limits) -> Check:
    """Reviews held in the last week before a census, a return or the end of a quarter, where they pile up."""
    facts = record.within(census, "review")
    returns = frozenset(day for day in record.returns if census.covers(day))
    before: dict[str, date] = {}
    for end in sorted({census.on} | returns | limits.quarter_ends(census)):
        for review in _piled(facts, end, limits):
            before.setdefault(review.id, end)
    noticed = [
        Noticed(review.id, review.episode_id, "review", review.on, before=before[review.id])
        for review in facts
        if review.id in before
    ]
    return Check("bunched", tuple(noticed), len(facts))


def _piled(facts: Sequence[Fact], end: date, limits: Limits) -> list[Fact]:
    """The reviews of the last week before a day, if they are out of proportion."""
    numbers = limits.numbers
    window = [r for r in facts if end - numbers.days("window_days") < r.on <= end]
    week = [r for r in window if r.on > end - numbers.days("last_days")]
    if len(window) < numbers.whole("least_reviews"):
        return []
    return week if 100 * Fraction(len(week), len(window)) >= numbers.exact("bunched_share") else []


def back_dated(record: Record, census: Census, limits: Limits, moments: Moments) -> Check:
    """Entries made long after the day they speak of."""
    noticed, judged, untold = [], 0, 0
    for one in record.facts:
        if not census.covers(one.on):
            continue
        if not moments.tell(one):
            untold += 1
            continue
        judged += 1
        if timedelta(days=one.days_late) > limits.numbers.days(f"late_{one.kind}"):
            noticed.append(Noticed(one.id, one.episode_id, one.kind, one.on, days=one.days_late))
    return Check("back-dated", tuple(noticed), judged, untold)


def without_goals(record: Record, census: Census) -> Check:
    """Plans that were agreed and hold no goal."""
    plans = record.within(census, "plan")
    noticed = [Noticed(plan.id, plan.episode_id, "plan", plan.on) for plan in plans if not plan.goals]
    return Check("no-goals", tuple(noticed), len(plans))


def checks(record: Record, census: Census, limits: Limits) -> Mapping[str, Check]:
    """All checks by key; within each the entries in order of their days, goals with the same words together."""
    moments = Moments.of(record, limits.numbers.whole("batch"))
    every = (
        same_minute(record, census, limits, moments),
        same_goals(record, census, limits),
        same_levels(record, census, limits),
        bunched(record, census, limits),
        back_dated(record, census, limits, moments),
        without_goals(record, census),
    )
    return {check.key: _ordered(check) for check in every}


def _ordered(check: Check) -> Check:
    rows = sorted(check.noticed, key=lambda one: (plain(one.text), one.on, one.episode_id, one.id))
    return Check(check.key, tuple(rows), check.judged, check.untold)
