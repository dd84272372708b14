"""A task, and what was done about it."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions, queries
from careplan.clients.codes import READ_RECORD, WRITE_ASSESSMENT
from careplan.clients.forms.tasks import NewTaskForm, TaskForm
from careplan.clients.pages import listed
from careplan.clients.rules.todo import NOTE
from careplan.clients.views.room import record
from careplan.ground.clock import today
from careplan.ground.ids import new_id
from careplan.staff.codes import CLINICAL
from careplan.staff.doors import actor
from careplan.staff.queries import names_at
from careplan.ui.frame import address, kept, stale, told

if TYPE_CHECKING:
    from careplan.clients.models import Episode, Task


@record.get("/tasks/<task_id>", READ_RECORD)
def task(episode: "Episode", task_id: str) -> ResponseReturnValue:
    """The task, what was done so far, and a form for what was done now."""
    task = queries.task(episode, task_id) or abort(404)
    done = queries.actions_of(task)
    form = TaskForm()
    form.seen.data = done[-1].id if done else ""
    return _page(episode, task, done, form)


def _page(
    episode: "Episode", task: "Task", done: list[queries.TaskLine], form: TaskForm
) -> ResponseReturnValue:
    values = {"task": task, "done": done, "form": form, "again": queries.same_matter(task, episode)}
    values |= {"actions": listed.done(done), "address": address}
    gone = queries.worker_names({task.struck_by}) if task.struck_by else {}
    values |= {"may_strike": actions.may_strike(actor(), task.service_id, task.recorded_by)}
    values |= {"struck_by": gone.get(task.struck_by or "", task.struck_by)}
    return render_template("clients/task.html", episode=episode, **values), 422 if form.errors else 200


@record.form("/tasks/new", WRITE_ASSESSMENT)
def new_task(episode: "Episode") -> ResponseReturnValue:
    """A task for oneself or a colleague of the service, with its day."""
    form = NewTaskForm()
    form.worker_id.choices = names_at(episode.service_id, today(), CLINICAL)
    if not form.is_submitted() and not form.from_draft:
        form.worker_id.process_data(actor().id)
    if not form.validate_on_submit():
        page = render_template("clients/new-task.html", form=form, episode=episode)
        return page, 422 if form.is_submitted() else 200
    values = {name: form[name].data for name in ("words", "due_on", "worker_id")}
    actions.raise_task(by=actor(), episode=episode, kind=NOTE, source=f"own:{new_id()}", **values)
    return kept("Task added.", url_for("record.overview", episode_id=episode.id))


@record.post("/tasks/<task_id>", WRITE_ASSESSMENT)
def act_on_task(episode: "Episode", task_id: str) -> ResponseReturnValue:
    """Record an action; the task, and any that raised the same matter again, leaves the list when it is dealt with."""
    task = queries.task(episode, task_id) or abort(404)
    if task.struck_at is not None:
        return _ended_already(episode, task_id)
    done = queries.actions_of(task)
    form = TaskForm()
    last = done[-1].id if done else ""
    if done and (form.differs(last) or done[-1].closes):
        differences = [("What was done", done[-1].words, form.words.data or "")]
        return stale(
            form, differences, back=url_for(".task", episode_id=episode.id, task_id=task_id), seen=last
        )
    if not form.validate_on_submit():
        return _page(episode, task, done, form)
    closes = form.closes.data == "yes"
    for one in (task, *queries.same_matter(task, episode)):
        actions.act_on_task(by=actor(), task=one, words=form.words.data, closes=closes)
    flash(
        "Action recorded. The task is closed." if closes else "Action recorded. The task stays open.",
        "success",
    )
    return redirect(url_for("clients.task", episode_id=episode.id, task_id=task_id), 303)


def _ended_already(episode: "Episode", task_id: str) -> ResponseReturnValue:
    to = url_for("clients.task", episode_id=episode.id, task_id=task_id)
    return told("This task has ended already and needs nothing more.", to)
