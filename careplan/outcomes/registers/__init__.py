"""Outcomes profiles and drug tests."""

from careplan.outcomes.registers.profile import TOPS
from careplan.outcomes.registers.tests import DRUG_TESTS

REGISTERS = (TOPS, DRUG_TESTS)
Top, DrugTest = (one.model for one in REGISTERS)
