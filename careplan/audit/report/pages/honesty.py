"""The honesty checks in plain words: what is worth a look, how often, the ordinary reasons, and the records."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from flask import url_for

from careplan.audit.report.labels import share_words
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.queries import record_of
from careplan.audit.report.rules.honesty.checks import Check, Noticed, checks
from careplan.audit.report.rules.honesty.facts import Saying, limits
from careplan.audit.review.queries.units import clients_of
from careplan.audit.review.rules.numbers import Number
from careplan.ui.paging import part_of
from careplan.ui.tables import Column, Paged, Table
from careplan.ui.words import counted, day, sentence

PER_PAGE = 50
NOT_TOLD = "came by import, which does not say when they were entered, and could not be judged"
NO_WORKER = "belong to no keyworker and could not be judged"
KINDS = {
    "assessment": "assessment completed",
    "plan": "plan agreed",
    "review": "review held",
    "order": "dose order in force",
    "start": "treatment started",
}
MENDED = {
    "assessment": ("assessment.index", "Open assessments"),
    "plan": ("plans.overview", "Open the care plan"),
    "goal": ("plans.overview", "Open the care plan"),
    "review": ("plans.overview", "Open the care plan"),
    "order": ("prescribing.overview", "Open prescribing"),
    "start": ("record.overview", "Open the record"),
    "risk": ("risk.index", "Open risk"),
}


SAYINGS = limits().checks


@dataclass(frozen=True, slots=True)
class Shown:
    """One check as the page shows it; no address where there is nothing to open."""

    key: str
    saying: Saying
    figure: str
    untold: str
    href: str
    limits: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class List:
    """One page of the entries of a check; `names` are those of clients by episode."""

    shown: Shown
    rows: tuple[Noticed, ...]
    names: Mapping[str, str]
    paged: Paged

    @property
    def entries(self) -> Table:
        """The entries as a list, each with a way to the record."""
        columns = (
            Column("Client", lambda one: self.names.get(one.episode_id, "")),
            Column("What", what),
            Column("Where it stands", lambda one: MENDED[one.kind][1], way),
        )
        empty = "Nothing here is worth a look."
        return Table("Records to look at", columns, self.rows, empty, size="s", paged=self.paged)


def checks_of(request: Selection) -> Mapping[str, Check]:
    """The checks for the service, over the period of the census."""
    return checks(record_of(request.services), request.census, limits())


def untold_words(check: Check) -> str:
    """How many could not be judged, and why."""
    if not check.untold:
        return ""
    return f"{check.untold} more {NO_WORKER if check.key in ('same-goals', 'same-levels') else NOT_TOLD}."


def shown(request: Selection, check: Check) -> Shown:
    """A check in words."""
    saying, count = SAYINGS[check.key], len(check.noticed)
    return Shown(
        key=check.key,
        saying=saying,
        figure=share_words(Fraction(count), Fraction(check.judged)),
        untold=untold_words(check),
        href=url_for("audit.worth_a_look_list", check=check.key, **request.here) if count else "",
        limits=tuple(limits().numbers.rows[name] for name in saying.numbers),
    )


def page(request: Selection) -> tuple[Shown, ...]:
    """All checks."""
    return tuple(shown(request, check) for check in checks_of(request).values())


def what(one: Noticed) -> str:
    """What is worth a look in an entry."""
    if one.kind == "goal":
        return f"“{one.text}”, the same for {counted(one.alike, 'client')}"
    if one.kind == "risk":
        return f"Risk assessed on {day(one.on)}, the same levels for {counted(one.alike, 'client')}"
    text = f"{sentence(KINDS[one.kind])} on {day(one.on)}"
    if one.before is not None:
        return f"{text}, in the week up to {day(one.before)}"
    return f"{text}, entered {counted(one.days, 'day')} later" if one.days else text


def way(one: Noticed) -> str:
    """The page of the record where an entry stands."""
    return url_for(MENDED[one.kind][0], episode_id=one.episode_id)


def listed(request: Selection, key: str, number: int) -> List | None:
    """One page of a check's entries; none where there is no such check."""
    if key not in SAYINGS:
        return None
    check = checks_of(request)[key]
    page = part_of(check.noticed, number, PER_PAGE)
    names = clients_of(request.services, {one.episode_id for one in page.rows})
    address = partial(url_for, "audit.worth_a_look_list", check=key, **request.here)
    paged = Paged(page.number, page.pages, lambda other: address(page=other))
    return List(shown(request, check), tuple(page.rows), names, paged)


def trail(request: Selection, page: List) -> dict[str, object]:
    """What the trail keeps of an opened list: codes and the episodes that were shown."""
    episodes = sorted({row.episode_id for row in page.rows})
    return {
        "check": page.shown.key,
        "census": request.census.on.isoformat(),
        "page": page.paged.page,
        "episodes": episodes,
    }
