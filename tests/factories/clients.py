"""Clients, episodes and what hangs on them. Give `episode=` to the children; they take its service."""

from datetime import UTC, date, datetime

import factory

from careplan.clients.models import (
    Appointment,
    Client,
    Episode,
    HandOver,
    Intervention,
    KeyworkerSince,
    Merge,
    Packet,
    Pause,
    Task,
    TaskAction,
    Transfer,
)
from careplan.clients.rules.packets import Contents, Part, Person, Said, hashed, written
from tests.factories.base import Fact
from tests.factories.staff import ServiceFactory


class ClientFactory(Fact):
    class Meta:
        model = Client

    first_name = "Janet"
    last_name = "Williams"
    date_of_birth = date(1985, 7, 14)
    sex = "female"
    ethnicity = "A"
    nhs_number = "9990000018"
    postcode = "ZZ99 3VZ"


class EpisodeFactory(Fact):
    class Meta:
        model = Episode

    client = factory.SubFactory(ClientFactory)
    service_id = factory.LazyFunction(lambda: ServiceFactory().id)
    referred_on = date(2025, 1, 6)
    referral_source = "self"
    priority = "none"


class OfEpisode(Fact):
    """Give `episode=`; the row takes its id and service."""

    class Meta:
        abstract = True
        exclude = ("episode",)

    episode = factory.SubFactory(EpisodeFactory)
    episode_id = factory.SelfAttribute("episode.id")
    service_id = factory.SelfAttribute("episode.service_id")


class InterventionFactory(OfEpisode):
    class Meta:
        model = Intervention

    kind = "specialist_prescribing"
    referred_on = date(2025, 1, 6)
    first_offered_on = date(2025, 1, 13)
    started_on = date(2025, 1, 20)


class AppointmentFactory(OfEpisode):
    class Meta:
        model = Appointment

    starts_at = datetime(2025, 1, 20, 10, 30, tzinfo=UTC)
    purpose = "keywork"


class PauseFactory(OfEpisode):
    class Meta:
        model = Pause

    reason = "prison"
    from_on = date(2025, 6, 1)


class TaskFactory(OfEpisode):
    class Meta:
        model = Task

    kind = "note"
    source = factory.Sequence(lambda n: f"test:{n}")
    words = "Ring the pharmacy"
    due_on = date(2025, 2, 1)


class TaskActionFactory(Fact):
    class Meta:
        model = TaskAction

    words = "Rang the pharmacy"
    closes = True


class TransferFactory(OfEpisode):
    class Meta:
        model = Transfer

    sent_to = "Riverside Test Service"
    sent_on = date(2025, 3, 1)
    reason = "Moves to the riverside"
    basis = "consent"


class KeyworkerSinceFactory(OfEpisode):
    class Meta:
        model = KeyworkerSince

    from_on = date(2025, 1, 6)


class HandOverFactory(OfEpisode):
    class Meta:
        model = HandOver

    handed_on = date(2025, 3, 1)


def contents(**more):
    """A packet of a transfer as another service wrote it."""
    person = Person("Janet", "Williams", date(1985, 7, 14), "known", "female", "A", "9990000018", "ZZ99 3VZ")
    said = Said(
        "housing_status", "2", "hostel", None, date(2025, 2, 3), "Una Other, Riverside", "Home?", "Hostel"
    )
    values = {
        "person": person,
        "service": "Riverside Test Service",
        "telephone": "01632 960 001",
        "worker": "Una Other",
        "receiver": "Northgate Test Service",
        "sent_on": date(2025, 3, 1),
        "reason": "Moves to the north",
        "basis": "consent",
        "override_reason": None,
        "allergies": "Penicillin",
        "answers": [said],
        "medicines": [],
        "parts": [Part("Care plan", [("Agreed", "3 February 2025")])],
    }
    return Contents(**(values | more))


class PacketFactory(Fact):
    """Give `service_id=`."""

    class Meta:
        model = Packet

    sent_by = "Riverside Test Service"
    sent_on = date(2025, 3, 1)
    reason = "Moves to the north"
    content = factory.LazyFunction(lambda: written(contents()))
    sha256 = factory.LazyAttribute(lambda packet: hashed(packet.content))


class MergeFactory(Fact):
    class Meta:
        model = Merge

    survivor_id = factory.LazyFunction(lambda: ClientFactory().id)
    other_id = factory.LazyFunction(lambda: ClientFactory().id)
    reason = "Both records have the same photograph"
