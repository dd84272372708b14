"""The audit's commands: `careplan audit` and `careplan audit-pack`."""

from careplan.audit.commands.figures import audit_command
from careplan.audit.commands.packs import audit_pack

COMMANDS = (audit_command, audit_pack)
