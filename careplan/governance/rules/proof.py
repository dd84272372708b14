"""Which answers are in force on a day, and whether anything can be shown for them. Without it an answer is claimed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of a unit (service or partnership) from a day on."""

    unit_id: str
    question: str
    key: str
    value: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Proof:
    """A document or link that was not withdrawn, for one key, or for the whole question where `key` is none."""

    unit_id: str
    question: str
    key: str | None
    expires_on: date | None

    def counts_on(self, day: date) -> bool:
        """From the day it expires on it counts no longer."""
        return self.expires_on is None or day < self.expires_on

    def is_for(self, one: Given) -> bool:
        """Whether it is given for this answer."""
        mine = (self.unit_id, self.question) == (one.unit_id, one.question)
        return mine and self.key in (None, one.key)


def in_force(given: Iterable[Given], on: date) -> dict[tuple[str, str, str], Given]:
    """The answers in force on the day by unit, question and key: of several the latest one recorded by then."""
    latest: dict[tuple[str, str, str], Given] = {}
    for one in sorted(given, key=lambda one: one.recorded_on):
        if one.recorded_on <= on:
            latest[one.unit_id, one.question, one.key] = one
    return latest


@dataclass(frozen=True, slots=True)
class Claim:
    """How many units answered a question, and how many of them can show nothing for (part of) their answer."""

    answered: int
    claimed: int


Bare = Mapping[str, Mapping[str, bool]]
"""By question and unit: whether (part of) the answer in force has nothing to show for it."""


def bare(given: Iterable[Given], proofs: Collection[Proof], on: date) -> Bare:
    """Who answered each question by the day, and whether no evidence counts on it for one of their answers."""
    values: dict[str, dict[str, bool]] = {}
    counting = [proof for proof in proofs if proof.counts_on(on)]
    for one in in_force(given, on).values():
        units = values.setdefault(one.question, {})
        alone = not any(proof.is_for(one) for proof in counting)
        units[one.unit_id] = units.get(one.unit_id, False) or alone
    return values


def claim(bare: Bare, question: str, units: Collection[str]) -> Claim:
    """How many of the units answered the question, and how many of those merely claim it."""
    answered = {unit: alone for unit, alone in bare.get(question, {}).items() if unit in units}
    return Claim(len(answered), sum(answered.values()))


class Standing(StrEnum):
    """Where a unit stands with a question."""

    MISSING = "missing"
    PART = "part"
    LAPSED = "lapsed"
    CLAIMED = "claimed"
    NEAR = "near"
    SHOWN = "shown"
    COUNTED = "counted"


def standing(
    wanted: Collection[str],
    answers: Mapping[str, Given],
    proofs: Collection[Proof],
    on: date,
    near_days: int,
) -> Standing:
    """Where a unit stands with one question; `wanted` are the keys that it takes, the rest are given by key.

    missing: no answer; part: a key without an answer; lapsed: evidence was given and has expired, so the answer is
    claimed again; claimed: no evidence; near: evidence that expires within `near_days`; shown: evidence that counts.
    """
    if not answers:
        return Standing.MISSING
    if not set(wanted) <= set(answers):
        return Standing.PART
    if _bare(answers, proofs, on):
        lapsed = any(not proof.counts_on(on) for proof in proofs)
        return Standing.LAPSED if lapsed else Standing.CLAIMED
    return Standing.NEAR if _bare(answers, proofs, on + timedelta(days=near_days)) else Standing.SHOWN


def _bare(answers: Mapping[str, Given], proofs: Collection[Proof], on: date) -> bool:
    """Whether one of the answers has no evidence that counts on the day."""
    counting = [proof for proof in proofs if proof.counts_on(on)]
    return any(not any(proof.is_for(one) for proof in counting) for one in answers.values())
