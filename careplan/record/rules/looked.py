"""Pages of a record in words, for whoever asks who looked at it."""

# Openings name the page as it was called on the day: a name that is no page any more keeps its words.
PAGES = {
    "record.overview": "Overview",
    "record.history": "History",
    "clients.overview": "Overview",
    "clients.history": "History",
    "clients.treatment": "Treatment",
    "clients.edit": "Details of the client",
    "clients.referral": "Referral",
    "clients.task": "Task",
    "assessment.index": "Assessments",
    "assessment.show": "Assessment",
    "assessment.section": "Section of an assessment",
    "risk.index": "Risk",
    "plans.overview": "Care plan",
    "plans.version": "Version of the care plan",
    "plans.print_copy": "Printed care plan",
    "prescribing.overview": "Prescribing",
    "prescribing.doses": "Doses",
    "prescribing.script": "Prescription",
    "audit.costs_page": "What the record costs in the audit",
    "record.looked": "Who looked",
    "governance.looked": "Who looked",
}
ROOMS = {
    "record": "Record",
    "clients": "Record",
    "assessment": "Assessments",
    "risk": "Risk",
    "plans": "Care plan",
    "prescribing": "Prescribing",
    "audit": "Clinical audit",
}


def page_words(endpoint: str) -> str:
    """The page of that endpoint in words; of a form: the part of the record, and what the form does."""
    room, _, name = endpoint.partition(".")
    return PAGES.get(endpoint) or f"{ROOMS.get(room, room.capitalize())}: {name.replace('_', ' ')}"
