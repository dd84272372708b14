"""`careplan audit`: the review's figures for a service, a partnership or the country, as text or as a file."""

import json
import re
import sys
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

from careplan.audit.release.pages import veil
from careplan.audit.release.rules.items import quarter_end
from careplan.audit.report.pages.beside import notes
from careplan.audit.report.pages.outputs.files import as_pdf
from careplan.audit.report.pages.outputs.printed import Paper
from careplan.audit.report.pages.outputs.workbook import as_csv, as_schema, as_workbook
from careplan.audit.report.pages.text import as_national_text, as_text
from careplan.audit.review.queries.reports import audited, audited_nationally
from careplan.audit.review.queries.units import every_service, partnership_unit, service_unit
from careplan.audit.review.queries.units import midpoints as set_midpoints
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.export import as_data, as_national_data
from careplan.audit.review.rules.ruleset import CURRENT, Ruleset, editions, load
from careplan.audit.signing.queries import signed
from careplan.ground.clock import today
from careplan.ground.dates import YEARS, iso_day
from careplan.ground.db import db
from careplan.ground.files import write_private
from careplan.ground.migrations import at_head
from careplan.ui.pdf import Missing

FORMATS = ("text", "json", "csv", "xlsx", "pdf")
NATIONAL = Unit(Level.NATIONAL, "national", "National")
ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


class Wrong(click.ClickException):
    """A wrong argument: one line on stderr, exit code 2."""

    exit_code = 2


def read_day(text: str, name: str) -> date:
    """A date as YYYY-MM-DD and nothing else."""
    if not text:
        raise Wrong(f"--{name} is missing: give a date such as 2026-03-31")
    try:
        return iso_day(text)
    except ValueError:
        raise Wrong(f"--{name} must be a date such as 2026-03-31, not {text[:40]!r}") from None


def read_known(text: str) -> date:
    """A day, or the moment of a signature such as 2026-04-01T09:30:00.123456+00:00."""
    if "T" not in text:
        return read_day(text, "as-known-on")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(f"--as-known-on must be a day or a moment with its offset, not {text[:40]!r}") from None
    if moment.tzinfo is None or moment.year not in YEARS:
        raise Wrong(f"--as-known-on must be a day or a moment with its offset, not {text[:40]!r}")
    return moment


def read_ruleset(name: str) -> Ruleset:
    """The ruleset of that name."""
    if name not in editions():
        raise Wrong(f"--ruleset must be one of {', '.join(editions())}, not {name[:40]!r}")
    return load(name)


def read_midpoints(given: tuple[str, ...], ruleset: Ruleset) -> dict[str, Fraction]:
    """Mid-points as MEASURE=PERCENT; only measures that have one."""
    ids = {rule.id for _, rule in ruleset.measures() if rule.rule == "midpoint"}
    shares = {}
    for text in given:
        measure, _, percent = text.partition("=")
        if measure not in ids or not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", percent, re.ASCII):
            raise Wrong(f"--midpoint must be such as 11.1=75, not {text[:40]!r}")
        if Decimal(percent) > 100:
            raise Wrong(f"--midpoint is a percentage up to 100, not {percent}")
        shares[measure] = Fraction(percent)
    return shares


def read_unit(service: str | None, partnership: str | None, country: bool) -> tuple[Unit, frozenset[str]]:
    """The unit that was asked for, with its services; for the country none are named."""
    if [service is not None, partnership is not None, country].count(True) != 1:
        raise Wrong("give one of --service ID, --partnership ID and --national")
    if country:
        return NATIONAL, frozenset()
    text = service if service is not None else partnership or ""
    if not ID.fullmatch(text):
        raise Wrong(f"{text[:64]!r} is no id of a service or partnership")
    if service is None:
        return partnership_unit(text) or refuse(f"there is no partnership {text}")
    unit = service_unit(every_service(), text) or refuse(f"there is no service {text}")
    return unit, frozenset({unit.id})


def refuse(sentence: str) -> NoReturn:
    """Stop with this one line."""
    raise Wrong(sentence)


def ready(kind: str = "json", target: Path | None = None, country: bool = False) -> None:
    """Stop in one line when the database was never migrated, or the format has nowhere to go."""
    check_format(kind, target, country)
    with db.engine.connect() as connection:
        if not at_head(connection):
            raise click.ClickException("the database is not at the newest migration: run careplan migrate")


def read(
    request: Request, services: frozenset[str], day: date | None, with_records: bool
) -> tuple[str, Paper]:
    """The report in words, and as files show it."""
    if request.unit.level is Level.NATIONAL:
        country = audited_nationally(request, day)
        return as_national_text(country), Paper(data=as_national_data(country), ruleset=request.ruleset)
    report = audited(request, services, day)
    paper = Paper(data=as_data(report, with_records), ruleset=request.ruleset, notes=notes(report, day))
    return as_text(report, with_records, paper.notes), paper


def check_format(kind: str, target: Path | None, country: bool) -> None:
    """What is no text goes to a file; paper is for one unit."""
    if kind in ("xlsx", "pdf") and target is None:
        refuse(f"--format {kind} goes to a file: add -o FILE")
    if kind == "pdf" and country:
        refuse("--format pdf is for a service or a partnership")


def check_outside(unit: Unit, day: date, kind: str, as_known_on_day: date | None, ruleset: Ruleset) -> None:
    """Files that leave the service are tables, of a unit with records, at the end of a quarter, as known today."""
    if as_known_on_day is not None:
        refuse("--outside does not go with --as-known-on: the two readings could be subtracted")
    if ruleset != load(CURRENT):
        refuse(
            f"--outside goes with --ruleset {CURRENT}: two rulesets over the same records could be subtracted"
        )
    if kind not in ("csv", "xlsx", "pdf") or unit.level is Level.NATIONAL:
        refuse("--outside goes with --format csv, xlsx or pdf of a service or a partnership")
    if not quarter_end(day):
        refuse("--outside needs the last day of March, June, September or December as the census")


def written(text: str, paper: Paper, kind: str) -> bytes:
    """The report in the format that was asked for."""
    if kind == "text":
        return text.encode()
    if kind == "csv":
        return as_csv(paper.data)
    if kind == "xlsx":
        return as_workbook(paper)
    if kind == "pdf":
        try:
            return as_pdf(paper)
        except Missing as missing:
            refuse(str(missing))
    return (json.dumps(paper.data, indent=2, ensure_ascii=False) + "\n").encode()


def put(content: bytes, target: Path | None, schema: bytes | None = None) -> None:
    """Write to standard output or to the file; a CSV file gets its Table Schema (`schema`) beside it."""
    if target is None:
        sys.stdout.buffer.write(content)
        return
    try:
        write_private(target, content)
        if schema is not None:
            write_private(target.with_suffix(".schema.json"), schema)
    except OSError as failure:
        refuse(f"cannot write {target}: {failure.strerror}")


def print_signed(signed_id: str, target: Path | None) -> None:
    """What was signed, as JSON with its hash; stops when the rows do not give the hash any more."""
    ready()
    result = signed(every_service(), signed_id) if ID.fullmatch(signed_id) else None
    if result is None:
        raise Wrong(f"there is no signed audit {signed_id[:64]!r}")
    if not result.whole:
        raise click.ClickException(f"signed audit {signed_id}: the rows do not give the hash that was signed")
    data = {**result.content, "sha256": result.head.sha256}
    put((json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode(), target)


def warn_ahead(day: date) -> None:
    """Say that a census lies ahead; it is computed all the same."""
    if day > today():
        click.echo(f"The census {day.isoformat()} lies in the future: the figures will change.", err=True)


@click.command("audit")
@click.option(
    "--signed", "signed_id", help="Print a signed audit as it was signed, as JSON, and nothing else."
)
@click.option("--service", help="The id of a service.")
@click.option("--partnership", help="The id of a partnership: all its services together.")
@click.option("--national", "country", is_flag=True, help="All partnerships side by side.")
@click.option("--census", default="", help="The day the audit speaks about, YYYY-MM-DD.")
@click.option("--as-known-on", help="See only what was recorded by this day, or before this moment.")
@click.option(
    "--ruleset", default=CURRENT, show_default=True, help="What is asked, and where the bands begin."
)
@click.option("--midpoint", multiple=True, help="National mid-point in percent, such as 11.1=75.")
@click.option("--records", is_flag=True, help="Add the ids of the records behind each figure.")
@click.option("--outside", is_flag=True, help="For readers outside the service: small numbers are hidden.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@with_appcontext
def audit_command(
    signed_id: str | None,
    service: str | None,
    partnership: str | None,
    country: bool,
    census: str,
    as_known_on: str | None,
    ruleset: str,
    midpoint: tuple[str, ...],
    records: bool,
    outside: bool,
    kind: str,
    target: Path | None,
) -> None:
    """Clinical audit at a census date, by the reconstructed improvement review of 2005/06 or another ruleset."""
    if signed_id is not None:
        return print_signed(signed_id, target)
    day, rules = Census.at(read_day(census, "census")), read_ruleset(ruleset)
    as_known_on_day = read_known(as_known_on) if as_known_on is not None else None
    ready(kind, target, country)
    unit, services = read_unit(service, partnership, country)
    if outside:
        check_outside(unit, day.on, kind, as_known_on_day, rules)
    midpoints = set_midpoints(services, rules, as_known_on_day) | read_midpoints(midpoint, rules)
    warn_ahead(day.on)
    request = Request(unit, day, rules, midpoints)
    text, paper = read(request, services, as_known_on_day, records)
    if outside:
        paper = replace(paper, data=veil(request, services).over(paper.data), outside=True)
    put(written(text, paper, kind), target, as_schema(rules) if kind == "csv" else None)
