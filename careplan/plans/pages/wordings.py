"""What a draft's pages offer to start from, and the lists in which a service edits that."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from careplan.clients.codes import InterventionKind
from careplan.clients.labels import KINDS
from careplan.clients.registers.pages import action, address, correct_link
from careplan.clients.registers.rows import Owner
from careplan.plans.codes import GoalDomain, Offered
from careplan.plans.labels import DOMAINS, OFFERED
from careplan.plans.queries.wordings import own_offers, own_wordings
from careplan.plans.registers import GOAL_WORDINGS, OFFERS
from careplan.plans.rules.options import TREATMENT_OPTIONS
from careplan.plans.rules.wordings import GOAL_WORDINGS as STANDARD
from careplan.plans.rules.wordings import offered
from careplan.ui.render import escaped
from careplan.ui.tables import Column, Link, Table

OWN, OURS = "The service’s own", "careplan’s"
Row = tuple[GoalDomain, tuple[str, ...], Any]
"""A part of life, what is offered for it, and the service's own row or None."""


def wordings(services: frozenset[str], service_id: str, on: date) -> dict[str, tuple[str, ...]]:
    """What is offered by the words of each part of life; parts without any are left out. One statement."""
    rows = _offered(own_wordings(services, service_id), on)
    return {DOMAINS[domain]: words for domain, words in rows.items() if words}


def _offered(own: Sequence[Any], on: date) -> Mapping[GoalDomain, tuple[str, ...]]:
    return offered(STANDARD.on(on).wordings, {one.domain: one.words for one in own})


def tables(owner: Owner, on: date) -> list[Table]:
    """Each part of life with what is offered for it, whose wordings these are, and where they are changed."""
    own = {one.domain: one for one in own_wordings(owner.services, owner.service_id)}
    rows: list[Row] = [
        (domain, words, own.get(domain)) for domain, words in _offered(list(own.values()), on).items()
    ]
    columns = (
        Column("Part of life", lambda row: DOMAINS[row[0]]),
        Column("Wordings", lambda row: escaped("\n".join(row[1]))),
        Column("Whose", lambda row: OWN if row[2] else OURS),
        action(partial(_change, owner)),
    )
    return [Table(GOAL_WORDINGS.title, columns, rows, caption_hidden=True)]


def _change(owner: Owner, row: Row) -> Link:
    if row[2]:
        return correct_link(GOAL_WORDINGS, owner, row[2])
    href = address(GOAL_WORDINGS, "new", owner, domain=row[0].value)
    return Link("Change", href, f" {DOMAINS[row[0]]}")


def offers(owner: Owner, on: date) -> list[Table]:
    """Each treatment with its words, where it is to be had, whose words these are, and where they are changed."""
    own = {one.option: one for one in own_offers(owner.services, owner.service_id)}
    standard = TREATMENT_OPTIONS.on(on).options
    rows = [kind for kind in InterventionKind if kind in own or kind in standard]

    def words(kind: InterventionKind) -> Any:
        return escaped(own[kind].words if kind in own else standard[kind].words)

    def link(kind: InterventionKind) -> Link:
        if kind in own:
            return correct_link(OFFERS, owner, own[kind])
        return Link("Change", address(OFFERS, "new", owner, option=kind.value), f" {KINDS[kind]}")

    columns = (
        Column("Treatment", lambda kind: KINDS[kind]),
        Column("In plain words", words),
        Column("To be had", lambda kind: OFFERED[own[kind].offered if kind in own else Offered.HERE]),
        Column("Whose", lambda kind: OWN if kind in own else OURS),
        action(link),
    )
    return [Table(OFFERS.title, columns, rows, caption_hidden=True)]
