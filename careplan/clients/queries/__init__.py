"""Reads of the clients room; the first argument is the actor's services, or an episode already opened."""

from careplan.clients.queries.episodes import episode
from careplan.clients.queries.tasks import TaskLine, actions_of, open_tasks, task, todo

__all__ = ["TaskLine", "actions_of", "episode", "open_tasks", "task", "todo"]
