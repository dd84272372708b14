"""What a record page stands on, what the caseload shows beside the clock, and the history."""

from careplan.record.queries.allergies import Elsewhere
from careplan.record.queries.banner import BannerFacts, Paper, banner_facts, by_kind, values, with_elsewhere
from careplan.record.queries.caseload import cells
from careplan.record.queries.history import history
