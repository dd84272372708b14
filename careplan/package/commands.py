"""`careplan import` and `careplan export`."""

import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from careplan.clients.models import Client
from careplan.ground.clock import now, today
from careplan.ground.db import analyse, db, transaction
from careplan.ground.files import private
from careplan.ground.migrations import at_head
from careplan.package.actions.alike import alike_in_careplan
from careplan.package.actions.check import check
from careplan.package.actions.export import Occupied, export
from careplan.package.actions.load import Loaded, load
from careplan.package.actions.stage import Progress, Stage, staged
from careplan.package.queries.content import fitting, left_out, removals
from careplan.package.queries.scope import Scope, profile_2
from careplan.package.rules.faults import LIMIT, Fault, ordered, visible, write_faults
from careplan.package.rules.profile import profile_1
from careplan.staff.models import Service

EVERY_SECONDS = 2.0


class Refused(RuntimeError):
    """The package has faults; the transaction is rolled back."""


class Unknown(click.ClickException):
    """An argument that names nothing: one line, exit 2."""

    exit_code = 2


def teller() -> Progress:
    """Says on stderr how far the work is, a plain line every two seconds at most."""
    last = time.monotonic()

    def tell(words: str) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_SECONDS:
            last = time.monotonic()
            click.echo(words, err=True)

    return tell


@click.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Stop after the checks; write nothing.")
@click.option(
    "--faults", type=click.Path(dir_okay=False, path_type=Path), help="Write the faults to a CSV file."
)
@click.option(
    "--without-files",
    is_flag=True,
    help="Take documents whose file is not in the package; each is a warning.",
)
@with_appcontext
def import_package(path: Path, only_check: bool, faults: Path | None, without_files: bool) -> None:
    """Bring in the record package PATH, a folder or a zip: all of it, or nothing."""
    if not (path.is_dir() or path.is_file()):
        raise Unknown(f"{visible(str(path))} is neither a folder nor a file")
    if not only_check:
        _ready()
    with staged(path, teller()) as stage:
        check(stage, today=today(), now=now(), without_files=without_files)
        _compare(stage)
        loaded = None if only_check or stage.findings.faults else _load(stage)
        _tell_warnings(stage)
        sorted_faults = ordered(stage.findings.faults, [file.path for file in stage.profile.files.values()])
        if faults:
            _keep(faults, sorted_faults)
        if sorted_faults:
            _tell_faults(sorted_faults, full=stage.findings.full)
            sys.exit(1)
        click.echo(_summary(stage, loaded))


def _keep(target: Path, faults: list[Fault]) -> None:
    try:
        with open(
            target, "w", encoding="utf-8", errors="backslashreplace", newline="", opener=private
        ) as report:
            write_faults(faults, report)
    except OSError as failure:
        click.echo(
            f"The faults could not be written to {visible(str(target))}: {failure.strerror}.", err=True
        )


def _ready() -> None:
    with db.engine.connect() as connection:
        ready = at_head(connection)
    if not ready:
        click.echo("The database is not at the newest migration: run `careplan migrate` first.", err=True)
        sys.exit(1)


def _compare(stage: Stage) -> None:
    """Look for the package's clients among those whom careplan holds, where there is a database to read."""
    file = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    try:
        with db.engine.connect() if file is None or Path(file).exists() else nullcontext() as connection:
            if connection is not None and at_head(connection):
                alike_in_careplan(stage, Session(connection))
                return
    except OperationalError:
        pass
    click.echo("Not compared with the clients whom careplan holds: there is no database to read.", err=True)


def _load(stage: Stage) -> Loaded | None:
    try:
        with transaction() as session:
            loaded = load(stage, session, now=now())
            if stage.findings.faults:
                raise Refused
            analyse(session.connection())
            return loaded
    except Refused:
        return None


def _tell_warnings(stage: Stage) -> None:
    for warning in ordered(stage.findings.warnings, [file.path for file in stage.profile.files.values()]):
        click.echo(f"Warning: {warning}", err=True)
    if stage.findings.more_warnings:
        click.echo(f"Warning: and at least {stage.findings.more_warnings:,} more of the kind.", err=True)


def _tell_faults(faults: list[Fault], *, full: bool) -> None:
    for fault in faults:
        click.echo(str(fault), err=True)
    most = f" (a report lists at most {LIMIT:,}; there may be more)" if full else ""
    click.echo(f"{len(faults):,} fault{'s' if len(faults) > 1 else ''}{most}: nothing was written.", err=True)


def _summary(stage: Stage, loaded: Loaded | None) -> str:
    if loaded is None:
        return f"No faults in {sum(stage.rows.values()):,} rows; nothing was written, as asked."
    rows, added = sum(loaded.rows.values()), sum(loaded.added.values())
    if loaded.nothing_new:
        return f"Nothing added: careplan holds all {rows:,} rows of this package already."
    return f"Added {added:,} of {rows:,} rows." if added < rows else f"Added {added:,} rows."


@click.command("export")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--service", "service_id", help="Only the records of this service.")
@click.option(
    "--client", "client_id", help="Only the record of this client, as for a subject access request."
)
@click.option(
    "--profile",
    "wanted",
    type=click.Choice(("1", "2")),
    help="Write this profile; without it, profile 1 where that tells everything, else profile 2.",
)
@with_appcontext
def export_package(path: Path, service_id: str | None, client_id: str | None, wanted: str | None) -> None:
    """Write the record package into the folder PATH, which must be empty or not there."""
    _ready()
    with transaction() as session:
        _one_snapshot(session)
        _require(session, Service, "service", service_id)
        _require(session, Client, "client", client_id)
        try:
            scope = _scope(session, wanted, service_id, client_id)
            counts = export(session, path, scope, teller())
        except Occupied as occupied:
            raise Unknown(visible(str(occupied))) from None
        except OSError as failure:
            raise Unknown(f"cannot write to {visible(str(path))}: {failure.strerror}") from None
    click.echo(f"Wrote {sum(counts.values()):,} rows in {len(counts)} files to {visible(str(path))}.")


def _scope(session: Session, wanted: str | None, service_id: str | None, client_id: str | None) -> Scope:
    """What to export by which profile; what profile 1 leaves out is told on stderr."""
    scope = Scope(profile_1(), service_id, client_id, trimmed=wanted == "1", removals=removals(session))
    if wanted == "1":
        for line in left_out(session, scope):
            click.echo(f"Left out, {line}", err=True)
        return scope
    profile = profile_2() if wanted else fitting(session, scope)
    return replace(scope, profile=profile)


def _one_snapshot(session: Session) -> None:
    """All files show one moment: SQLite does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _require(session: Session, model: type[Service] | type[Client], word: str, given: str | None) -> None:
    if given is not None and session.scalar(select(model.id).where(model.id == given)) is None:
        raise Unknown(f"there is no {word} {visible(given)}")


COMMANDS = (import_package, export_package)
