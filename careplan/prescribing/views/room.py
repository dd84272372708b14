"""The blueprint of this room, and what its pages share."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.doors import RecordPages, opened_episode
from careplan.clients.registers.views import mount
from careplan.ground.clock import today
from careplan.ground.gathering import came_out
from careplan.ground.permissions import Permission
from careplan.prescribing import queries
from careplan.prescribing.actions import NeedsAnswer, Place, Refused
from careplan.prescribing.forms.agreeing import SecondForm
from careplan.prescribing.labels import NEEDS
from careplan.prescribing.pages import CoursePage, agreement_words
from careplan.prescribing.pages.limits import unsigned_words
from careplan.prescribing.queries import History
from careplan.prescribing.queries.health import health
from careplan.prescribing.registers import REGISTERS
from careplan.prescribing.rules.findings import Finding
from careplan.prescribing.rules.standard import standard
from careplan.staff.codes import Role
from careplan.staff.doors import actor, services
from careplan.staff.queries import holders, names_at

if TYPE_CHECKING:
    from careplan.clients.models import Episode

T = TypeVar("T")
bp = Blueprint("prescribing", __name__, template_folder="../templates")
record = RecordPages(bp)
for register in REGISTERS:
    mount(bp, register)


def unsigned_limits() -> str:
    """What every prescribing page says until the numbers are signed off: of the record's service, or of all."""
    episode = opened_episode()
    mine = frozenset({episode.service_id}) if episode is not None else services()
    return unsigned_words(mine, standard(today()))


bp.context_processor(lambda: {"unsigned_limits": unsigned_limits})


def history_of(episode: "Episode", course_id: str) -> History:
    """The course with all that hangs on it; 404 outside the episode."""
    course = queries.course(services(), episode.root_id, course_id) or abort(404)
    history = queries.history(services(), [course], episode.client.birth, standard(today()))[0]
    beside = queries.course_facts(services(), episode.root_id, history.id)
    out = came_out(services(), episode)
    told = health(services(), episode, today())
    return replace(history, facts=replace(history.facts, beside=beside, out=out), health=told)


def page(
    template: str, status: int, episode: "Episode", history: History, **values: Any
) -> ResponseReturnValue:
    """A page about one course; `wrong` is the row that a correction is about."""
    values.setdefault("wrong", None)
    shown = CoursePage(history, today(), history.standard(today()))
    return render_template(f"prescribing/{template}.html", episode=episode, course=shown, **values), status


def back(episode: "Episode") -> ResponseReturnValue:
    """To the record's prescribing page, after a write."""
    return redirect(overview_url(episode), 303)


def overview_url(episode: "Episode") -> str:
    """Address of the record's prescribing page."""
    return url_for("prescribing.overview", episode_id=episode.id)


@contextmanager
def refusals(form: Any) -> Iterator[list[Finding]]:
    """What an action refuses or asks for stands at its field afterwards; the list holds what the rules say."""
    findings: list[Finding] = []
    try:
        yield findings
    except Refused as refused:
        refuse(form, refused.problems)
    except NeedsAnswer as open_:
        findings += open_.findings
        refuse(form, {need.value: NEEDS[need.value] for need in open_.needs})


def filled(facts: type[T], form: Any, **more: Any) -> T:
    """What a form says, by the names of the fields of a dataclass; `more` is what its own fields do not say."""
    return facts(**{one.name: more.get(one.name, form[one.name].data) for one in fields(facts)})  # type: ignore[arg-type]


def refuse(form: Any, problems: Mapping[str, str]) -> None:
    """Put a sentence at each field it belongs to."""
    for name, sentence in problems.items():
        form[name].errors = [sentence]


def place(episode: "Episode", history: History) -> Place:
    """Whose dose it is."""
    return Place(history.id, episode.root_id, episode.service_id, episode.client_id)


def may(permission: Permission, service_id: str) -> bool:
    """Whether the worker holds the permission at that service."""
    return service_id in actor().services(permission)


def name_colleagues(form: SecondForm, episode: "Episode") -> None:
    """Put those of the service on the list who may agree: whoever may prescribe, but for oneself."""
    names = holders(episode.service_id, Role.PRESCRIBER, today())
    others = {worker_id: name for worker_id, name in names.items() if worker_id != actor().id}
    form.may_ask(others, names_at(episode.service_id, today()).values())


def waiting(history: History) -> list[str]:
    """What of this course waits for a second prescriber, in words."""
    every = queries.agreements(services(), [history.id]).get(history.id, [])
    return [agreement_words(one) for one in every if one.waits]


def to_agree(episode: "Episode", history: History, agreement_id: str, yet: str) -> ResponseReturnValue:
    """On to the page on which the colleague agrees, now or later; `yet`: what has not happened."""
    flash(f"{yet}: the second prescriber has to agree.", "info")
    here = url_for(
        "prescribing.agreement", episode_id=episode.id, course_id=history.id, agreement_id=agreement_id
    )
    return redirect(here, 303)
