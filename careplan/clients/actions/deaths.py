"""What follows from a death: what was open is closed with the reason, and what must be done is asked for.

And from a death that was entered by mistake: what it closed is open again, and what it asked for is struck out.
"""

from datetime import date, timedelta

from careplan.clients.actions.tasks import close_task, raise_task
from careplan.clients.models import Client, Episode
from careplan.clients.queries.deaths import episodes_of_client, left_by_death, open_tasks_of_client
from careplan.clients.rules.afterwards import AFTERWARDS, DATE, DEATH, closing_words
from careplan.ground.corrections import strike
from careplan.ground.db import Recorded
from careplan.staff.rules import Actor


def settle_death(*, by: Actor, episode: Episode, client: Client, today: date) -> None:
    """Close the client's open tasks, and raise what a death asks for in each service that has an open episode.

    `episode`: where the death was entered; it gets the duties also when it is closed. Said twice, it does nothing new.
    """
    for task in open_tasks_of_client(client):
        if task.kind != DEATH or (client.deceased_on and task.source == f"{DEATH}:date"):
            close_task(by=by, task=task, words=closing_words(client.deceased_on))
    duties = AFTERWARDS.on(client.deceased_on or today).death
    wanted_duties = duties if client.deceased_on else (*duties, DATE)
    for one in episodes_of_client(client):
        if one.closed_on is None or one.id == episode.id:
            for duty in wanted_duties:
                due = today + timedelta(days=duty.days)
                source = f"{DEATH}:{duty.matter}"
                raise_task(by=by, episode=one, kind=DEATH, source=source, words=duty.words, due_on=due)


def take_back_death(*, by: Actor, client: Client) -> None:
    """The death was entered by mistake: the tasks that it closed wait again. The caller writes the trail."""
    duties_left, closings = left_by_death(client)
    rows: list[Recorded] = [*duties_left, *closings]
    for row in rows:
        strike(row, by=by.id, reason="The death was entered by mistake")
