"""Notes of contacts. Give `episode=`; a note takes its id and service."""

from datetime import date

import factory

from careplan.contacts.models import ContactGoal, ContactNote, LostTouchDone
from tests.factories.base import Fact
from tests.factories.clients import OfEpisode
from tests.factories.staff import WorkerFactory


class ContactNoteFactory(OfEpisode):
    class Meta:
        model = ContactNote

    happened_on = date(2025, 2, 3)
    began = "14:30"
    worker_id = factory.LazyFunction(lambda: WorkerFactory().id)
    purpose = "keywork"
    way = "phone"
    words = "Rang about the flat"
    risk_changed = False


class ContactGoalFactory(Fact):
    class Meta:
        model = ContactGoal


class LostTouchDoneFactory(OfEpisode):
    class Meta:
        model = LostTouchDone

    place = 1
    way = "text"
    done_on = date(2025, 2, 3)
    words = "Sent a text, no answer"
