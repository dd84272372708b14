"""What a room above asks about naloxone."""

from collections.abc import Iterator
from datetime import date

from careplan.clients.models import Episode
from careplan.clients.registers import rows
from careplan.harm_reduction.registers import NALOXONE
from careplan.ui.words import day


def exits(services: frozenset[str], episode: Episode, on: date) -> Iterator[tuple[str, str]]:
    """The latest naloxone kit that has not expired, for the steps of leaving. One statement."""
    kits = rows.every(NALOXONE, rows.Owner(services, episode.service_id, episode))
    kit = next((one for one in kits if one.expires_on > on), None)
    if kit is not None:
        yield "naloxone", f"Supplied {day(kit.happened_on)}, expires {day(kit.expires_on)}"
