"""`careplan audit-pack`: figures with their evidence in one file, and the check of such a file without any database."""

import secrets
import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from careplan.audit.commands.figures import read_day, read_midpoints, read_ruleset, read_unit, ready, refuse
from careplan.audit.release.packs.archive import LARGEST
from careplan.audit.release.packs.build import built
from careplan.audit.release.packs.verify import verified
from careplan.audit.review.queries.reports import basis
from careplan.audit.review.queries.units import midpoints as set_midpoints
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Request
from careplan.audit.review.rules.ruleset import CURRENT
from careplan.ground.db import transaction
from careplan.ground.files import write_private
from careplan.trail.actions import write

KEY_BYTES = 32
JOB = "audit-pack"


@click.group("audit-pack")
def audit_pack() -> None:
    """Figures with ruleset and pseudonymous evidence in one zip, and the check of such a zip."""


@audit_pack.command("build")
@click.option("--service", help="The id of a service.")
@click.option("--partnership", help="The id of a partnership: all its services together.")
@click.option("--census", default="", help="The day the audit speaks about, YYYY-MM-DD.")
@click.option("--ruleset", default=CURRENT, show_default=True, help="What is asked, and where bands begin.")
@click.option("--midpoint", multiple=True, help="National mid-point in percent, such as 11.1=75.")
@click.option("-o", "target", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The zip.")
@with_appcontext
def build(
    service: str | None,
    partnership: str | None,
    census: str,
    ruleset: str,
    midpoint: tuple[str, ...],
    target: Path,
) -> None:
    """Make a pack. It holds exact figures: give it only to readers who may see small numbers."""
    day, rules = Census.at(read_day(census, "census")), read_ruleset(ruleset)
    given = read_midpoints(midpoint, rules)
    ready()
    unit, services = read_unit(service, partnership, country=False)
    midpoints = set_midpoints(services, rules, None) | given
    request = Request(unit, day, rules, midpoints)
    with transaction():
        facts = basis(request, services)
        secret = secrets.token_bytes(KEY_BYTES)
        pack = built(request, facts.services, facts.partnership, facts.peers, secret)
        detail = {"census": day.on.isoformat(), "manifest": pack.manifest}
        write("audit.pack_built", by=JOB, subject=f"{unit.level.value}s:{unit.id}", detail=detail)
        try:
            write_private(target, pack.content)
        except OSError as failure:
            refuse(f"cannot write {target}: {failure.strerror}")
    click.echo(f"SHA-256 of the manifest: {pack.manifest}")
    click.echo("Keep it apart from the pack: whoever checks the pack with it sees whether it was exchanged.")


def printable(text: str) -> str:
    """Words of a strange pack as they may go to a terminal: in one line, and without what would steer it."""
    return "".join(char if " " <= char <= "~" else char.encode("unicode_escape").decode() for char in text)


@audit_pack.command("verify")
@click.argument("pack", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--manifest", default="", help="The hash that was printed when the pack was built.")
def verify(pack: Path, manifest: str) -> None:
    """Check PACK by itself: exit code 0 and a summary, or 1 and every fault."""
    if not pack.is_file():
        refuse(f"{pack} is no file")
    try:
        with pack.open("rb") as source:
            content = source.read(LARGEST + 1)
    except OSError as failure:
        refuse(f"cannot read {pack}: {failure.strerror}")
    if len(content) > LARGEST:
        refuse(f"{pack} is larger than any audit pack")
    check = verified(content, manifest.strip().lower())
    for fault in check.faults:
        click.echo(printable(fault), err=True)
    if check.faults:
        sys.exit(1)
    for line in check.summary:
        click.echo(printable(line))
    click.echo(f"Sound. SHA-256 of the manifest: {check.manifest}")
