"""Record kinds without an `if`: one declaration of fields gives table, pages, history and file (house.md B13)."""

from careplan.clients.registers.declared import Of, Register
from careplan.clients.registers.fields import Field, Findings, Named, OneClient, Several, Staff, needed
