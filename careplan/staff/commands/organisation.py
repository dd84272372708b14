"""`careplan service|provider|partnership add|rename|list`, and `service close`: the frame of an installation."""

from datetime import date
from typing import Any

import click
from flask.cli import with_appcontext

from careplan.ground.clock import today
from careplan.ground.db import db, transaction
from careplan.ground.persons import name_fault
from careplan.staff import queries
from careplan.staff.actions import organisation as actions
from careplan.staff.actions.workers import Refused
from careplan.staff.codes import Sector
from careplan.staff.commands.workers import BY, day_of, one_of, refuse
from careplan.staff.forms import AGENCY
from careplan.staff.models import Partnership, Provider, Service


def _named(name: str) -> str:
    if fault := name_fault(name := name.strip()):
        refuse(f"name {name!r} must have {fault}")
    return name


def _unit(model: type[Any], id_: str) -> Any:
    return db.session.get(model, id_) or refuse(f"there is no {model.__tablename__[:-1]} with the id {id_!r}")


def _add(words: str, make: Any, **given: Any) -> None:
    try:
        with transaction():
            unit = make(by=BY, **given)
            line = f"Added {words} {unit.name}, id {unit.id}."
    except Refused as refused:
        refuse(str(refused))
    click.echo(line)


def _rename(model: type[Any], id_: str, name: str) -> None:
    unit, name = _unit(model, id_), _named(name)
    before = unit.name
    try:
        with transaction():
            actions.rename(by=BY, unit=unit, name=name)
    except Refused as refused:
        refuse(str(refused))
    click.echo(f"{before} is called {name} from now on. What was signed keeps the old name.")


def _list(model: type[Any]) -> None:
    for unit in queries.units(model):
        closed = getattr(unit, "closed_on", None)
        click.echo(f"{unit.id}  {unit.name}" + (f"  closed from {closed.isoformat()}" if closed else ""))


@click.group("partnership")
def partnership() -> None:
    """Local drug partnerships: add, rename, list."""


@partnership.command("add")
@click.argument("name")
@with_appcontext
def add_partnership(name: str) -> None:
    """Add a partnership; its id is printed."""
    _add("partnership", actions.add_partnership, name=_named(name))


@partnership.command("rename")
@click.argument("id_", metavar="ID")
@click.argument("name")
@with_appcontext
def rename_partnership(id_: str, name: str) -> None:
    """Give a partnership another name."""
    _rename(Partnership, id_, name)


@partnership.command("list")
@with_appcontext
def list_partnerships() -> None:
    """Print all partnerships with their ids."""
    _list(Partnership)


@click.group("provider")
def provider() -> None:
    """Organisations that run services: add, rename, list."""


@provider.command("add")
@click.argument("name")
@click.option("--sector", required=True, help=", ".join(Sector))
@with_appcontext
def add_provider(name: str, sector: str) -> None:
    """Add a provider; its id is printed."""
    _add("provider", actions.add_provider, name=_named(name), sector=Sector(one_of(sector, Sector, "sector")))


@provider.command("rename")
@click.argument("id_", metavar="ID")
@click.argument("name")
@with_appcontext
def rename_provider(id_: str, name: str) -> None:
    """Give a provider another name."""
    _rename(Provider, id_, name)


@provider.command("list")
@with_appcontext
def list_providers() -> None:
    """Print all providers with their ids."""
    _list(Provider)


@click.group("service")
def service() -> None:
    """Treatment services: add, rename, close, list."""


@service.command("add")
@click.argument("name")
@click.option("--provider", "provider_id", required=True, help="Id of the provider that runs it.")
@click.option("--partnership", "partnership_id", required=True, help="Id of its partnership.")
@click.option("--prescribing/--no-prescribing", default=True, show_default=True)
@click.option("--structured/--no-structured", default=True, show_default=True, help="Structured treatment.")
@click.option("--out-of-hours/--no-out-of-hours", default=None)
@click.option("--ndtms-agency", help="A capital letter and 4 digits.")
@click.option("--opened", help="The day on which it opened.")
@with_appcontext
def add_service(name: str, provider_id: str, partnership_id: str, opened: str | None, **what: Any) -> None:
    """Add a service; `careplan worker role` gives it an administrator."""
    _unit(Provider, provider_id)
    _unit(Partnership, partnership_id)
    agency = what["ndtms_agency"]
    if agency is not None and not AGENCY.fullmatch(agency):
        refuse(f"--ndtms-agency {agency!r} is not a capital letter and 4 digits")
    given = {
        "provider_id": provider_id,
        "partnership_id": partnership_id,
        "opened_on": _past(opened, "--opened"),
    }
    _add("service", actions.add_service, name=_named(name), **given, **what)


def _past(text: str | None, option: str) -> date | None:
    on = day_of(text, option)
    if on is not None and on > today():
        refuse(f"{option} {text!r} must be today or in the past")
    return on


@service.command("rename")
@click.argument("id_", metavar="ID")
@click.argument("name")
@with_appcontext
def rename_service(id_: str, name: str) -> None:
    """Give a service another name."""
    _rename(Service, id_, name)


@service.command("close")
@click.argument("id_", metavar="ID")
@click.option("--on", "on", help="The first day on which nothing is written there; today unless given.")
@click.option("--undo", is_flag=True, help="Open it again.")
@with_appcontext
def close_service(id_: str, on: str | None, undo: bool) -> None:
    """Close a service: from the day on its records are read, not changed, and it is gone from choices."""
    result = _unit(Service, id_)
    first = None if undo else day_of(on, "--on") or today()
    try:
        with transaction():
            actions.close_service(by=BY, service=result, on=first)
            name = result.name
    except Refused as refused:
        refuse(str(refused))
    click.echo(f"{name} is closed from {first.isoformat()}." if first else f"{name} is open again.")


@service.command("list")
@with_appcontext
def list_services() -> None:
    """Print all services with their ids."""
    _list(Service)
