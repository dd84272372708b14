"""Rules about people, episodes and what waits for a worker. Pure."""

from careplan.clients.rules.todo import Rank, Todo

__all__ = ["Rank", "Todo"]
