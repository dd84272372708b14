"""`careplan worker|service|provider|partnership`: the frame of an installation, and what no administrator may do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn

import click
from flask.cli import with_appcontext

from careplan.ground.clock import now, today
from careplan.ground.dates import iso_day
from careplan.ground.db import db, transaction
from careplan.ground.persons import name_fault
from careplan.staff import passwords, queries
from careplan.staff.actions import organisation
from careplan.staff.actions import workers as actions
from careplan.staff.codes import PrescriberKind, Profession, Role, Sector
from careplan.staff.forms.organisation import AGENCY
from careplan.staff.labels import PASSWORD_FAULTS
from careplan.staff.models import Partnership, Provider, Service, Worker

BY = "command"
"""The author of what a command writes, in the trail."""


def refuse(sentence: str) -> NoReturn:
    """Stop with one line on stderr and exit code 2."""
    click.echo(f"careplan: {sentence}", err=True)
    raise click.exceptions.Exit(2)


@contextmanager
def _writing() -> Iterator[None]:
    """A transaction; what an action refuses stops the command."""
    try:
        with transaction():
            yield
    except actions.Refused as refused:
        refuse(str(refused))


def _worker(username: str) -> Worker:
    return queries.worker_named(username) or refuse(f"there is no worker with the username {username!r}")


def _unit(model: type[Any], id_: str) -> Any:
    return db.session.get(model, id_) or refuse(f"there is no {model.__tablename__[:-1]} with the id {id_!r}")


def _named(name: str) -> str:
    if fault := name_fault(name := name.strip()):
        refuse(f"name {name!r} must have {fault}")
    return name


def _day(text: str | None, option: str) -> date | None:
    try:
        return iso_day(text) if text is not None else None
    except ValueError:
        refuse(f"{option} {text!r} is not a date like 2026-03-31")


def _one_of(text: str, codes: type[StrEnum], name: str) -> str:
    if text not in {code.value for code in codes}:
        refuse(f"{name} {text!r} is not one of {', '.join(code.value for code in codes)}")
    return text


@click.group("worker")
def worker() -> None:
    """Workers, their passwords and their roles."""


@worker.command("add")
@click.argument("username")
@click.option("--name", required=True, help="The name that colleagues read.")
@click.option("--email")
@click.option("--profession", help=", ".join(Profession))
@click.option("--registration-number", help="GMC, NMC or GPhC number.")
@click.option(
    "--prescriber", default=PrescriberKind.NONE.value, show_default=True, help=", ".join(PrescriberKind)
)
@with_appcontext
def add(username: str, name: str, **details: str | None) -> None:
    """Add a worker; `careplan worker password` and `careplan worker role` follow."""
    for option, codes in (("profession", Profession), ("prescriber", PrescriberKind)):
        if (given := details[option]) is not None:
            _one_of(given, codes, option)
    username, name = username.strip(), name.strip()
    if not username.isprintable() or not username:
        refuse("the username needs letters that can be printed")
    with _writing():
        actions.add_worker(by=BY, username=username, name=_named(name), **details)
    click.echo(f"Added {name}.")


@worker.command("password")
@click.argument("username")
@click.option("--random", is_flag=True, help="Print a random password, to be changed at the first sign-in.")
@with_appcontext
def password(username: str, random: bool) -> None:
    """Set a worker's password: asked for twice, or a random one."""
    worker = _worker(username)
    if random:
        with transaction():
            made = actions.reset_password(by=BY, worker=worker, at=now())
            actions.trust(by=BY, worker=worker, at=now())
        click.echo(made)
        return
    typed = click.prompt("New password", hide_input=True, confirmation_prompt="The same again")
    if fault := passwords.fault(typed, worker.username):
        refuse(PASSWORD_FAULTS[fault])
    with transaction():
        actions.set_password(by=BY, worker=worker, password=typed, at=now())
        actions.trust(by=BY, worker=worker, at=now())
    click.echo(f"Password of {worker.name} set.")


@worker.command("confirm")
@click.argument("username")
@with_appcontext
def confirm(username: str) -> None:
    """Let the roles of a worker begin whose password was chosen with a link: you know that it was them."""
    worker = _worker(username)
    with transaction():
        actions.trust(by=BY, worker=worker, at=now())
    click.echo(f"{worker.name} confirmed.")


@worker.command("role")
@click.argument("username")
@click.argument("role")
@click.argument("service")
@click.option("--from", "from_on", help="First day; today unless given.")
@click.option("--until", "until_on", help="First day without the role.")
@click.option("--end", is_flag=True, help="End the role that the worker has, on the day of --until (today).")
@with_appcontext
def role(
    username: str, role: str, service: str, from_on: str | None, until_on: str | None, end: bool
) -> None:
    """Give a worker a role at a service (its id), or end it."""
    worker = _worker(username)
    wanted = Role(_one_of(role, Role, "role"))
    _unit(Service, service)
    first, until = _day(from_on, "--from") or today(), _day(until_on, "--until")
    with _writing():
        if end:
            _end(worker, service, wanted, until or today())
        else:
            actions.give_role(
                by=BY, worker=worker, service_id=service, role=wanted, from_on=first, until_on=until
            )
            actions.confirm_by_command(by=BY, worker=worker, service_id=service, at=now())
    click.echo(f"{worker.name}: {wanted.value} {'ended' if end else 'given'}.")


def _end(worker: Worker, service: str, role: Role, until: date) -> None:
    for membership in queries.memberships(frozenset({service}), [worker.id]):
        if membership.role == role.value and membership.until_on is None:
            actions.end_role(by=BY, membership=membership, until_on=until)
            return
    raise actions.Refused(f"{worker.name} has no open role {role.value} at that service")


def _group(model: type[Any], about: str) -> click.Group:
    """The group of a kind of unit, with what is alike for all kinds: `rename` and `list`."""
    kind = model.__tablename__[:-1]
    group = click.Group(kind, help=about)

    @group.command("rename", help=f"Give a {kind} another name.")
    @click.argument("id_", metavar="ID")
    @click.argument("name")
    @with_appcontext
    def rename(id_: str, name: str) -> None:
        unit, name = _unit(model, id_), _named(name)
        before = unit.name
        with _writing():
            organisation.rename(by=BY, unit=unit, name=name)
        click.echo(f"{before} is called {name} from now on. What was signed keeps the old name.")

    @group.command("list", help=f"Print all {kind}s with their ids.")
    @with_appcontext
    def print_all() -> None:
        for unit in queries.units(model):
            closed = getattr(unit, "closed_on", None)
            click.echo(f"{unit.id}  {unit.name}" + (f"  closed from {closed.isoformat()}" if closed else ""))

    return group


def _add(words: str, make: Callable[..., Any], **given: Any) -> None:
    with _writing():
        unit = make(by=BY, **given)
        line = f"Added {words} {unit.name}, id {unit.id}."
    click.echo(line)


partnership = _group(Partnership, "Local drug partnerships: add, rename, list.")
provider = _group(Provider, "Organisations that run services: add, rename, list.")
service = _group(Service, "Treatment services: add, rename, close, list.")


@partnership.command("add")
@click.argument("name")
@with_appcontext
def add_partnership(name: str) -> None:
    """Add a partnership; its id is printed."""
    _add("partnership", organisation.add_partnership, name=_named(name))


@provider.command("add")
@click.argument("name")
@click.option("--sector", required=True, help=", ".join(Sector))
@with_appcontext
def add_provider(name: str, sector: str) -> None:
    """Add a provider; its id is printed."""
    wanted = Sector(_one_of(sector, Sector, "sector"))
    _add("provider", organisation.add_provider, name=_named(name), sector=wanted)


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
def add_service(name: str, opened: str | None, **given: Any) -> None:
    """Add a service; `careplan worker role` gives it an administrator."""
    _unit(Provider, given["provider_id"])
    _unit(Partnership, given["partnership_id"])
    agency, opened_on = given["ndtms_agency"], _day(opened, "--opened")
    if agency is not None and not AGENCY.fullmatch(agency):
        refuse(f"--ndtms-agency {agency!r} is not a capital letter and 4 digits")
    if opened_on is not None and opened_on > today():
        refuse(f"--opened {opened!r} must be today or in the past")
    _add("service", organisation.add_service, name=_named(name), opened_on=opened_on, **given)


@service.command("close")
@click.argument("id_", metavar="ID")
@click.option("--on", "on", help="The first day on which nothing is written there; today unless given.")
@click.option("--undo", is_flag=True, help="Open it again.")
@with_appcontext
def close_service(id_: str, on: str | None, undo: bool) -> None:
    """Close a service: from the day on its records are read, not changed, and it is gone from choices."""
    unit = _unit(Service, id_)
    first = None if undo else _day(on, "--on") or today()
    with _writing():
        organisation.close_service(by=BY, service=unit, on=first)
        name = unit.name
    click.echo(f"{name} is closed from {first.isoformat()}." if first else f"{name} is open again.")


COMMANDS = (worker, service, provider, partnership)
