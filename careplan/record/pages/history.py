"""The history's acts in words, and the page each leads to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from careplan.clients.rules.words import EXITS, KINDS, PAUSES, PRIORITIES, SOURCES
from careplan.record.pages.summary import AGREED, DOSES, HARM, SPANS, TAKEN
from careplan.record.queries import Entry
from careplan.record.rules.gaps import NAMES
from careplan.ui.frame import address
from careplan.ui.words import counted, day, mg

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@dataclass(frozen=True, slots=True)
class Line:
    """One act: what, the words, the page it belongs to, and whether it was corrected later."""

    entry: Entry
    what: str
    words: str
    href: str


def lines(episode: "Episode", entries: tuple[Entry, ...]) -> list[Line]:
    """The acts of a page in words."""
    return [_line(episode, entry) for entry in entries]


def _line(episode: "Episode", entry: Entry) -> Line:
    what, endpoint, words = ACTS[entry.kind]
    return Line(entry, what, words(entry), address(endpoint, episode_id=episode.id))


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _mg(hundredths: str | None) -> str:
    return mg(Decimal(hundredths) / 100) if hundredths else ""


def _plain(code: str | None) -> str:
    return (code or "").replace("_", " ")


def _on(entry: Entry) -> str:
    return day(entry.on) if entry.on else ""


def _from(codes: dict[str, str]) -> Callable[[Entry], str]:
    return lambda entry: _joined(codes.get(entry.first or "", entry.first), _on(entry))


def _words(entry: Entry) -> str:
    return _joined(entry.first, _plain(entry.second))


def _due(entry: Entry) -> str:
    return _joined(entry.first, f"due {day(entry.on)}" if entry.on else None)


def _assessment(entry: Entry) -> str:
    done = entry.second and f"completed {day(date.fromisoformat(entry.second))}"
    return _joined(NAMES.get(entry.first or ""), f"started {_on(entry)}", done)


def _referral(entry: Entry) -> str:
    priority = PRIORITIES.get(entry.second or "") if entry.second != "none" else None
    return _joined(_on(entry), SOURCES.get(entry.first or ""), priority)


def _risk(entry: Entry) -> str:
    return _joined(HARM.get(entry.first or ""), entry.second, f"due {day(entry.on)}" if entry.on else None)


def _review(entry: Entry) -> str:
    return _joined("held" if entry.first == "held" else "the client did not attend", _on(entry), entry.second)


def _dose(entry: Entry) -> str:
    return _joined(DOSES.get(entry.first or ""), _mg(entry.second), f"for {_on(entry)}")


def _order(entry: Entry) -> str:
    formulation, _, phase = (entry.second or "").partition(" ")
    often = SPANS.get(formulation, "a day")
    return _joined(f"{_mg(entry.first)} {often}", _plain(phase), f"from {_on(entry)}")


def _asked(entry: Entry) -> str:
    return _joined(_mg(entry.first), f"from {_on(entry)}", entry.second)


def _week(entry: Entry) -> str:
    collect, supervised = (entry.first or "").count("1"), (entry.second or "").count("1")
    return f"collects {counted(collect, 'day')} a week, supervised {supervised}, from {_on(entry)}"


ACTS: dict[str, tuple[str, str, Callable[[Entry], str]]] = {
    "client": ("Client registered", "record.overview", _on),
    "episode": ("Referral", "record.overview", _referral),
    "triaged": ("Triage", "record.overview", _on),
    "closed": ("Left treatment", "record.overview", _from(EXITS)),
    "treatment": ("Treatment referred to", "clients.treatment", _from(KINDS)),
    "offered": ("First appointment offered", "clients.treatment", _from(KINDS)),
    "started": ("Treatment started", "clients.treatment", _from(KINDS)),
    "ended": ("Treatment ended", "clients.treatment", _from(KINDS)),
    "pause": ("Time away", "clients.treatment", _from(PAUSES)),
    "back": ("Back from time away", "clients.treatment", _on),
    "task": ("Task", "record.overview", _due),
    "task_action": ("Action on a task", "record.overview", _words),
    "transfer": (
        "Referred to another service",
        "record.overview",
        lambda entry: _joined(entry.first, _on(entry), entry.second),
    ),
    "assessment": ("Assessment", "assessment.index", _assessment),
    "completed": ("Assessment completed", "assessment.index", _from(NAMES)),
    "answers": (
        "Answers",
        "assessment.index",
        lambda entry: f"{NAMES.get(entry.first or '')}, {counted(int(entry.second or 0), 'answer')}",
    ),
    "risk_level": ("Risk level", "risk.index", _risk),
    "risk_action": ("Risk action", "risk.index", _risk),
    "risk_action_done": ("Risk action done", "risk.index", _from({})),
    "countersigned": ("Risk countersigned", "risk.index", _from({})),
    "plan": (
        "Care plan written",
        "plans.overview",
        lambda entry: _joined(f"version {entry.second}", _plain(entry.first), _on(entry)),
    ),
    "agreed": ("Care plan agreed", "plans.overview", _from(AGREED)),
    "copy": ("Copy of the care plan offered", "plans.overview", _from(TAKEN)),
    "need": ("Need", "plans.overview", lambda entry: _joined(entry.first, f"{entry.second} priority")),
    "goal": ("Goal", "plans.overview", _words),
    "goal_action": ("Action in the care plan", "plans.overview", _words),
    "goal_action_done": ("Action done", "plans.overview", _from({})),
    "review": ("Care plan review", "plans.overview", _review),
    "outcome": ("Goal at review", "plans.overview", lambda entry: _joined(_plain(entry.first), entry.second)),
    "course": (
        "Course",
        "prescribing.overview",
        lambda entry: _joined(_plain(entry.first), f"from {_on(entry)}"),
    ),
    "course_ended": ("Course ended", "prescribing.overview", _from({})),
    "order": ("Dose order", "prescribing.overview", _order),
    "finding": ("Finding on a dose order", "prescribing.overview", _words),
    "agreement": ("Second prescriber asked", "prescribing.overview", _asked),
    "agreement_answered": ("Second prescriber", "prescribing.overview", _words),
    "week": ("Weekly regimen", "prescribing.overview", _week),
    "prescription": (
        "Prescription",
        "prescribing.overview",
        lambda entry: _joined(_mg(entry.first), _plain(entry.second), _on(entry)),
    ),
    "prescription_event": (
        "Prescription changed",
        "prescribing.overview",
        lambda entry: _joined(_plain(entry.first), entry.second),
    ),
    "dose": ("Dose", "prescribing.overview", _dose),
    "reassessment": ("Reassessment after missed doses", "prescribing.overview", _words),
}

_ALL = tuple(ACTS)
_ASSESSING, _PLANNING, _PRESCRIBING = (_ALL.index(kind) for kind in ("assessment", "plan", "course"))
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": ("Everything", _ALL),
    "treatment": ("Referral and treatment", _ALL[:_ASSESSING]),
    "assessment": ("Assessments and risk", _ALL[_ASSESSING:_PLANNING]),
    "plan": ("Care plan", _ALL[_PLANNING:_PRESCRIBING]),
    "prescribing": (
        "Prescribing without doses",
        tuple(kind for kind in _ALL[_PRESCRIBING:] if kind != "dose"),
    ),
    "dose": ("Doses", ("dose",)),
}
"""What the list can be narrowed to: words, and the kinds of row."""
