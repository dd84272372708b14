"""Letters: what the record fills in, to whom one may go, and the words that one begins with."""

from datetime import date
from typing import TYPE_CHECKING

from careplan.ground.clock import london
from careplan.letters import queries as reads
from careplan.letters.codes import LetterField
from careplan.letters.forms import OTHER
from careplan.letters.rules import LETTERS, Addressee, filled
from careplan.people.labels import HELPERS as HELPER_WORDS
from careplan.people.registers import ADDRESSES, HELPERS, SPEECH
from careplan.prescribing.labels import DRUGS
from careplan.prescribing.queries.days import course_summary
from careplan.staff.queries import names_at, service_of
from careplan.staff.rules import Actor
from careplan.ui.words import clock, day, mg, nhs_number

if TYPE_CHECKING:
    from datetime import datetime

    from careplan.clients.models import Episode


def addressees(episode: "Episode", on: date) -> dict[str, Addressee]:
    """To whom a letter may go, by code. The client's address only where it is safe to write."""
    name = episode.client.whole_name
    choices = {}
    for one in reads.in_use(ADDRESSES, episode, on):
        if one.safe_to_write and one.lines:
            lines = "\n".join(filter(None, (name, one.lines, one.postcode)))
            choices[one.id] = Addressee(f"The client, at {one.lines.splitlines()[0]}", lines)
    choices["hand"] = Addressee("The client, given by hand", name)
    for one in reads.in_use(HELPERS, episode, on):
        block = "\n".join(filter(None, (one.name, one.address)))
        choices[one.id] = Addressee(f"{HELPER_WORDS[one.kind]}: {one.name}", block)
    choices[OTHER] = Addressee("Somebody else", "")
    return choices


def _at(starts_at: "datetime") -> str:
    return f"{day(london(starts_at))} at {clock(starts_at)}"


def values(services: frozenset[str], episode: "Episode", by: Actor, on: date) -> dict[str, str]:
    """What the record knows of the fields of a letter; a field without a value is missing or empty."""
    client, service = episode.client, service_of(services, episode.service_id)
    speech = sorted(reads.in_use(SPEECH, episode, on), key=lambda one: one.recorded_at)
    coming, missed = reads.appointments(services, episode)
    course = next(iter(course_summary(services, episode.id, on)), None)
    order = course.order if course else None
    return {
        LetterField.CLIENT_NAME: client.whole_name,
        LetterField.CALLED: (speech[-1].preferred_name if speech else None) or client.first_name,
        LetterField.DATE_OF_BIRTH: client.birth.long() if client.birth.earliest else "",
        LetterField.NHS_NUMBER: nhs_number(client.nhs_number, ""),
        LetterField.TODAY: day(on),
        LetterField.NEXT_APPOINTMENT: _at(coming.starts_at) if coming else "",
        LetterField.MISSED_APPOINTMENT: _at(missed.starts_at) if missed else "",
        LetterField.MEDICINE: DRUGS[course.facts.drug] if course else "",
        LetterField.DAILY_DOSE: f"{mg(order.daily_mg)} a day" if order else "",
        LetterField.MEDICINE_SINCE: day(course.facts.first_dose_on) if course else "",
        LetterField.KEYWORKER: names_at(episode.service_id, on).get(episode.keyworker_id or "", ""),
        LetterField.WORKER: by.name,
        LetterField.SERVICE: service.name if service else "",
        LetterField.SERVICE_TELEPHONE: (service.telephone if service else None) or "",
    }


def begun(services: frozenset[str], episode: "Episode", by: Actor, letter: str, on: date) -> str:
    """The words that a letter begins with: the service's own, else careplan's, filled in from the record."""
    words = reads.template(episode.service_id, letter) or LETTERS.on(on).templates[letter]
    return filled(words, values(services, episode, by, on)).strip()
