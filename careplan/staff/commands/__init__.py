"""`careplan worker`, `careplan service`, `careplan provider` and `careplan partnership`."""

from careplan.staff.commands.organisation import partnership, provider, service
from careplan.staff.commands.workers import worker

COMMANDS = (worker, service, provider, partnership)
