"""`careplan audit`: the review's figures for a service or a partnership, as text or as JSON."""

import json
import re
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

from careplan.audit.measures import audit
from careplan.audit.pages.text import as_text
from careplan.audit.queries.facts import facts_of
from careplan.audit.queries.units import every_service, partnership_unit, service_unit
from careplan.audit.rules.census import Census
from careplan.audit.rules.engine import Report, Request, Unit
from careplan.audit.rules.export import as_data
from careplan.audit.rules.ruleset import load
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.ground.migrations import at_head

YEARS = range(1900, 2200)
ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


class Wrong(click.ClickException):
    """A wrong argument: one line on stderr, exit code 2."""

    exit_code = 2


def read_day(text: str, name: str) -> date:
    """A date as YYYY-MM-DD and nothing else."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = date.min
        if day.year in YEARS:
            return day
    raise Wrong(f"--{name} must be a date such as 2026-03-31, not {text[:40]!r}")


def read_midpoints(given: tuple[str, ...]) -> dict[str, Fraction]:
    """Mid-points as MEASURE=PERCENT; only measures that have one."""
    known = {rule.id for _, rule in load().measures() if rule.rule == "midpoint"}
    found = {}
    for text in given:
        measure, _, percent = text.partition("=")
        if measure not in known or not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", percent, re.ASCII):
            raise Wrong(f"--midpoint must be such as 11.1=75, not {text[:40]!r}")
        if Decimal(percent) > 100:
            raise Wrong(f"--midpoint is a percentage up to 100, not {percent}")
        found[measure] = Fraction(percent)
    return found


def read_unit(service: str | None, partnership: str | None) -> tuple[Unit, frozenset[str]]:
    """The unit that was asked for, with its services."""
    if (service is None) is (partnership is None):
        raise Wrong("give either --service ID or --partnership ID")
    asked = service if service is not None else partnership or ""
    if not ID.fullmatch(asked):
        raise Wrong(f"{asked[:64]!r} is no id of a service or partnership")
    if service is None:
        return partnership_unit(asked) or refuse(f"there is no partnership {asked}")
    unit = service_unit(every_service(), asked) or refuse(f"there is no service {asked}")
    return unit, frozenset({unit.id})


def refuse(sentence: str) -> NoReturn:
    """Stop with this one line."""
    raise Wrong(sentence)


def ready() -> None:
    """Stop in one line when the database was never migrated."""
    with db.engine.connect() as connection:
        if not at_head(connection):
            raise click.ClickException("the database is not at the newest migration: run careplan migrate")


def written(report: Report, kind: str, with_records: bool) -> str:
    """The report in the format that was asked for."""
    if kind == "text":
        return as_text(report, with_records)
    return json.dumps(as_data(report, with_records), indent=2, ensure_ascii=False) + "\n"


@click.command("audit")
@click.option("--service", help="The id of a service.")
@click.option("--partnership", help="The id of a partnership: all its services together.")
@click.option("--census", default="", help="The day the audit speaks about, YYYY-MM-DD.")
@click.option("--as-known-on", help="See only what was recorded by this day, YYYY-MM-DD.")
@click.option("--midpoint", multiple=True, help="National mid-point in percent, such as 11.1=75.")
@click.option("--records", is_flag=True, help="Add the ids of the records behind each figure.")
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-o", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@with_appcontext
def audit_command(
    service: str | None,
    partnership: str | None,
    census: str,
    as_known_on: str | None,
    midpoint: tuple[str, ...],
    records: bool,
    kind: str,
    target: Path | None,
) -> None:
    """Clinical audit at a census date, by the reconstructed improvement review of 2005/06."""
    day = Census.at(read_day(census, "census"))
    known = read_day(as_known_on, "as-known-on") if as_known_on is not None else None
    midpoints = read_midpoints(midpoint)
    ready()
    unit, services = read_unit(service, partnership)
    if day.on > today():
        click.echo(f"The census {census} lies in the future: the figures will change.", err=True)
    report = audit(Request(unit, day, load(), midpoints), facts_of(services, day, known))
    text = written(report, kind, records)
    if target is None:
        sys.stdout.write(text)
        return
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as failure:
        refuse(f"cannot write {target}: {failure.strerror}")


COMMANDS = (audit_command,)
