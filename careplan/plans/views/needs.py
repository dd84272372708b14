"""What matters to the client, and needs: weighed with the client, added, weighed again."""

from typing import TYPE_CHECKING, Any

from flask import abort
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.plans.actions import drafts
from careplan.plans.codes import WRITE_PLAN
from careplan.plans.forms.needs import NeedForm, matters_form
from careplan.plans.pages.content import Links
from careplan.plans.pages.needs import changed_since, groups, own_words_told, weighed_before
from careplan.plans.pages.words import differences
from careplan.plans.queries import whole as weighing
from careplan.plans.queries.whole import whole
from careplan.plans.rules.weighing import NEED_WORDS
from careplan.plans.views.room import after, fixed, page, record, the_plan, values_of
from careplan.staff.doors import actor, services
from careplan.ui.frame import kept, stale
from careplan.ui.words import counted

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.plans.models import CarePlan, Need
    from careplan.plans.queries.whole import Whole


@record.form("/care-plan/<plan_id>/needs", WRITE_PLAN)
def sort_needs(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """What matters to the client, and each need that the assessments ticked weighed once; what is left empty waits."""
    plan = the_plan(episode, plan_id)
    links, every = Links(episode.id, plan.id), whole(services(), episode, plan, today())
    kind = matters_form(every.ticked, NEED_WORDS.on(today()).words)
    form = kind(obj=plan, data={f"words_{item}": words for item, words in kind.proposed.items()})
    if refused := fixed(episode, plan, form, links):
        return refused
    now = f"{plan.edited}:{every.last_need}"
    if form.is_submitted() and form.differs(now):
        return stale(form, changed_since(every, form), back=links.to(".sort_needs"), seen=now)
    if not form.validate_on_submit():
        told = own_words_told(episode)
        shown = {"groups": groups(every, form, told), "weighed": weighed_before(every, links)}
        return page("needs", form, seen=now, plan=plan, links=links, told=told, **shown)
    return kept(_matters(episode, every, form), after(links, ".goals"))


def _matters(episode: "Episode", every: "Whole", form: Any) -> str:
    """Save what was changed of the client's words, and the needs that were weighed; says so."""
    plan, mine = every.plan, form.own_words
    if any((mine[name] or None) != (getattr(plan, name) or None) for name in mine):
        drafts.save(by=actor(), episode=episode, plan=plan, values=mine)
    weighed = [(one, values) for one in every.unweighed() if (values := form.weighing(one.item))]
    for one, values in weighed:
        values |= {"item": one.item, "domain": one.domain.value}
        drafts.weigh(by=actor(), episode=episode, need=None, values=values)
    return f"Saved. {counted(len(weighed), 'need')} weighed." if weighed else "Saved."


@record.form("/care-plan/<plan_id>/needs/add", WRITE_PLAN)
def add_need(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """A need that no assessment ticked."""
    return _need(episode, the_plan(episode, plan_id), None)


@record.form("/care-plan/<plan_id>/needs/<need_id>", WRITE_PLAN)
def edit_need(episode: "Episode", plan_id: str, need_id: str) -> ResponseReturnValue:
    """Weigh a need again; what was said before stays in the record."""
    row = weighing.need(services(), episode, need_id) or abort(404)
    return _need(episode, the_plan(episode, plan_id), row)


def _need(episode: "Episode", plan: "CarePlan", row: "Need | None") -> ResponseReturnValue:
    links, form = Links(episode.id, plan.id), NeedForm(obj=row)
    if refused := fixed(episode, plan, form, links, row):
        return refused
    if not form.validate_on_submit():
        return page("need", form, seen=row and row.id, plan=plan, links=links, need=row)
    if row is not None and form.differs(row.id):
        return stale(form, differences(form, row), back=links.plan, seen=row.id)
    values = values_of(form) | ({"item": row.item} if row else {})
    drafts.weigh(by=actor(), episode=episode, need=row, values=values)
    return kept("Need saved." if row else "Need added.", links.plan)
