"""The dose round: a day's list, logged in a few keys."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from flask import abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from careplan.ground.clock import today
from careplan.ground.dates import iso_day
from careplan.ground.memory import Kept
from careplan.prescribing import actions, queries
from careplan.prescribing.actions import AlreadyLogged, Died, Doubted, Given, Place, Stopped
from careplan.prescribing.codes import PRESCRIBE, RECORD_DOSE, DoseStatus
from careplan.prescribing.forms.doses import RoundForm
from careplan.prescribing.pages import choices, memory, round_row
from careplan.prescribing.queries import OpenCourse, Round, Selection
from careplan.prescribing.rules.entries import entry
from careplan.prescribing.rules.facts import ONE_DAY, Facts
from careplan.prescribing.views.giving import about
from careplan.prescribing.views.room import bp, unsigned_limits
from careplan.staff.doors import actor, needs, services
from careplan.ui.frame import addresses, kept
from careplan.ui.paging import page_number

ROWS: Kept[str] = Kept(most=2048)
"""Of this process: rows of the table as HTML, by what they are shown with, while their course is the same."""

GONE = "the course has ended, or its days have changed, since this list was shown. Look at the record"


@bp.get("/doses")
@needs(RECORD_DOSE)
def dose_round() -> ResponseReturnValue:
    """Who comes on the day, and what became of each dose."""
    on = _day(request.args.get("on", ""))
    shown = _selection()
    day, unsigned = memory.day(services(), on, shown)
    return _page(day.shown(shown), RoundForm.of([]), on, shown, unsigned)


@bp.post("/doses")
@needs(RECORD_DOSE)
def save_round() -> ResponseReturnValue:
    """Save all answers of the page or none; what cannot be saved is shown again with all that was sent."""
    on = _day(request.args.get("on", ""))
    sent = {name.removeprefix("dose_"): key for name, key in request.form.items() if name.startswith("dose_")}
    held = queries.hold(services(), (root for root, key in sent.items() if key))
    answered = queries.day_round(services(), on, Selection(roots=frozenset(sent) or None))
    form = _form(answered.courses)
    here = {one.id for one in answered.courses}
    form.form_errors += [f"{name}: {GONE}" for root, name in held.items() if root not in here]
    if form.validate() and _free(form, answered.courses) and _log(form, answered.courses):
        many = len(form.chosen)
        return kept("1 dose logged." if many == 1 else f"{many} doses logged.", _address(on, _selection()))
    return _page(answered, form, on, _selection(), unsigned_limits()), 422


def _selection() -> Selection:
    """What an address asks for: an initial, those not logged, a page of the list or all of it."""
    page = request.args.get("page", "1")
    initial, unlogged = request.args.get("initial", "")[:1], request.args.get("show") == "unlogged"
    return Selection(initial, unlogged, None if page == "all" else page_number(page))


def _address(on: date, shown: Selection, page: int | str | None = None) -> str:
    """The same list, or another page of it."""
    number = page or shown.page or "all"
    values: dict[str, Any] = {
        "on": on.isoformat(),
        "initial": shown.initial or None,
        "show": "unlogged" if shown.unlogged else None,
        "page": None if number == 1 else number,
    }
    return url_for(".dose_round", **values)


def _page(day: Round, form: RoundForm, on: date, shown: Selection, unsigned: str) -> str:
    return render_template(
        "prescribing/round.html",
        day=day,
        rows=_rows(day.courses, form, on),
        left=any(one.dose_on(on) is None for one in day.courses),
        form=form,
        unsigned_limits=lambda: unsigned,
        shown=shown,
        initials=[(one, one) for one in day.initials],
        address=partial(_address, on, shown),
        on=on,
        today=today(),
        before=on - ONE_DAY,
        after=on + ONE_DAY if on < today() else None,
    )


def _links(on: date) -> Mapping[str, Callable[..., str]]:
    """Where the rows of a day lead to."""
    log = addresses("prescribing.log_dose", "episode_id", "course_id", on=on.isoformat(), round=1)
    return {"record": addresses("prescribing.overview", "episode_id"), "log": log}


@bp.post("/doses/row")
@needs(RECORD_DOSE)
def dose_row() -> ResponseReturnValue:
    """One row of the round, sent by itself; answers with the row as it is now."""
    on = _day(request.form.get("on", ""))
    queries.hold(services(), [request.form.get("course", "")])
    courses = [one for one in _of_episode(on) if one.id == request.form.get("course")] or abort(404)
    form = _form(courses)
    saved = form.validate() and _free(form, courses) and _log(form, courses)
    if saved:
        courses = [one for one in _of_episode(on) if one.id == courses[0].id]
        form = _form(courses)
    return _rows(courses, form, on)[0], 200 if saved else 422


def _day(text: str) -> date:
    """The day asked for, today when none is; 404 for nonsense and for days to come."""
    try:
        on = iso_day(text) if text else today()
    except ValueError:
        abort(404)
    return on if on <= today() else abort(404)


def _of_episode(on: date) -> list[OpenCourse]:
    return queries.course_summary(services(), request.form.get("episode", ""), on)


def _rows(courses: list[OpenCourse], form: RoundForm, on: date) -> list[str]:
    """The rows as HTML. One that shows nothing of the form is used again while its course is the same."""
    prescribes, to = actor().services(PRESCRIBE), _links(on)
    write = current_app.jinja_env.get_template("prescribing/round-row.html").module.round_row  # type: ignore[attr-defined]

    def row(one: OpenCourse) -> str:
        may = one.service_id in prescribes

        def make() -> str:
            return str(write(round_row(one, may), form, to))

        if form.form_errors or f"dose_{one.id}" in form:
            return make()
        return ROWS.get((one.id, on, may, request.script_root), one, make)

    return [Markup(row(one)) for one in courses]  # noqa: S704 (the template has escaped it)


def _form(courses: list[OpenCourse]) -> RoundForm:
    open_doses = (one for one in courses if one.dose_on(one.on) is None)
    return RoundForm.of((one.id, one.client_name, choices(one)) for one in open_doses)


def _free(form: RoundForm, courses: list[OpenCourse]) -> bool:
    """Whether there is an answer, and none for a dose that is logged already; else a sentence for each."""
    for one in courses:
        logged = one.dose_on(one.on)
        if logged is not None and request.form.get(f"dose_{one.id}"):
            form.form_errors.append(f"{one.client_name}: {round_row(one).state}. Correct it if it is wrong")
    if not form.chosen and not form.form_errors:
        form.at_first_row("Choose what became of at least one dose")
        return False
    return not form.form_errors


def _log(form: RoundForm, courses: list[OpenCourse]) -> bool:
    """Log every answer; a sentence at the row, and False, where one cannot be."""
    chosen = [one for one in courses if one.id in form.chosen]
    beside = queries.beside(services(), [one.client_id for one in chosen], max(one.on for one in chosen))
    for one in chosen:
        others = [facts for root, facts in beside.get(one.client_id, ()) if root != one.id]
        field = form[f"dose_{one.id}"]
        try:
            _log_one(one, form.chosen[one.id], others)
        except AlreadyLogged:
            field.errors = [f"{one.client_name}: somebody else has just logged this dose"]
        except (Died, Stopped) as stop:
            field.errors = [f"{one.client_name}: {stop}"]
        except Doubted as doubted:
            field.errors = [
                f"{one.client_name}: {doubted}. Where it was given all the same, use the link in the row"
            ]
    return not form.errors


def _log_one(one: OpenCourse, key: str, others: list[Facts]) -> None:
    meant = entry(key, one.supervised)
    part = meant.status is DoseStatus.PART_TAKEN
    mg = one.order.daily_mg if one.order and not part else None
    given = Given(one.on, meant.mode, meant.status, mg, meant.cause, meant.source, happened=meant.happened)
    actions.log_dose(
        by=actor(),
        place=Place(one.id, one.episode_root, one.service_id, one.client_id),
        given=given,
        stopped=one.stopped,
        today=today(),
        doubts=about(one.facts, one.week, given, others),
    )
