"""What treatment and allocation say: waits, steps still to come, what differs from what is saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from careplan.clients import queries
from careplan.clients.forms.episodes import NOBODY
from careplan.clients.labels import ENDINGS, KINDS, PRIORITIES, SOURCES
from careplan.clients.pages.people import keyworker_choices
from careplan.clients.rules.keeping import Spell, spells
from careplan.clients.rules.waits import Days, Frame, misplaced, waited, waiting
from careplan.ui.words import counted, day, yes_no

if TYPE_CHECKING:
    from careplan.clients.models import Episode, Intervention

STEPS = ("first_offered_on", "started_on", "ended_on", "ending")


@dataclass(frozen=True, slots=True)
class Line:
    """An intervention as the list shows it."""

    id: str
    kind: str
    days: Days
    wait: str
    ending: str
    steps_left: bool
    waiting: bool


def intervention_line(row: "Intervention", today: date) -> Line:
    """The row in words, with its wait in days."""
    days = Days(row.referred_on, row.first_offered_on, row.started_on, row.ended_on)
    wait = waited(days, today)
    words = "" if wait is None else counted(wait, "day") + (" so far" if waiting(days) else "")
    left = row.ended_on is None or (row.started_on is None and row.ending != "withdrawn")
    return Line(
        row.id, KINDS[row.kind], days, words, ENDINGS[row.ending] if row.ending else "", left, waiting(days)
    )


def steps_taken(line: Line) -> list[tuple[str, str]]:
    """The steps that are recorded, label and day."""
    days = line.days
    later = {
        "First appointment offered for": days.first_offered_on,
        "Started on": days.started_on,
        "Ended on": days.ended_on,
    }
    steps = [("Referred on", day(days.referred_on)), ("Wait", line.wait)]
    steps += [(label, day(on)) for label, on in later.items() if on]
    return [*steps, ("How it ended", line.ending)] if days.ended_on else steps


def waits(episode: "Episode", on: date) -> Iterator[tuple[str, str]]:
    """The wait for triage and for each treatment, in days, with the label of each."""
    if episode.triaged_on or not episode.closed_on:
        until = episode.triaged_on or on
        yield "Wait for triage", counted((until - episode.referred_on).days, "day")
    for row in queries.interventions(episode):
        days = waited(Days(row.referred_on, row.first_offered_on, row.started_on, row.ended_on), on)
        if days is not None:
            yield f"Wait for {KINDS[row.kind].lower()}", counted(days, "day")


def version_of(row: "Intervention") -> str:
    """Which steps are filled; changes whenever one is, and with a correction."""
    return row.id + "".join("0" if getattr(row, step) is None else "1" for step in STEPS)


def keep_filled(form: Any, row: "Intervention") -> None:
    """What is filled stays, whatever was sent."""
    for step in STEPS:
        if getattr(row, step) is not None:
            form[step].process_data(getattr(row, step))
            form[step].process_errors = []


def days_of(form: Any, episode: "Episode", today: date, referred_on: date | None = None) -> Days | None:
    """The days as entered; None when the form or the order of the days is wrong, with sentences at the fields."""
    good = form.validate_on_submit()
    referred = referred_on or form.referred_on.data
    if referred is None:
        return None
    days = Days(referred, form.first_offered_on.data, form.started_on.data, form.ended_on.data)
    frame = Frame(episode.referred_on, episode.closed_on, episode.client.deceased_on, today)
    for name, sentence in misplaced(days, frame).items():
        field = form[name if name in form else STEPS[0]]
        if not field.errors:
            field.errors = [sentence]
        good = False
    return days if good else None


def step_differences(form: Any, row: "Intervention") -> list[tuple[str, str, str]]:
    """Label, what is saved now, what was entered, for the steps that the page asked for."""
    saved = {step: getattr(row, step) for step in STEPS} | {"kind": row.kind, "referred_on": row.referred_on}
    words: dict[str, str] = {**ENDINGS, **KINDS}
    rows = []
    filled = {step for step in STEPS[:3] if form[step].raw_data == []}
    if "ended_on" in filled:
        filled.add("ending")
    for one in form.shown_fields:
        if one.short_name in saved and one.short_name not in filled:
            now = saved[one.short_name]
            rows.append((one.words, _words(now, words), _words(one.data, words)))
    return rows


def _words(value: Any, words: dict[str, str]) -> str:
    if isinstance(value, date):
        return day(value)
    return words.get(value, str(value)) if value else ""


def allocate_form(form: Any, episode: "Episode", today: date) -> Any:
    """The form with its choices and with what is saved."""
    offer_keyworkers(form, episode, today)
    form.seen.data = referral_version(episode)
    if not form.from_draft:
        form.keyworker.process_data(episode.keyworker_id or NOBODY)
        form.priority.process_data(episode.priority)
        form.ndtms_consent.process_data(episode.ndtms_consent)
        form.ndtms_consent_on.process_data(episode.ndtms_consent_on)
        form.triaged_on.process_data(episode.triaged_on)
    return form


def offer_keyworkers(form: Any, episode: "Episode", today: date) -> None:
    """Nobody, workers of the service, and whoever keeps the case now even when gone."""
    services = frozenset({episode.service_id})
    choices = {NOBODY: "Nobody yet", **keyworker_choices(services, today, {})}
    if episode.keyworker_id and episode.keyworker_id not in choices:
        now = queries.worker_names({episode.keyworker_id}).get(episode.keyworker_id, "The present keyworker")
        choices[episode.keyworker_id] = f"{now}, no longer at this service"
    form.keyworker.choices = choices


def hands_once(form: Any, episode: "Episode") -> bool:
    """Whether the keyworker stays or nobody else was asked already; a sentence at the field when not."""
    changed = form.keyworker.data not in (NOBODY, episode.keyworker_id)
    waits = queries.offered(frozenset({episode.service_id}), *queries.of_root(episode)) if changed else []
    if waits:
        form.keyworker.errors = [
            f"{waits[0].to} was asked already and has not answered. Take that back first"
        ]
    return not waits


def chosen_name(form: Any) -> str:
    """The name of the keyworker who was chosen."""
    return str(dict(form.keyworker.choices)[form.keyworker.data])


def referral_version(episode: "Episode") -> str:
    """Changes whenever one of the values of the form changes."""
    consent = (episode.ndtms_consent, episode.ndtms_consent_on)
    values = (episode.keyworker_id, episode.triaged_on, episode.priority, *consent)
    return "|".join(str(value) for value in values)


def allocate_differences(form: Any, episode: "Episode", today: date) -> list[tuple[str, str, str]]:
    """Label, what is saved now, what was entered; also gives the form its choices."""
    offer_keyworkers(form, episode, today)
    workers = dict(form.keyworker.choices)
    filled = form.triaged_on.raw_data == []
    triage = [("Triaged on", _words(episode.triaged_on, {}), _words(form.triaged_on.data, {}))]
    return [
        ("Keyworker", workers.get(episode.keyworker_id or NOBODY, ""), workers.get(form.keyworker.data, "")),
        *([] if filled else triage),
        ("Priority", _words(episode.priority, PRIORITIES), _words(form.priority.data, PRIORITIES)),
        ("Consent to national monitoring", yes_no(episode.ndtms_consent), yes_no(form.ndtms_consent.data)),
        ("Day of consent", _words(episode.ndtms_consent_on, {}), _words(form.ndtms_consent_on.data, {})),
    ]


def triage_fits(form: Any, episode: "Episode") -> bool:
    """Whether the day of triage lies inside the episode; a sentence at the field when not."""
    on = form.triaged_on.data
    if on is None or on == episode.triaged_on:
        return True
    sentence = None
    if episode.triaged_on is not None:
        sentence = f"Triage is recorded for {day(episode.triaged_on)} and stays so"
    elif on < episode.referred_on:
        sentence = f"Day of triage must be on or after {day(episode.referred_on)}, the day of referral"
    elif episode.closed_on is not None and on > episode.closed_on:
        sentence = f"Day of triage must be on or before {day(episode.closed_on)}, when the episode closed"
    form.triaged_on.errors = [sentence] if sentence else []
    return sentence is None


def keyworkers(episode: "Episode") -> list[Spell]:
    """Who kept the case from when to when. Two statements."""
    rows = queries.spells_of([episode.root_id]).get(episode.root_id, [])
    since = [(row.worker_id, row.from_on) for row in rows] or [(episode.keyworker_id, episode.referred_on)]
    names = queries.worker_names({worker for worker, _ in since if worker})
    return spells([(names.get(worker or ""), on) for worker, on in since], episode.closed_on)


def referral_differences(form: Any, episode: "Episode") -> list[tuple[str, str, str]]:
    """Label, what is saved now, what was entered."""
    shown = (form.referred_on, form.referral_source, form.triaged_on)
    pairs = ((one, getattr(episode, one.short_name)) for one in shown)
    return [(one.words, _words(now, dict(SOURCES)), _words(one.data, dict(SOURCES))) for one, now in pairs]


def referral_fits(form: Any, episode: "Episode") -> bool:
    """Whether the days of a corrected referral fit what is recorded; sentences at the fields when not."""
    on, triaged = form.referred_on.data, form.triaged_on.data
    first = min((row.referred_on for row in queries.interventions(episode)), default=None)
    named = (
        (first, "the first referral to a treatment"),
        (episode.closed_on, "when the episode closed"),
        (episode.client.deceased_on, "the day the client died"),
    )
    late = [f"{day(limit)}, {what}" for limit, what in named if limit and on > limit]
    if late:
        form.referred_on.errors = [f"Day of referral must be on or before {late[0]}"]
    elif on < episode.client.birth.counted_from:
        form.referred_on.errors = ["Day of referral must be on or after the date of birth"]
    if triaged and triaged < on:
        form.triaged_on.errors = [f"Day of triage must be on or after {day(on)}, the day of referral"]
    elif triaged and episode.closed_on and triaged > episode.closed_on:
        form.triaged_on.errors = [
            f"Day of triage must be on or before {day(episode.closed_on)}, when it closed"
        ]
    return not form.errors
