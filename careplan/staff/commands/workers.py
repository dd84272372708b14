"""`careplan worker add|password|confirm|role`: the first sign-ins after an import, and what no administrator may do."""

from datetime import date
from enum import StrEnum
from typing import NoReturn

import click
from flask.cli import with_appcontext

from careplan.ground.clock import now, today
from careplan.ground.dates import iso_day
from careplan.ground.db import transaction
from careplan.ground.persons import name_fault
from careplan.staff import passwords, queries
from careplan.staff.actions import accounts
from careplan.staff.actions import workers as actions
from careplan.staff.codes import PrescriberKind, Profession, Role
from careplan.staff.forms import PASSWORD_FAULTS
from careplan.staff.models import Worker

BY = "command"
"""The author of what a command writes, in the trail."""


def refuse(sentence: str) -> NoReturn:
    """Stop with one line on stderr and exit code 2."""
    click.echo(f"careplan: {sentence}", err=True)
    raise click.exceptions.Exit(2)


def _worker(username: str) -> Worker:
    return queries.worker_named(username) or refuse(f"there is no worker with the username {username!r}")


def day_of(text: str | None, option: str) -> date | None:
    """The day of an option; refuses what is no date."""
    try:
        return iso_day(text) if text is not None else None
    except ValueError:
        refuse(f"{option} {text!r} is not a date like 2026-03-31")


def one_of(text: str, codes: type[StrEnum], name: str) -> str:
    """The text, which is one of the codes; refuses any other."""
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
def add(
    username: str,
    name: str,
    email: str | None,
    profession: str | None,
    registration_number: str | None,
    prescriber: str,
) -> None:
    """Add a worker; `careplan worker password` and `careplan worker role` follow."""
    if profession is not None:
        one_of(profession, Profession, "profession")
    one_of(prescriber, PrescriberKind, "prescriber")
    username, name = username.strip(), name.strip()
    if not username.isprintable() or not username:
        refuse("the username needs letters that can be printed")
    if fault := name_fault(name):
        refuse(f"name {name!r} must have {fault}")
    try:
        with transaction():
            actions.add_worker(
                by=BY,
                username=username,
                name=name,
                email=email,
                profession=profession,
                registration_number=registration_number,
                prescriber=prescriber,
            )
    except actions.Refused as refused:
        refuse(str(refused))
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
            accounts.trust(by=BY, worker=worker, at=now())
        click.echo(made)
        return
    typed = click.prompt("New password", hide_input=True, confirmation_prompt="The same again")
    if fault := passwords.fault(typed, worker.username):
        refuse(PASSWORD_FAULTS[fault])
    with transaction():
        actions.set_password(by=BY, worker=worker, password=typed, at=now())
        accounts.trust(by=BY, worker=worker, at=now())
    click.echo(f"Password of {worker.name} set.")


@worker.command("confirm")
@click.argument("username")
@with_appcontext
def confirm(username: str) -> None:
    """Let the roles of a worker begin whose password was chosen with a link: you know that it was them."""
    worker = _worker(username)
    with transaction():
        accounts.trust(by=BY, worker=worker, at=now())
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
    wanted_role = Role(one_of(role, Role, "role"))
    if not queries.service_exists(service):
        refuse(f"there is no service with the id {service!r}")
    first, until = day_of(from_on, "--from"), day_of(until_on, "--until")
    try:
        with transaction():
            if end:
                _end(worker, service, wanted_role, until or today())
            else:
                actions.give_role(
                    by=BY,
                    worker=worker,
                    service_id=service,
                    role=wanted_role,
                    from_on=first or today(),
                    until_on=until,
                )
                accounts.confirm_by_command(by=BY, worker=worker, service_id=service, at=now())
    except actions.Refused as refused:
        refuse(str(refused))
    click.echo(f"{worker.name}: {wanted_role.value} {'ended' if end else 'given'}.")


def _end(worker: Worker, service: str, role: Role, until: date) -> None:
    for membership in queries.memberships(frozenset({service}), [worker.id]):
        if membership.role == role.value and membership.until_on is None:
            actions.end_role(by=BY, membership=membership, until_on=until)
            return
    raise actions.Refused(f"{worker.name} has no open role {role.value} at that service")
