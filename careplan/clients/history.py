"""The room's share of a record's history: its rows, and what each is called."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select

from careplan.clients.labels import EXITS, HANDED, KINDS, PAUSES, PRIORITIES, SOURCES
from careplan.clients.models import (
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
from careplan.clients.rules.national import NATIONAL_EXITS
from careplan.ground.history import (
    CLIENT,
    EPISODE,
    NEVER,
    NO_DAY,
    NO_WORDS,
    NOT_STRUCK,
    Rows,
    branch,
    of,
    own,
    recorded,
    step,
)
from careplan.ground.offers import Entry, History, Line, Part
from careplan.staff.models import Worker
from careplan.ui.history import coded, joined, on_day, words_of
from careplan.ui.words import day


def rows() -> Iterator[Rows]:
    """A SELECT for each kind of row."""
    yield from _people()
    yield from _keeping()
    here = Episode.root_id == EPISODE
    yield recorded("episode", Episode, Episode.referral_source, Episode.priority, Episode.referred_on).where(
        here
    )
    yield step("triaged", Episode, "triaged", on=Episode.triaged_on).where(here)
    yield step("closed", Episode, "closed", Episode.exit_reason, Episode.closed_on).where(here)
    told, row = Episode, Intervention
    national = step("national", told, "closed", told.national_exit, told.closed_on)
    yield national.where(here, told.national_exit.is_not(None))
    agreed = case((told.ndtms_consent.is_(True), "yes"), else_="no")
    monitored = recorded("monitoring", told, agreed, on=told.ndtms_consent_on)
    yield monitored.where(here, told.ndtms_consent_on.is_not(None))
    yield own(recorded("treatment", row, row.kind, on=row.referred_on), row)
    yield own(step("offered", row, "offered", row.kind, row.first_offered_on), row)
    yield own(step("started", row, "started", row.kind, row.started_on), row)
    yield own(step("ended", row, "ended", row.kind, row.ended_on), row)
    yield own(recorded("pause", Pause, Pause.reason, on=Pause.from_on), Pause)
    yield own(step("back", Pause, "ended", Pause.reason, Pause.until_on), Pause)
    yield own(recorded("task", Task, Task.words, on=Task.due_on), Task)
    yield of(recorded("task_action", TaskAction, TaskAction.words), (Task, TaskAction.task_id))
    yield own(recorded("packet", Packet, Packet.sent_by, Packet.reason, Packet.sent_on), Packet)
    yield own(recorded("transfer", Transfer, Transfer.sent_to, Transfer.reason, Transfer.sent_on), Transfer)


def _keeping() -> Iterator[Rows]:
    """Who kept the case from which day on, and how it was handed over."""
    row, asked = KeyworkerSince, HandOver
    yield own(recorded("keyworker", row, _name(row.worker_id), on=row.from_on), row)
    yield own(recorded("hand_over", asked, _name(asked.to_worker_id), asked.note, asked.handed_on), asked)
    ends = (asked.superseded_at, asked.struck_at, asked.struck_reason, asked.wrong_client, asked.struck_by)
    told = (
        asked.id,
        asked.answered_at,
        asked.answered_by,
        asked.answer,
        asked.answer_words,
        NO_DAY,
        NO_WORDS,
        *ends,
    )
    yield own(branch("hand_over_answer", *told), asked).where(asked.answer.is_not(None))


def _name(worker_id: Any) -> Any:
    return select(Worker.name).where(Worker.id == worker_id).scalar_subquery()


def _people() -> Iterator[Rows]:
    """How the client was registered, under each id, and what was joined; a joined record is no correction."""
    reason = case((~_stands(Merge.other_id == Client.corrects), Client.correction_reason))
    corrected = case((~_stands(Merge.other_id == Client.id), Client.superseded_at))
    row, words = Client, (NO_WORDS, NO_WORDS, NO_DAY)
    told = (row.id, row.recorded_at, row.recorded_by, *words, reason, corrected)
    yield branch("client", *told, row.struck_at, row.struck_reason, row.wrong_client, row.struck_by).where(
        row.root_id == CLIENT
    )
    named = select(Client.id).where(Client.root_id == CLIENT)
    mine = or_(Merge.survivor_id.in_(named), Merge.other_id.in_(named))
    yield recorded("joined", Merge, Merge.reason, Merge.other_id).where(mine)
    apart = (Merge.id, Merge.undone_at, Merge.undone_by, NO_WORDS, Merge.other_id, NO_DAY, NO_WORDS, NEVER)
    yield branch("parted", *apart, *NOT_STRUCK).where(mine, Merge.undone_at.is_not(None))


def _stands(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Merge.id).where(condition, Merge.undone_at.is_(None)).exists()


def _due(entry: Entry) -> str:
    return joined(entry.first, f"due {day(entry.on)}" if entry.on else None)


def _referral(entry: Entry) -> str:
    priority = PRIORITIES.get(entry.second or "") if entry.second != "none" else None
    return joined(on_day(entry), SOURCES.get(entry.first or ""), priority)


def _joined(entry: Entry) -> str:
    return joined(entry.second, entry.first)


def _keeper(entry: Entry) -> str:
    return f"{entry.first or 'Nobody'} from {day(entry.on)}"


def _to(entry: Entry) -> str:
    return joined(f"To {entry.first}", on_day(entry), entry.second)


def _national(entry: Entry) -> str:
    code = entry.first or ""
    one = NATIONAL_EXITS.latest.exits.get(code)
    return joined(code, one.words if one else None)


def _monitored(entry: Entry) -> str:
    return joined("Agrees" if entry.first == "yes" else "Does not agree", on_day(entry))


def _answered(entry: Entry) -> str:
    return joined(HANDED.get(entry.first or ""), entry.second)


HISTORY = History(
    rows,
    (
        Line("client", "Client registered", "record.overview", on_day, "treatment"),
        Line("joined", "Records joined", "clients.joinings", _joined, "treatment"),
        Line("parted", "Records put apart again", "clients.joinings", _joined, "treatment"),
        Line("episode", "Referral", "record.overview", _referral, "treatment"),
        Line("triaged", "Triage", "record.overview", on_day, "treatment"),
        Line("closed", "Left treatment", "record.overview", coded(EXITS), "treatment"),
        Line("national", "National reason for leaving", "record.overview", _national, "treatment"),
        Line("monitoring", "Consent to national monitoring", "clients.referral", _monitored, "treatment"),
        Line("treatment", "Treatment referred to", "clients.treatment", coded(KINDS), "treatment"),
        Line("offered", "First appointment offered", "clients.treatment", coded(KINDS), "treatment"),
        Line("started", "Treatment started", "clients.treatment", coded(KINDS), "treatment"),
        Line("ended", "Treatment ended", "clients.treatment", coded(KINDS), "treatment"),
        Line("pause", "Time away", "clients.treatment", coded(PAUSES), "treatment"),
        Line("back", "Back from time away", "clients.treatment", on_day, "treatment"),
        Line("keyworker", "Keyworker", "clients.treatment", _keeper, "treatment"),
        Line("hand_over", "Handed over", "clients.treatment", _to, "treatment"),
        Line("hand_over_answer", "Hand-over answered", "clients.treatment", _answered, "treatment"),
        Line("task", "Task", "record.overview", _due, "treatment"),
        Line("task_action", "Action on a task", "record.overview", words_of, "treatment"),
        Line(
            "packet",
            "Transferred here by another service",
            "moves.of_record",
            lambda entry: joined(entry.first, on_day(entry), entry.second),
            "treatment",
        ),
        Line(
            "transfer",
            "Transferred to another service",
            "moves.of_record",
            lambda entry: joined(entry.first, on_day(entry), entry.second),
            "treatment",
        ),
    ),
    (Part("treatment", "Referral and treatment", 10),),
)
