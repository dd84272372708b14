"""Writes of the clients room: tasks, people, episodes. They flush; the request commits."""

from careplan.clients.actions.tasks import TaskClosed, act_on_task, close_task, raise_task

__all__ = ["TaskClosed", "act_on_task", "close_task", "raise_task"]
