"""Transfers in lists, and one packet in words."""

from collections.abc import Callable

from flask import url_for

from careplan.clients.actions import striking
from careplan.clients.models import Episode, Transfer
from careplan.clients.queries.mistakes import of_episode
from careplan.clients.rules.names import listed_name
from careplan.clients.rules.packets import Contents, Line, read
from careplan.ground.mistakes import Mistake, Stays
from careplan.moves.labels import SEEN_HERE, STATES
from careplan.moves.queries.lists import Moved, receiving
from careplan.moves.rules import Sent, state
from careplan.ui.paging import Rows
from careplan.ui.tables import Column, Link, Paged, Table, Tag
from careplan.ui.words import day, nhs_number


def came(page: Rows, names: dict[str, str], address: Callable[[int], str]) -> Table:
    """What came to the worker's services."""
    columns = [
        Column("Client", lambda row: Link(_named(row), _of(row))),
        Column("From", lambda row: row.packet.sent_by),
        Column("Sent", lambda row: day(row.sent.sent_on)),
        Column("State", lambda row: Tag(*(STATES | SEEN_HERE)[state(row.sent)])),
        *([Column("To", lambda row: names.get(row.packet.service_id, ""))] if len(names) > 1 else []),
    ]
    empty = "No transfer has come. One that another service sends waits here, and on Today, until you answer."
    return Table("Came to us", columns, page.rows, empty, paged=Paged(page.number, page.pages, address))


def sent(page: Rows, address: Callable[[int], str]) -> Table:
    """What the worker's services sent."""
    columns = [
        Column("Client", lambda row: Link(row.name, _of(row))),
        Column("To", lambda row: row.sent.sent_to),
        Column("Sent", lambda row: day(row.sent.sent_on)),
        Column("State", lambda row: Tag(*STATES[state(row.sent)])),
        Column("What is known", lambda row: _known(row.sent)),
    ]
    empty = "No client was transferred. The overview of a record leads to it."
    return Table("Sent by us", columns, page.rows, empty, paged=Paged(page.number, page.pages, address))


def _named(row: Moved) -> str:
    """Whom a packet tells of, who need not be a client of the receiver."""
    person = read(row.packet.content).person if row.packet else None
    return listed_name(person.first_name, person.last_name) if person else ""


def _known(sent: Sent) -> str:
    """When they saw the client there, or why it came to nothing."""
    if sent.as_file and sent.told_on is None:
        return f"Sent as a file on {day(sent.sent_on)}; not yet known whether they have seen the client"
    if sent.as_file and sent.seen_on:
        return f"Sent as a file; told on {day(sent.told_on)} that they saw the client on {day(sent.seen_on)}"
    return f"Seen on {day(sent.seen_on)}" if sent.seen_on else sent.answer_reason or ""


def _of(row: Moved) -> str:
    if row.packet is None:
        return url_for("record.history", episode_id=row.episode_id)
    return url_for("moves.packet", packet_id=row.packet.id)


NUMBERS = (
    "Telephone numbers, addresses and family are the client’s, in every service that treats them: each is struck out "
    "under Contact and family."
)


def _stays(episode: Episode, row: Transfer, services: frozenset[str]) -> list[Stays]:
    """The episode that came of a transfer, and what hangs on the client."""
    there = receiving(row)
    if there is None:
        return []
    ways = ("people.contact_ways_listing", {"episode_id": episode.id})
    if there.service_id not in services:
        words = (
            f"The episode at {row.sent_to} stays open. They read that this was a mistake, and strike it out."
        )
        return [(words, None), (NUMBERS, ways)]
    strikes = ("clients.mistake", {"episode_id": there.id, "kind": "episode", "row_id": there.id})
    return [(f"The episode at {row.sent_to} stays open.", strikes), (NUMBERS, ways)]


MISTAKES = (
    Mistake(
        kind="transfer",
        name="transfer",
        then="It can be accepted no more.",
        find=of_episode(Transfer),
        shown=lambda row: [("To", row.sent_to), ("Sent", day(row.sent_on)), ("Why", row.reason)],
        strike=striking("transfer"),
        stays=_stays,
    ),
)


def about(contents: Contents) -> list[Line]:
    """Who sends whom, why, and on what it rests."""
    basis = "With the client’s consent"
    if contents.basis == "override":
        basis = f"Without consent, for safety: {contents.override_reason or ''}"
    medicines = "\n".join(one.words for one in contents.medicines) or "No opioid course runs there"
    one = contents.person
    born = day(one.date_of_birth) if one.birth_known == "known" else f"{one.birth_known} birth"
    rows = [
        (
            "Client",
            f"{one.first_name} {one.last_name}, {born}, {nhs_number(one.nhs_number, 'no NHS number')}",
        ),
        ("Why", contents.reason),
        ("From", ", ".join(filter(None, (contents.worker, contents.service, contents.telephone)))),
        ("To", contents.receiver),
        ("Sent", day(contents.sent_on)),
        ("Rests on", basis),
        ("Allergies", contents.allergies or "Not told"),
        ("Opioid medicine", medicines),
    ]
    return [(label, words) for label, words in rows if words]
