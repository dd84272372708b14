"""Doses that a transfer told of: known facts beside the fields of a course, never an order (decision record 0084)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from sqlalchemy import select

from careplan.clients.models import Episode, Packet
from careplan.clients.queries.packets import stands
from careplan.clients.rules.packets import Contents, Medicine, read
from careplan.ground.db import db
from careplan.prescribing.codes import Drug


@dataclass(frozen=True, slots=True)
class SentDose:
    """A course as the packet of a transfer tells it. `mg`: milligrams a day; `last_on`: last day with a dose in hand.

    `key` names it on a page; `by`, `organisation` and `telephone` are whom to ring.
    """

    key: str
    drug: Drug
    words: str
    mg: Decimal | None
    last_on: date | None
    by: str
    organisation: str
    telephone: str
    sent_on: date

    def before(self, on: date) -> dict[str, object]:
        """What of a confirmed dose it can fill in, for a first dose on the day; who confirmed it is still asked."""
        last_on = self.last_on if self.last_on and self.last_on < on else None
        return {
            "drug": self.drug,
            "verified_dose_mg": self.mg,
            "verified_last_dose_on": last_on,
            "verified_organisation": self.organisation or None,
            "verified_telephone": self.telephone or None,
        }


def sent_doses(services: frozenset[str], episode: Episode) -> list[SentDose]:
    """Of the newest packet that came with the client to the episode and was not struck out. One statement."""
    rows = (
        select(Packet.id, Packet.content)
        .where(Packet.episode_id == episode.root_id, Packet.service_id.in_(services), stands(Packet))
        .order_by(Packet.sent_on.desc(), Packet.id.desc())
        .limit(1)
    )
    return [one for id_, text in db.session.execute(rows) for one in _doses(id_, read(text))]


def _doses(packet_id: str, contents: Contents) -> Iterator[SentDose]:
    for place, one in enumerate(contents.medicines):
        whom = (contents.worker, contents.service, contents.telephone, contents.sent_on)
        key, drug = f"{packet_id}.{place}", Drug(one.drug)
        yield SentDose(key, drug, one.words, _mg(one), one.last_covered_on, *whom)


def _mg(one: Medicine) -> Decimal | None:
    """The daily dose; None where a packet from elsewhere holds no number."""
    try:
        amount = Decimal(one.daily_mg or "")
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None
