"""Two records of one person become one, and are put apart again. Nothing but the client's row is touched.

What hangs on either record keeps its client's id; both chains of clients have one root from now on, by which every
query finds the live row.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from careplan.clients.actions.deaths import settle_death, take_back_death
from careplan.clients.models import Client, Episode, Merge
from careplan.clients.rules.merging import CHOICES, COLUMNS, Values, merged
from careplan.clients.rules.names import folded, name_key
from careplan.ground.clock import now, today
from careplan.ground.corrections import Refused, join, part
from careplan.ground.db import db
from careplan.ground.gathering import parted
from careplan.staff.rules import Actor
from careplan.trail.actions import write

APART = "Carried over while the records of two people were one"


@dataclass(frozen=True, slots=True)
class Because:
    """Why the two are one person; why there are two NHS numbers, and why one of the two is alive."""

    reason: str
    number_reason: str | None = None
    death_reason: str | None = None


def details_of(client: Client) -> dict[str, Any]:
    """What is chosen from two records, by column."""
    return {column: getattr(client, column) for column in COLUMNS}


def merge(
    *,
    by: Actor,
    episode: Episode,
    other: Client,
    taken: Collection[str],
    because: Because,
    refusals: Sequence[str],
) -> Merge:
    """The episode's client survives, with the choices in `taken` from the other. Raises Refused.

    `refusals`: why the two cannot become one, as all rooms say it.
    """
    client = episode.client
    if refusals:
        raise Refused({str(place): words for place, words in enumerate(refusals)})
    before, theirs = details_of(client), details_of(other)
    names = dict.fromkeys(f"{client.found_by} {other.found_by}".split())
    _describe(client, merged(before, theirs, taken), " ".join(names))
    kept = {column: _text(before[column]) for choice in taken for column in CHOICES[choice]}
    undo = {"before": kept, "chains": join(client, other, reason=because.reason)}
    row = Merge(
        survivor_id=client.id,
        other_id=other.id,
        **asdict(because),
        undo=undo,
        recorded_by=by.id,
    )
    db.add(row)
    _follow(by, episode, client, was={before["deceased_on"], theirs["deceased_on"]})
    _written("client.joined", by, episode, (client, other), row)
    return row


def unmerge(*, by: Actor, episode: Episode, row: Merge, refusal: str) -> None:
    """Put the two apart as they were; what was changed in the survivor's details since stays. Raises Refused."""
    if refusal or row.undone_at is not None:
        raise Refused({"undo": refusal or "These records were put apart already"})
    client, other = episode.client, db.session.get_one(Client, row.other_id)
    died = client.deceased_on
    part(Client, row.undo["chains"])
    _describe(client, details_of(client) | _given_back(client, other, row.undo["before"]))
    row.undone_at, row.undone_by = now(), by.id
    db.session.flush()
    for one in (client, other):
        _follow(by, episode, one, was={died})
    roots = {one.root_id for one in (client, other)}
    parted(by=by, episode=episode, clients=roots, reason=APART, wrong_client=True)
    _written("client.parted", by, episode, (client, other), row)


def _given_back(client: Client, other: Client, before: Values) -> dict[str, Any]:
    """What the survivor had before, of each choice that is still as it was taken over."""
    columns = Client.__table__.columns
    return {
        name: _value(columns[name].type.python_type, before[name])
        for choice in CHOICES.values()
        if choice[0] in before and all(getattr(client, one) == getattr(other, one) for one in choice)
        for name in choice
    }


def _describe(client: Client, values: Values, found_by: str | None = None) -> None:
    for column in COLUMNS:
        setattr(client, column, values[column])
    client.found_by = found_by or folded(f"{client.first_name} {client.last_name}")
    client.name_key = name_key(client.first_name, client.last_name)
    client.version += 1


def _follow(by: Actor, episode: Episode, client: Client, *, was: set[date | None]) -> None:
    """Tasks follow the death that now stands for the whole person, or that does not any more."""
    if client.deceased_on is not None and None in was:
        settle_death(by=by, episode=episode, client=client, today=today())
    if client.deceased_on is None and was != {None}:
        take_back_death(by=by, client=client)


def _written(act: str, by: Actor, episode: Episode, both: tuple[Client, Client], row: Merge) -> None:
    """An entry for each of the two; what the survivor's details were stands in the first."""
    for one, detail in zip(both, (row.undo["before"], {}), strict=True):
        write(
            act,
            by=by,
            subject=f"client_merges:{row.id}",
            service_id=episode.service_id,
            client_id=one.id,
            detail={"survivor": both[0].id, "other": both[1].id, "before": detail},
        )


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _value(kind: Any, text: Any) -> Any:
    return kind.fromisoformat(text) if text is not None and kind in (date, datetime) else text
