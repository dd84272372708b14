"""`careplan demo`."""

import os
import sys
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from careplan import config
from careplan.demo.actions.fill import Faulty, NotEmpty, fill, is_empty
from careplan.demo.rules.people import read
from careplan.demo.rules.story import services
from careplan.ground.clock import now, today
from careplan.ground.db import db, transaction
from careplan.ground.migrations import at_head
from careplan.staff.models import Worker

PRODUCTION = (
    "This is production, as far as CAREPLAN_ENV says: invented people do not belong here. "
    "To try careplan, set CAREPLAN_ENV=development."
)


@click.command("demo")
@click.option(
    "--if-empty", is_flag=True, help="Do nothing, without complaint, where there are records already."
)
@click.option("--who", is_flag=True, help="Only print the sign-in names, their roles and the password.")
@click.option(
    "--even-in-production", is_flag=True, help="Fill the database although this is or may be production."
)
@with_appcontext
def demo(if_empty: bool, who: bool, even_in_production: bool) -> None:
    """Fill an empty database with an invented provider: two services, eight sign-ins, about sixty clients."""
    with db.engine.connect() as connection:
        ready = at_head(connection)
    if not ready:
        _refuse("The database is not at the newest migration: run `careplan migrate` first.")
    if who:
        _say_who()
        return
    if config.may_be_production(os.environ) and not even_in_production:
        _refuse(PRODUCTION)
    try:
        with transaction() as session:
            if if_empty and not is_empty(session):
                return
            count = fill(session, today=today(), now=now(), password=password(), progress=_quiet)
    except NotEmpty:
        _refuse("The database holds records already: the demo fills an empty one only.")
    except Faulty as fault:
        _refuse(f"The demo's own package has a fault: {fault}")
    click.echo(f"Filled the database with the demo: {count:,} rows.")


def password() -> str:
    """The password of all demo sign-ins: CAREPLAN_DEMO_PASSWORD, else the one kept under instance/."""
    return os.environ.get("CAREPLAN_DEMO_PASSWORD") or config.private_text(config.INSTANCE / "demo-password")


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)


def _quiet(_words: str) -> None:
    """The demo is small: its import needs no progress."""


def _say_who() -> None:
    """Names, roles and the first password of the demo's workers that are in this database."""
    with transaction() as session:
        rows = [worker for worker in read()["worker"] if _can_sign_in(session, worker)]
    if not rows:
        click.echo("No demo sign-ins in this database.")
        return
    names = services()
    for worker in rows:
        roles: dict[str, list[str]] = {}
        for service_id, role in worker["roles"].items():
            roles.setdefault(role, []).append(str(names[service_id]["name"]))
        listed = "; ".join(f"{role}, {' and '.join(places)}" for role, places in roles.items())
        click.echo(f"  {worker['id']:<8} {worker['name']:<16} {listed}")
    click.echo(f"  password of all: {password()}")


def _can_sign_in(session: Session, told: dict[str, Any]) -> bool:
    worker = session.get(Worker, told["id"])
    if worker is None or worker.name != told["name"] or worker.disabled_at is not None:
        return False
    return worker.password_hash is not None


COMMANDS = (demo,)
