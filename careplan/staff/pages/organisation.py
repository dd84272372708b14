"""What the administrator's pages say about services, and the names above them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import url_for

from careplan.staff import queries
from careplan.staff.actions import organisation as actions
from careplan.staff.actions.workers import Refused, give_role
from careplan.staff.codes import Role, Sector
from careplan.staff.forms.organisation import NEW, NewServiceForm, ServiceForm
from careplan.staff.models import Partnership, Provider, Service, Worker
from careplan.staff.rules import Actor
from careplan.ui.tables import Column, Table
from careplan.ui.words import day

KINDS: dict[str, tuple[type[Any], str]] = {
    "provider": (Provider, "provider"),
    "partnership": (Partnership, "partnership"),
}


@contextmanager
def at(field: Any) -> Iterator[None]:
    """What an action refuses stands at the field."""
    try:
        yield
    except Refused as refused:
        field.errors = [str(refused)]


def listed(services: frozenset[str], on: date) -> Table:
    """The administrator's services by name, closed ones too; what stands above them is renamed where it is theirs."""
    others = queries.units_outside(services)

    def above(kind: str) -> Column:
        return Column(kind.capitalize(), lambda row: getattr(row, kind).name, lambda row: renaming(kind, row))

    def renaming(kind: str, row: Any) -> str:
        unit_id = getattr(row, kind).id
        return "" if unit_id in others else url_for("staff.unit", kind=kind, unit_id=unit_id)

    def page(label: str, words: str, endpoint: str, hidden: bool = False) -> Column:
        return Column(label, lambda _: words, _leads_to(endpoint), label_hidden=hidden)

    columns = (
        Column("Name", "service.name", _leads_to("staff.service")),
        above("provider"),
        above("partnership"),
        Column("State", lambda row: state(row.service.closed_on, on)),
        page("How to reach it", "Telephone and address", "staff.reaching"),
        page("Action", "Close or open", "staff.closing_service", hidden=True),
    )
    return Table("Your services by name", columns, queries.service_rows(services), caption_hidden=True)


def _leads_to(endpoint: str) -> Callable[[Any], str]:
    return lambda row: url_for(endpoint, service_id=row.service.id)


def state(closed_on: date | None, on: date) -> str:
    """Open, or closed from a day."""
    if closed_on is None:
        return "Open"
    return f"Closed {day(closed_on)}" if closed_on <= on else f"Open, closes {day(closed_on)}"


def offered(form: NewServiceForm, services: frozenset[str]) -> NewServiceForm:
    """The form with the providers and partnerships of the own services, and a new one."""
    form.provider.choices = queries.units_of(services, Provider) | {NEW: "A new provider"}
    form.partnership.choices = queries.units_of(services, Partnership) | {NEW: "A new partnership"}
    return form


def described(form: ServiceForm) -> dict[str, Any]:
    """What the form says that the service offers."""
    return {name: form[name].data for name in actions.SERVICE}


def add(form: NewServiceForm, by: Actor, me: Worker, on: date) -> Service | None:
    """The new service, with its provider and partnership where they are new; None with a sentence in the form.

    Whoever adds a service is its first administrator.
    """
    field = form.provider_name
    try:
        provider = form.provider.data
        if provider == NEW:
            provider = actions.add_provider(by=by, name=field.data, sector=Sector(form.sector.data)).id
        field = form.partnership_name
        partnership = form.partnership.data
        if partnership == NEW:
            partnership = actions.add_partnership(by=by, name=field.data).id
        field = form.name
        service = actions.add_service(
            by=by,
            name=field.data,
            provider_id=provider,
            partnership_id=partnership,
            opened_on=form.opened_on.data,
            **described(form),
        )
    except Refused as refused:
        field.errors = [str(refused)]
        return None
    give_role(by=by, worker=me, service_id=service.id, role=Role.ADMINISTRATOR, from_on=on)
    return service


def save(form: ServiceForm, by: Actor, service: Service) -> bool:
    """Keep what changed; False with a sentence in the form."""
    with at(form.name):
        actions.rename(by=by, unit=service, name=form.name.data)
        actions.describe_service(by=by, service=service, **described(form))
    return not form.name.errors
