"""`careplan transfer key|export|import`: a transfer to or from a service outside this installation, as a file."""

from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click
from flask import render_template
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value

from careplan.clients.actions import Sending, came
from careplan.clients.codes import TransferBasis
from careplan.clients.models import Client, Episode, Packet, Transfer
from careplan.clients.rules.packets import Contents, Unreadable, hashed, read
from careplan.ground.clock import today
from careplan.ground.corrections import Refused, live
from careplan.ground.db import db, transaction
from careplan.ground.files import write_private
from careplan.moves import pages, sealing
from careplan.moves.actions import send
from careplan.moves.queries.lists import consents
from careplan.moves.queries.packing import Why
from careplan.moves.rules import consent_problem
from careplan.staff.models import Service, Worker
from careplan.staff.queries import worker_named
from careplan.staff.rules import Actor


@click.group("transfer")
def transfer() -> None:
    """Transfers of clients as encrypted files."""


def refuse(sentence: str) -> NoReturn:
    """Stop with one line on stderr and exit code 2."""
    click.echo(f"careplan: {sentence}", err=True)
    raise click.exceptions.Exit(2)


@transfer.command("key")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def key(path: Path) -> None:
    """Make a key pair: the secret key goes to the file PATH, the public one is printed for whoever sends to us."""
    if path.exists():
        refuse(f"{path} is there already; a key that is overwritten opens no file any more")
    secret, public = sealing.new_key()
    write_private(path, f"{secret}\n".encode())
    click.echo(public)


@transfer.command("export")
@click.argument("episode_id")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--key", "public", required=True, help="The receiver's public key (age1…).")
@click.option("--to", "receiver", required=True, help="Name of the receiving service.")
@click.option("--by", "username", required=True, help="Username of the worker who sends the client.")
@click.option("--reason", required=True, help="Why, and what they must know first.")
@click.option("--consent", help="Id of a consent in the record; without one, the latest that holds.")
@click.option("--override", help="Why it is sent without consent.")
@click.option(
    "--print", "paper", type=click.Path(dir_okay=False, path_type=Path), help="Write a page to print, too."
)
@with_appcontext
def export(
    episode_id: str,
    path: Path,
    public: str,
    receiver: str,
    username: str,
    reason: str,
    consent: str | None,
    override: str | None,
    paper: Path | None,
) -> None:
    """Send the client of EPISODE_ID to a service elsewhere: the packet goes to PATH, readable by the receiver alone."""
    for one in (path, paper):
        if one is not None and one.exists():
            refuse(f"{one} is there already")
    worker = worker_named(username) or refuse(f"there is no worker with the username {username!r}")
    by = _actor(worker)
    with transaction():
        episode = _episode(episode_id)
        consent_id = None if override else _consent(episode, consent)
        why = Why(receiver, reason, "override" if override else "consent", override, consent_id)
        row, text, sealed = _sent(by, episode, why, public)
        write_private(path, sealed)
        if paper is not None:
            write_private(paper, _page(read(text), hashed(text)).encode())
    click.echo(f"{path}: SHA-256 of the packet {hashed(text)}. Transfer {row.id}")


def _actor(worker: Worker) -> Actor:
    return Actor(worker.id, worker.username, worker.name)


def _sent(by: Actor, episode: Episode, why: Why, public: str) -> tuple[Transfer, str, bytes]:
    """The transfer, the text of its packet, and the text as the receiver alone can read it."""
    services = frozenset({episode.service_id})
    try:
        row, text = send(by=by, services=services, episode=episode, to=None, why=why, on=today())
        return row, text, sealing.sealed(text, public)
    except Refused as refused:
        refuse("; ".join(refused.problems.values()))
    except sealing.Unsealable as fault:
        refuse(str(fault))


def _episode(episode_id: str) -> Episode:
    named, client = aliased(Client), aliased(Client)
    row = db.session.execute(
        select(Episode, client)
        .join(named, named.id == Episode.client_id)
        .join(client, client.root_id == named.root_id)
        .where(Episode.id == episode_id, live(Episode), live(client))
    ).first() or refuse(f"there is no episode with the id {episode_id!r}")
    episode: Episode = row[0]
    set_committed_value(episode, "client", row[1])
    return episode


def _consent(episode: Episode, wanted: str | None) -> str:
    """The consent that is named, or the latest that holds. Stops where none does."""
    rows = {one.id: one for one in consents(frozenset({episode.service_id}), episode)}
    if wanted and wanted not in rows:
        refuse(f"the record holds no consent to treatment with the id {wanted!r}")
    problems = []
    for one in [rows[wanted]] if wanted else rows.values():
        problem = consent_problem(one.expires_on, one.withdrawn_on, today())
        if problem is None:
            return str(one.id)
        problems.append(problem)
    refuse(
        problems[0] if problems else "the record holds no consent to treatment: record it, or give --override"
    )


def _page(contents: Contents, sha256: str) -> str:
    about = pages.about(contents)
    return render_template("moves/paper.html", contents=contents, about=about, sha256=sha256)


@transfer.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "secret", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--service", "service_id", required=True, help="Id of the service that is to answer.")
@with_appcontext
def import_(path: Path, secret: Path, service_id: str) -> None:
    """Take the file PATH: its packet waits on the service's Today until somebody accepts it or puts it back."""
    if db.session.get(Service, service_id) is None:
        refuse(f"there is no service with the id {service_id!r}")
    text = ""
    try:
        text = sealing.opened(path, secret.read_text(encoding="utf-8").strip())
        contents = read(text)
    except (sealing.Unsealable, Unreadable) as fault:
        refuse(str(fault))
    except (OSError, UnicodeDecodeError):
        refuse(f"{secret} is no secret key of careplan")
    with transaction():
        same = select(Packet.id).where(
            Packet.sha256 == hashed(text), Packet.service_id == service_id, live(Packet)
        )
        if db.session.scalar(same.limit(1)):
            refuse("this packet has come to the service already")
        sending = Sending(
            service_id, contents.receiver, contents.service, contents.sent_on, contents.reason, text,
            TransferBasis(contents.basis), contents.override_reason,
        )  # fmt: skip
        packet = came(by=Actor("command", "command", "command"), service_id=service_id, sending=sending)
    with suppress(BrokenPipeError):
        click.echo(f"Packet {packet.id} from {contents.service} waits for an answer on Today")


COMMANDS = (transfer,)
