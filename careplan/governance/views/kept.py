"""Policies, posts, clinical audits and incidents of a service."""

from careplan.clients.registers.views import mount
from careplan.governance.pages.policies import tables
from careplan.governance.registers import POLICIES, REGISTERS
from careplan.governance.views.room import bp

for one in REGISTERS:
    mount(bp, one, "/evidence/of/<service_id>", tables if one is POLICIES else None)
