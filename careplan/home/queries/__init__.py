"""Reads of the home room: health, what a record page stands on, and what waits for a worker today."""

from careplan.home.queries.banner import Known, Mark, Paper, by_kind, known
from careplan.home.queries.health import ready

__all__ = ["Known", "Mark", "Paper", "by_kind", "known", "ready"]
