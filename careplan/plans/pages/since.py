"""What happened since the last review, in short lines, each with the page that tells it whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from careplan.assessment.labels import score_words
from careplan.assessment.queries import told_on
from careplan.assessment.queries.scores import scored
from careplan.checklists.queries import in_force
from careplan.checklists.rules.tools import TOOLS
from careplan.checklists.rules.values import in_words
from careplan.clients.labels import OUTCOMES, PAUSES
from careplan.clients.models import Episode
from careplan.people import labels as people
from careplan.people.registers import ADDRESSES, CONSENTS, RELATIONS, SAFEGUARDING
from careplan.plans.queries.since import Tally, tallies
from careplan.plans.queries.versions import pauses
from careplan.prescribing.labels import DOSES
from careplan.risk.labels import DOMAINS, LEVELS
from careplan.risk.queries.latest import pictures
from careplan.ui.words import counted, day, within

CODED = {
    "dose": ("Doses", "prescribing.overview", DOSES),
    "appointment_outcome": ("Appointments", "contacts.appointments", OUTCOMES),
}
"""What is counted by its code."""
TOLD = {
    "contact_note": ("Contacts", "contacts.notes", "note"),
    "top": ("Outcomes profiles", "outcomes.tops_listing", "profile"),
    "drug_test": ("Drug tests", "outcomes.drug_tests_listing", "test"),
}
"""What is counted as a whole."""
RECORDED = {
    ADDRESSES.noun: ("Home", ADDRESSES.endpoint("listing"), people.HOMES),
    RELATIONS.noun: ("Family and others", RELATIONS.endpoint("listing"), people.RELATIONS),
    CONSENTS.noun: ("Consent and sharing", CONSENTS.endpoint("listing"), {}),
    SAFEGUARDING.noun: ("Safeguarding", SAFEGUARDING.endpoint("listing"), people.WHOM),
}
"""What is told with what it is about; the code of a consent is whom it names."""
ASKED = {
    "housing_status": "Where the client lives",
    "housing_risk": "Risk of losing the home",
    "children_under_18": "Children",
    "children_services": "Children’s services",
}
"""Items of assessments that every review asks after (spec 03 §2.3), by what a line calls them."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One line: what, in words, and the address of the page that tells it whole."""

    label: str
    words: str
    href: str


def since(services: frozenset[str], episode: Episode, first: date, on: date) -> list[Happened]:
    """Doses, appointments, contacts, tests, scores, risk, children, home and times away from the first day on."""
    rows = tallies(episode, first, {*CODED, *TOLD, *RECORDED})
    parts = (
        *_counts(rows),
        *_scores(services, episode, first, on),
        *_recorded(rows),
        *_asked(episode, first, on),
    )
    lines = (*parts, *_risk(services, episode, first), *_away(services, episode, first))
    return [
        Happened(label, words, url_for(endpoint, episode_id=episode.id)) for label, words, endpoint in lines
    ]


Line = tuple[str, str, str]


def _counts(rows: Sequence[Tally]) -> Iterator[Line]:
    for kind, (label, endpoint, codes) in CODED.items():
        mine = {one.code: one.number for one in rows if one.kind == kind}
        if mine:
            words = [f"{mine[code]} {within(codes[code])}" for code in codes if code in mine]
            yield label, ", ".join(words), endpoint
    for kind, (label, endpoint, noun) in TOLD.items():
        told = [one for one in rows if one.kind == kind]
        if told:
            number, last = sum(one.number for one in told), max(one.last_on for one in told)
            yield label, f"{counted(number, noun)}, the last on {day(last)}", endpoint


def _recorded(rows: Sequence[Tally]) -> Iterator[Line]:
    """Homes, people who matter, consents and safeguarding that were written down or changed since."""
    for kind, (label, endpoint, codes) in RECORDED.items():
        mine = [one for one in rows if one.kind == kind]
        if mine:
            names = [
                f"{codes.get(one.code, one.code)}{f' ({one.number})' if one.number > 1 else ''}"
                for one in mine
            ]
            last = max(one.last_on for one in mine)
            yield label, f"{', '.join(names)}, written down last on {day(last)}", endpoint


def _asked(episode: Episode, first: date, on: date) -> Iterator[Line]:
    """Children and housing as an assessment was told since."""
    sheet, told = in_force(on), told_on(episode, ASKED)
    for item, label in ASKED.items():
        value, said_on = told.get(item, (None, date.min))
        if said_on >= first and item in sheet.items:
            yield (
                label,
                f"{in_words(sheet, sheet.items[item], value)}, told on {day(said_on)}",
                "assessment.index",
            )


def _scores(services: frozenset[str], episode: Episode, first: date, on: date) -> Iterator[Line]:
    """The latest score of each tool that was filled in since, beside the one before it."""
    rows = scored(services, episode, [tool.tool for tool in TOOLS.on(on).rows])
    for tool in TOOLS.on(on).rows:
        *earlier, last = [None, *(one for one in rows if one.tool == tool.tool)]
        if last is None or last.done_on < first:
            continue
        before = f", before that {score_words(earlier[-1])}" if earlier[-1] else ""
        yield tool.name, f"{score_words(last)} on {day(last.done_on)}{before}", "assessment.scores"


def _risk(services: frozenset[str], episode: Episode, first: date) -> Iterator[Line]:
    """The levels of the latest risk assessment that was completed since."""
    for one in pictures(services, episode):
        done = one.assessment.completed_on
        if done is not None:
            levels = [
                f"{within(DOMAINS[who])} {within(LEVELS[level])}" for who, (level, _) in one.levels.items()
            ]
            if done >= first:
                yield "Risk", ", ".join([f"assessed on {day(done)}", *levels]), "risk.index"
            return


def _away(services: frozenset[str], episode: Episode, first: date) -> Iterator[Line]:
    for one in pauses(services, episode):
        if one.until_on is None or one.until_on >= first:
            until = f"until {day(one.until_on)}" if one.until_on else "until now"
            yield PAUSES[one.reason], f"from {day(one.from_on)} {until}", "clients.treatment"
