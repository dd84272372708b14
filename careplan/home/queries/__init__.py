"""Reads of the home room: health, what a record page stands on, its history, and what waits for a worker today."""

from careplan.home.queries.banner import Known, Mark, Paper, by_kind, known
from careplan.home.queries.health import ready
from careplan.home.queries.history import Entry, history

__all__ = ["Entry", "Known", "Mark", "Paper", "by_kind", "history", "known", "ready"]
