"""Writes of the assessment room: start, save a section, complete. They flush; the request commits."""

from careplan.assessment.actions.completing import complete
from careplan.assessment.actions.digesting import keep_digests
from careplan.assessment.actions.mistakes import record_again
from careplan.assessment.actions.saving import Closed, Fixed, Saved, Unfit, save_section, start
