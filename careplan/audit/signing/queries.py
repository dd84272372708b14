"""Signed audits: the list, one of them, and everything that was signed with it."""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from sqlalchemy import select

from careplan.audit.plans.models import ActionLine
from careplan.audit.plans.rules import Planned
from careplan.audit.review.rules.ruleset import Ruleset, editions, load
from careplan.audit.signing.models import Finding, SignedAudit, SignedFigure, SignedRecord
from careplan.audit.signing.rules import signing
from careplan.audit.signing.rules.signing import Entry, FindingWords, Signature
from careplan.ground.db import db
from careplan.ground.scope import rows
from careplan.ui.paging import Rows, read_page

PER_PAGE = 25


@dataclass(frozen=True)
class Signed:
    """A signed audit with its rows. `report` is put together from them, and so is the content that was hashed."""

    head: SignedAudit
    name: str
    figures: tuple[dict[str, Any], ...]
    entries: tuple[Entry, ...]
    signature: Signature

    @cached_property
    def report(self) -> dict[str, Any]:
        """The report as signed, with its records."""
        return signing.assemble(self.head.frame, self.figures, self.entries)

    @cached_property
    def content(self) -> dict[str, Any]:
        """All that was signed."""
        return signing.content(self.report, self.signature.as_data())

    @property
    def whole(self) -> bool:
        """Whether the rows still give the hash that was signed."""
        return signing.sha256_of(self.content) == self.head.sha256

    @property
    def ruleset(self) -> Ruleset | None:
        """The very ruleset that was used, by its hash; none where this version of the program no longer has it."""
        rulesets = (load(edition) for edition in editions())
        return next((one for one in rulesets if one.sha256 == self.head.ruleset_sha256), None)


def signed_page(services: frozenset[str], number: int) -> Rows:
    """A page of the services' signed audits with the service's name, the last first. Two statements."""
    rows = select(SignedAudit).order_by(SignedAudit.signed_at.desc(), SignedAudit.id.desc())
    page = read_page(rows, SignedAudit, (SignedAudit.service_id.in_(services),), number, PER_PAGE)
    return page._replace(rows=[(head, _named(head)) for (head,) in page.rows])


def signed(services: frozenset[str], signed_id: str) -> Signed | None:
    """A signed audit of the services with everything that was signed with it, in five statements."""
    statement = select(SignedAudit).where(SignedAudit.id == signed_id, SignedAudit.service_id.in_(services))
    head = db.session.scalars(statement).first()
    if head is None:
        return None
    return Signed(head, _named(head), _figures(signed_id), _entries(signed_id), _signature(head))


def _named(head: SignedAudit) -> str:
    """The unit's name as it was when the audit was signed."""
    return str(head.frame["unit"]["name"])


def _figures(signed_id: str) -> tuple[dict[str, Any], ...]:
    columns = SignedFigure.__mapper__.columns
    statement = select(*columns).where(SignedFigure.signed_audit_id == signed_id).order_by(SignedFigure.place)
    return tuple(dict(zip(columns.keys(), row, strict=True)) for row in rows(statement))


def _entries(signed_id: str) -> tuple[Entry, ...]:
    row = SignedRecord
    statement = (
        select(row.key, row.record_id, row.part, row.reason, row.episode_id)
        .where(row.signed_audit_id == signed_id)
        .order_by(row.key, row.place)
    )
    return tuple(Entry(*one) for one in rows(statement))


def _signature(head: SignedAudit) -> Signature:
    statement = select(Finding.question, Finding.words).where(Finding.signed_audit_id == head.id)
    columns = [getattr(ActionLine, one.name) for one in fields(Planned)]
    planned = select(*columns).where(ActionLine.signed_audit_id == head.id).order_by(ActionLine.id)
    return Signature(
        title=head.title,
        statement=head.statement,
        by=head.signed_by,
        name=head.signed_name,
        role=head.signed_role,
        at=head.signed_at,
        midpoints=head.midpoints,
        findings=tuple(FindingWords(*one) for one in rows(statement.order_by(Finding.place))),
        actions=tuple(Planned(*one) for one in rows(planned)),
        no_action_reason=head.no_action_reason,
    )
