"""Record kinds of this room that are declared: reviews, and results that somebody has to read."""

from careplan.prescribing.registers.results import ECGS, LIVER_TESTS
from careplan.prescribing.registers.reviews import PRESCRIBING_REVIEWS, PrescribingReview

REGISTERS = (PRESCRIBING_REVIEWS, ECGS, LIVER_TESTS)
Ecg, LiverTest = ECGS.model, LIVER_TESTS.model
