"""`careplan trail list`: who opened or changed what, for whoever answers a client's or an investigator's question."""

import json
from typing import NoReturn

import click
from flask.cli import with_appcontext

from careplan.ground.clock import london
from careplan.ground.db import transaction
from careplan.record.queries import looked as queries
from careplan.record.queries.looked import Entry
from careplan.staff.queries import worker_named
from careplan.trail.actions import write

JOB = "command"
HEAD = ("when (London)", "who", "name", "what", "about", "service", "client", "detail")


def _refuse(sentence: str) -> NoReturn:
    click.echo(f"careplan: {sentence}", err=True)
    raise click.exceptions.Exit(2)


@click.group("trail")
def trail() -> None:
    """The trail: who opened or changed what, and when."""


@trail.command("list")
@click.option("--client", "client_id", help="What was done with the record of this client (its id).")
@click.option("--worker", "username", help="What this worker did, and what was done to the account.")
@with_appcontext
def listing(client_id: str | None, username: str | None) -> None:
    """Print the entries of a client or a worker, the oldest first, one a line with tabs between. It is noted itself."""
    if (client_id is None) == (username is None):
        _refuse("name a client with --client, or a worker with --worker")
    worker = worker_named(username) if username is not None else None
    if username is not None and worker is None:
        _refuse(f"there is no worker with the username {username!r}")
    if client_id is not None and not queries.client_ids(client_id):
        _refuse(f"there is no client with the id {client_id!r}")
    with transaction():
        click.echo("\t".join(HEAD))
        for entry in queries.entries(client_id, worker.id if worker else None):
            click.echo(_line(entry))
        subject = f"workers:{worker.id}" if worker else f"clients:{client_id}"
        write("trail.listed", by=JOB, subject=subject, client_id=client_id)


def _line(entry: Entry) -> str:
    detail = "" if entry.detail is None else json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
    when = london(entry.at).isoformat(sep=" ", timespec="seconds")
    cells = (
        when,
        entry.actor,
        entry.name,
        entry.action,
        entry.subject,
        entry.service_id,
        entry.client_id,
        detail,
    )
    return "\t".join("".join(char if char.isprintable() else "?" for char in cell) for cell in cells)


COMMANDS = (trail,)
