"""The command `careplan`: one group that joins the rooms' commands. A wrong argument is a usage error, exit 2."""

import sys
from importlib import import_module

import click
from flask import Flask
from flask.cli import FlaskGroup

from careplan import config, create_app
from careplan.ground.db import db
from careplan.ground.migrations import upgrade

ROOMS = ("staff", "package", "audit", "demo")


def _app() -> Flask:
    """The app for commands: a command may run with the database alone, so a missing secret is no obstacle."""
    settings = config.settings(
        {"CAREPLAN_ENV": "development", "SECRET_KEY": "-" * 32} | config.database_only()
    )
    return create_app(settings)


group = FlaskGroup(
    name="careplan",
    create_app=_app,
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    load_dotenv=False,
    help="Care planning and case records: migrate, import, export, audit, audit-pack, demo, worker.",
)


@group.command("migrate")
def migrate() -> None:
    """Bring the database to the newest migration."""
    with db.engine.begin() as connection:
        upgrade(connection)
    click.echo("The database is at the newest migration.")


for room in ROOMS:
    for command in import_module(f"careplan.{room}.commands").COMMANDS:
        group.add_command(command)


def main() -> None:
    """Entry point of the command."""
    try:
        group.main(prog_name="careplan")
    except config.Refused as refusal:
        click.echo(f"careplan: {refusal}", err=True)
        sys.exit(2)
