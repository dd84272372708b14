"""Ordering a dose: findings at the field, a page of its own before a risky step, the reason kept with the order."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import flash, request
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.prescribing import actions, queries
from careplan.prescribing.actions import Answer, Blocked, NeedsAnswer, Refused
from careplan.prescribing.codes import PRESCRIBE, Drug
from careplan.prescribing.forms.orders import OrderForm
from careplan.prescribing.labels import FORMULATION_WORDS, NEEDS, how_often
from careplan.prescribing.pages import chart
from careplan.prescribing.queries import History
from careplan.prescribing.queries.elsewhere import elsewhere
from careplan.prescribing.queries.sent import sent_doses
from careplan.prescribing.rules.advice import ADVICE
from careplan.prescribing.rules.amounts import amount_words
from careplan.prescribing.rules.check import check, interruptions
from careplan.prescribing.rules.facts import ONE_DAY, Order, plain
from careplan.prescribing.rules.findings import Context, Finding, unmet
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.unjudged import unjudged
from careplan.prescribing.views.room import (
    back,
    history_of,
    name_colleagues,
    overview_url,
    page,
    record,
    refuse,
    to_agree,
    waiting,
)
from careplan.staff.doors import actor, services
from careplan.ui.frame import stale

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.prescribing.models import DoseOrder


@record.get("/prescribing/<course_id>/order", PRESCRIBE)
def order(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """The form, with what is current filled in."""
    history = history_of(episode, course_id)
    form = order_form(episode, history)
    form.seen.data = _last(history)
    if not form.from_draft:
        after = [row.effective_on + ONE_DAY for row in history.orders]
        form.effective_on.process_data(max(today(), history.course.first_dose_on, *after))
        if history.orders:
            form.formulation.process_data(history.orders[-1].formulation)
            form.phase.process_data(history.orders[-1].phase)
    return order_page(200, episode, history, form, ())


@record.post("/prescribing/<course_id>/order", PRESCRIBE)
def save_order(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """Order the dose, unless a rule blocks it or wants something first."""
    history = history_of(episode, course_id)
    form = order_form(episode, history)
    if form.differs(_last(history)):
        return _stale(episode, history, form)
    if not form.validate_on_submit() or request.form.get("change"):
        return order_page(422 if form.errors else 200, episode, history, form, ())
    proposal = with_others(episode, history, _proposal(history, form))
    try:
        actions.check_place(history, proposal, answer(form))
        if risky := to_confirm(episode, proposal, form):
            return once_more(episode, history, form, proposal, risky)
        made = actions.order_dose(
            by=actor(), episode=episode, history=history, proposal=proposal, answer=answer(form)
        )
    except (Refused, Blocked, NeedsAnswer) as refused:
        return refused_page(episode, history, form, refused)
    if actions.to_be_agreed(made):
        return to_agree(episode, history, made.id, "Nothing is ordered yet")
    flash(f"Dose ordered: {words(proposal)}.{_still_written(history, proposal)}", "success")
    return back(episode)


def _still_written(history: History, proposal: Proposal) -> str:
    """Which live prescriptions were written for the dose before, and are dispensed until they are changed."""
    before = proposal.before
    if before is None or (before.daily_mg, before.formulation) == (proposal.mg, proposal.order.formulation):
        return ""
    written = queries.prescriptions(services(), [history.id])
    last_day = max(proposal.on, proposal.today)
    names = [one.name for one in written if one.live and one.row.ends_on >= last_day]
    return "".join(f" Prescription {name} was written for the dose before: change it." for name in names)


def _last(history: History) -> str:
    return history.orders[-1].id if history.orders else ""


def _proposal(history: History, form: OrderForm) -> Proposal:
    order = Order(form.effective_on.data, form.daily_mg.data, form.formulation.data, form.phase.data)
    uk = history.standard(order.effective_on)
    return Proposal(order, history.facts, today(), uk, health=history.health)


def with_others(episode: "Episode", history: History, proposal: Proposal) -> Proposal:
    """The order beside the live courses that other services have of who may be this client."""
    plan = history.course.cross_titration_plan or ""
    return replace(proposal, elsewhere=elsewhere(episode, today()), plan=plan)


def answer(form: OrderForm) -> Answer:
    """What was said to the findings, and who agrees."""
    return Answer(form.reason.data or "", form.second, form.correction_reason.data or "")


def order_form(episode: "Episode", history: History) -> OrderForm:
    """The form, with the colleagues who may agree."""
    form = OrderForm.of(Drug(history.course.drug))
    name_colleagues(form, episode)
    return form


def words(proposal: Proposal) -> str:
    """60 mg (60 ml of 1 mg/ml) a day of oral mixture from 3 March 2026."""
    order = proposal.order
    amount = amount_words(order.daily_mg, order.formulation)
    day = order.effective_on
    often = how_often(order.formulation)
    return f"{amount} {often} of {FORMULATION_WORDS[order.formulation].lower()} from {day.day} {day:%B %Y}"


def to_confirm(
    episode: "Episode", proposal: Proposal, form: OrderForm, context: Context = Context.ORDER
) -> tuple[str, ...]:
    """Why this order is shown once more; empty when it was confirmed, or would be refused anyway."""
    findings = check(context, proposal)
    given_answer = answer(form)
    second = actions.second_of(actor(), given_answer)
    if any(one.blocks for one in findings) or unmet(findings, given_answer.reason, second, proposal.standard):
        return ()
    order = proposal.order
    mark = f"{plain(order.daily_mg)} {order.formulation} {order.effective_on} {order.phase}"
    if form.confirmed.data == mark:
        return ()
    form.confirmed.process_data(mark)
    return interruptions(proposal, queries.course_facts(services(), episode.root_id))


def once_more(
    episode: "Episode",
    history: History,
    form: OrderForm,
    proposal: Proposal,
    risky: tuple[str, ...],
    wrong: "DoseOrder | None" = None,
) -> ResponseReturnValue:
    """The order in large type with why it is shown before it is written."""
    values = {"form": form, "wrong": wrong, "risky": risky, "words": words(proposal)}
    return page("confirm", 200, episode, history, **values)


def refused_page(
    episode: "Episode",
    history: History,
    form: OrderForm,
    refused: Refused | Blocked | NeedsAnswer,
    wrong: "DoseOrder | None" = None,
) -> ResponseReturnValue:
    """The form with what was refused at its field; `wrong` is the order to be corrected."""
    findings: tuple[Finding, ...] = ()
    if isinstance(refused, Refused):
        refuse(form, refused.problems)
    elif isinstance(refused, Blocked):
        findings = tuple(refused.findings)
        blocks = [f"{one.rule}: {one.message}" for one in findings if one.blocks]
        refuse(form, {"daily_mg": f"This cannot be ordered. {'. '.join(blocks)}"})
    else:
        findings = tuple(refused.findings)
        refuse(form, {need.value: NEEDS[need.value] for need in refused.needs})
    return order_page(422, episode, history, form, findings, wrong)


def order_page(
    status: int,
    episode: "Episode",
    history: History,
    form: OrderForm,
    findings: tuple[Finding, ...],
    wrong: "DoseOrder | None" = None,
) -> ResponseReturnValue:
    """The form of an order, or of the correction of one."""
    form.confirmed.process_data(None)
    drug = Drug(history.course.drug)
    proposed = _proposal(history, form).order if findings else None
    drawn = chart(
        history.facts.orders, drug, history.course.first_dose_on, today(), history.standard(today()), proposed
    )
    wanted = {need.value for one in findings for need in one.needs}
    waits = [f"{one} Another order withdraws it." for one in waiting(history)]
    values = {"form": form, "findings": findings, "wanted": wanted, "chart": drawn, "wrong": wrong}
    told = () if history.orders else ADVICE.on(today()).of(drug)
    values |= {"unjudged": not_judged(history), "told": told}
    values |= {"sent": () if history.orders else sent_doses(services(), episode), "fills": False}
    return page("order", status, episode, history, waits=waits, **values)


def not_judged(history: History) -> list[str]:
    """Which rules lack their facts, in sentences."""
    if history.health is None:
        return []
    return [*unjudged(history.health, history.facts, today(), history.standard(today()))]


def _stale(episode: "Episode", history: History, form: OrderForm) -> ResponseReturnValue:
    row = history.orders[-1] if history.orders else None
    typed = form.daily_mg.typed
    differences = [
        ("Dose", f"{plain(row.daily_mg)} mg" if row else "", f"{typed} mg"),
        ("From", row.effective_on.isoformat() if row else "", str(form.effective_on.data or "")),
    ]
    return stale(form, differences, back=overview_url(episode), seen=_last(history))
