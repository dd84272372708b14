"""What finding and registering say: states, choices of a referral, what differs from what is saved."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for

from careplan.clients import queries
from careplan.clients.actions import Details, Referral
from careplan.clients.codes import REGISTER_CLIENT, BirthKnown
from careplan.clients.doors import front
from careplan.clients.labels import BIRTHS, ETHNICITIES, SEXES
from careplan.clients.rules.likeness import Likeness, Person
from careplan.clients.rules.names import ONE_NAME
from careplan.clients.rules.people import under_age
from careplan.staff.doors import actor
from careplan.staff.queries import service_names
from careplan.ui.tables import Column, Table
from careplan.ui.words import day, nhs_number, yes_no

if TYPE_CHECKING:
    from careplan.clients.models import Client, Episode


NOT_THERE = "Select a keyworker who works at the service you chose"
YOUNG = "{} is under 18. Check that an adult service is the right place, and who else must know."
DIED = "The client has died. Check the date of death in the client's details"


def referable(form: Any, services: frozenset[str], on: date) -> bool:
    """Whether the referral can be saved: the form is good and the keyworker works at the service."""
    good: bool = form.validate_on_submit()
    if not works_there(services, form.keyworker.data, form.service.data, on):
        form.keyworker.errors = [*form.keyworker.errors, NOT_THERE][:1]
        return False
    return good


def young(episode: "Episode") -> str:
    """A sentence about a client who is under 18 on the day of referral; empty for everybody else."""
    under = under_age(episode.client.birth, episode.referred_on)
    return YOUNG.format(episode.client.first_name) if under else ""


def state(one: queries.Match) -> str:
    """An episode in one phrase."""
    if one.struck_at is not None:
        return "Registered by mistake"
    if one.deceased_on is not None:
        return f"Died {day(one.deceased_on)}"
    if one.closed_on is not None:
        return f"Closed {day(one.closed_on)}"
    return f"Open since {day(one.referred_on)}" if one.referred_on else "Imported, not referred yet"


def record(one: queries.Match) -> str:
    """The address of the client's record; of the first referral where no episode has begun."""
    if one.struck_at is not None:
        return url_for("record.history", episode_id=one.episode_id)
    if one.episode_id:
        return url_for(front(one.service_id), episode_id=one.episode_id)
    return url_for("clients.first_referral", client_id=one.client_id) if actor().may(REGISTER_CLIENT) else ""


def listed(
    caption: str,
    pairs: Sequence[tuple[queries.Match, str]],
    link: Callable[[queries.Match], str] = record,
    more: Sequence[Column] = (),
    nowhere: str = "",
) -> Table:
    """Clients that were found, each with why it is listed where any has a reason; `nowhere`: without a service."""
    columns = (
        Column("Name", lambda pair: pair[0].name, lambda pair: link(pair[0])),
        *([Column("Why", 1)] if any(why for _, why in pairs) else ()),
        Column("Born", lambda pair: pair[0].birth.short()),
        Column("NHS No.", lambda pair: nhs_number(pair[0].nhs_number)),
        Column("Service", lambda pair: pair[0].service or nowhere),
        Column("Episode", lambda pair: state(pair[0])),
    )
    return Table(caption, (*columns, *more), pairs, caption_hidden=bool(more))


def offer_services(form: Any, services: frozenset[str], on: date) -> None:
    """Give a referral its choices: services of the worker, and workers who may hold a caseload there."""
    names = service_names(services)
    form.service.choices = names
    form.keyworker.choices = keyworker_choices(services, on, names)
    if len(names) == 1 and not form.is_submitted():
        form.service.process_data(next(iter(names)))


def keyworker_choices(services: frozenset[str], on: date, names: dict[str, str]) -> dict[str, str]:
    """Workers by name; where there are several services, with the services they work at."""
    pairs: dict[str, tuple[str, list[str]]] = {}
    for worker_id, name, service_id in queries.keyworkers(services, on):
        pairs.setdefault(worker_id, (name, []))[1].append(names.get(service_id, service_id))
    if len(services) == 1:
        return {worker_id: name for worker_id, (name, _) in pairs.items()}
    return {worker_id: f"{name}, {' and '.join(at)}" for worker_id, (name, at) in pairs.items()}


def works_there(services: frozenset[str], worker_id: str | None, service_id: str | None, on: date) -> bool:
    """Whether the chosen keyworker works at the chosen service; nobody chosen is fine."""
    if not worker_id or not service_id:
        return True
    return any(
        (one, at) == (worker_id, service_id) for one, _, at in queries.keyworkers(services & {service_id}, on)
    )


def details(form: Any) -> Details:
    """The client's details as entered."""
    death = form["deceased_on"].data if "deceased_on" in form else None
    birth = form.birth
    return Details(
        first_name=form.first_name.data,
        last_name=form.family_name,
        date_of_birth=birth.on,
        birth_known=birth.known,
        sex=form.sex.data,
        ethnicity=form.ethnicity.data,
        nhs_number=form.nhs_number.data,
        postcode=form.postcode.data,
        deceased_on=death,
    )


def referral(form: Any) -> Referral:
    """The referral as entered."""
    return Referral(
        service_id=form.service.data,
        referred_on=form.referred_on.data,
        referral_source=form.referral_source.data,
        priority=form.priority.data,
        keyworker_id=form.keyworker.data,
        ndtms_consent=form.ndtms_consent.data,
        ndtms_consent_on=form.ndtms_consent_on.data,
    )


def person(given: Details) -> Person:
    """What tells the client apart from others."""
    return Person(
        given.first_name, given.last_name, given.date_of_birth, given.sex, given.nhs_number, given.birth_known
    )


def edit_form(form: Any, client: "Client") -> Any:
    """The form with what is saved."""
    form.seen.data = client.version
    if form.from_draft:
        return form
    if client.last_name == ONE_NAME:
        form.last_name.process_data(None)
        form.one_name.process_data(True)
    if client.birth_known != BirthKnown.KNOWN:
        form.date_of_birth.process_data(None)
    if client.birth_known == BirthKnown.ESTIMATED:
        form.birth_year.process_data(client.date_of_birth.year)
    return form


def number_owner(alike: "list[tuple[queries.Match, Likeness]]") -> str:
    """The name of another client of the services who has the NHS number; empty when nobody has."""
    return next((one.name for one, why in alike if why is Likeness.NHS_NUMBER), "")


def not_referable(
    episode: "Episode", services: frozenset[str], service_id: str | None, on: date | None
) -> str | None:
    """Why this client cannot be referred to the service on the day, in a sentence."""
    if episode.client.deceased_on is not None:
        return DIED
    for other in queries.episodes_of(services, episode.client):
        if other.service_id == service_id and other.closed_on is None:
            return f"The client has been with this service since {day(other.referred_on)}. Use that record"
        if other.service_id == service_id and on and other.closed_on and on < other.closed_on:
            return (
                f"The day of referral must be on or after {day(other.closed_on)}, the end of the last episode"
            )
    return None


def differences(form: Any, client: "Client") -> list[tuple[str, str, str]]:
    """Label, what is saved now, what was typed: for the page about a form that grew old."""
    one_name = client.last_name == ONE_NAME
    saved = {
        "last_name": "" if one_name else client.last_name,
        "one_name": yes_no(one_name),
        "birth_known": BIRTHS[client.birth_known],
        "date_of_birth": day(client.date_of_birth) if client.birth_known == BirthKnown.KNOWN else "",
        "birth_year": str(client.date_of_birth.year) if client.birth_known == BirthKnown.ESTIMATED else "",
        "sex": SEXES[client.sex],
        "ethnicity": ETHNICITIES.get(client.ethnicity or "", ""),
    }
    shown = [one for one in form.shown_fields if one.short_name not in ("young", "old", "number_reason")]
    return [(one.words, _saved(saved, client, one.short_name), _typed(one)) for one in shown]


def _saved(saved: dict[str, str], client: "Client", name: str) -> str:
    if name in saved:
        return saved[name]
    now = getattr(client, name)
    return day(now) if isinstance(now, date) else now or ""


def _typed(one: Any) -> str:
    """What was typed, in the words of the page."""
    words: dict[str, dict[str, str]] = {"sex": SEXES, "ethnicity": ETHNICITIES, "birth_known": BIRTHS}
    if isinstance(one.data, bool):
        return yes_no(one.data)
    if isinstance(one.data, date):
        return day(one.data)
    typed = "" if one.data is None else str(one.data)
    return words.get(one.short_name, {}).get(typed, typed)
