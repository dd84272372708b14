"""The command `careplan`: one group that joins the rooms' commands. A wrong argument is a usage error, exit 2."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from alembic.util import CommandError
from click.exceptions import NoArgsIsHelpError
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy.exc import OperationalError

from careplan import config, create_app
from careplan.ground import standards
from careplan.ground.db import analyse, transaction
from careplan.ground.gathering import rooms
from careplan.ground.migrations import draft, upgrade
from careplan.serving import serve

try:
    from careplan.assessment.actions import keep_digests
    from careplan.assessment.models import Assessment
    from careplan.rooms import ROOMS
except standards.StandardError as wrong:
    sys.exit(f"careplan: {wrong}")


def _app() -> Flask:
    """The app for commands: a command may run with the database alone, so a missing secret is no obstacle.

    What it asks of the database may take as long as it needs.
    """
    given = {"CAREPLAN_ENV": "development", "SECRET_KEY": "-" * 32, "CAREPLAN_STATEMENT_SECONDS": "0"}
    settings = config.settings(given | config.database_only())
    return create_app(settings)


class WrongArgument(click.ClickException):
    """What click would say in four lines, in one: what is wrong, and where help is."""

    exit_code = 2

    def __init__(self, wrong: click.UsageError) -> None:
        text = " ".join(wrong.format_message().split()).removesuffix(".")
        where = f". Try: {wrong.ctx.command_path} --help" if wrong.ctx else ""
        super().__init__(f"{text}{where}")


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except NoArgsIsHelpError:
        raise  # a bare command shows its help
    except click.UsageError as wrong:
        raise WrongArgument(wrong) from wrong


class Commands(FlaskGroup):
    """The group, which answers a wrong argument in one line."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the group's own arguments."""
        with _in_one_line():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Find the command, read its arguments and run it."""
        with _in_one_line():
            try:
                return super().invoke(ctx)
            except OperationalError as failure:
                why = str(failure.orig).splitlines()[0]
                raise click.ClickException(f"the database cannot be used, nothing was done: {why}") from None
            except CommandError as failure:
                raise click.ClickException(
                    f"the database's migrations do not fit, nothing was done: {failure}"
                ) from None


group = Commands(
    name="careplan",
    create_app=_app,
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    load_dotenv=False,
    help="Care planning and case records: migrate, import, export, audit, audit-pack, demo, standards, worker, trail.",
)


@group.command("migrate")
def migrate() -> None:
    """Bring the database to the newest migration, and keep what audits read of assessments completed before."""
    with transaction() as session:
        upgrade(session.connection())
        keep_digests(Assessment.answered.is_(None))
        analyse(session.connection())
    click.echo("The database is at the newest migration.")


@group.group("standards")
def standards_group() -> None:
    """Numbers and words of publications, in TOML."""


@standards_group.command("check")
def check_standards() -> None:
    """Read every standards file of every room; exit 1 where one is wrong."""
    lines = list(standards.report(one for room in rooms() for one in room.standards))
    for right, line in lines:
        click.echo(line, err=not right)
    if not all(right for right, _ in lines):
        sys.exit(1)


@group.command("draft-migration")
def draft_migration() -> None:
    """Print what a migration must do, from the newest one to the models."""
    click.echo(draft())


group.add_command(serve)

for room in ROOMS:
    for command in room.commands:
        group.add_command(command)


def main() -> None:
    """Entry point of the command. What it writes is its owner's alone, also where nobody thought of it."""
    os.umask(0o077)
    try:
        group.main(prog_name="careplan")
    except (config.Refused, standards.StandardError) as refusal:
        click.echo(f"careplan: {refusal}", err=True)
        sys.exit(2)
