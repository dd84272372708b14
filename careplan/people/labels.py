"""Words of this room's codes."""

from careplan.people.rules import Agreed, Concern, Helper, Home, Person, Speech, Way
from careplan.ui.words import day

WAYS = {"mobile": "Mobile", "landline": "Landline", "email": "Email"}
SAFE = {
    "ring": "Ring",
    "message": "Leave a message",
    "text": "Text",
    "write": "Write",
}
"""What is safe to do with a telephone number or an address."""
TOLD_BY = {
    "client": "The client",
    "family": "Family or a friend",
    "gp": "The GP",
    "service": "Another service",
    "paper": "A letter or a referral",
    "other": "Somebody else",
}
HOMES = {
    "home": "Home",
    "hostel": "Hostel or supported housing",
    "staying": "Staying with family or friends",
    "no_fixed_abode": "No fixed abode",
    "letters": "For letters only",
}
RELATIONS = {
    "child": "Child",
    "stepchild": "Stepchild or partner’s child",
    "partner": "Partner",
    "parent": "Parent",
    "sibling": "Brother or sister",
    "grandparent": "Grandparent",
    "other_family": "Other family",
    "friend": "Friend",
    "carer": "Carer",
    "other": "Somebody else",
}
LIVES = {
    "with_client": "With the client",
    "other_parent": "With the other parent",
    "relatives": "With relatives",
    "in_care": "In care",
    "alone": "In a home of their own",
    "not_known": "Not known",
}
HOUSEHOLDS = {
    "with_client": "lives with the client",
    "other_parent": "lives with the other parent",
    "relatives": "lives with relatives",
    "in_care": "lives in care",
    "alone": "lives in a home of their own",
    "not_known": "where they live is not known",
}
"""The same within a sentence."""
ROLES = {
    "next_of_kin": "Next of kin",
    "emergency": "To be told in an emergency",
    "parental_responsibility": "Client has parental responsibility",
}
AGE_GROUPS = {4: "Under 5", 17: "5 to 17", 64: "18 to 64"}
"""By the highest age of each."""
OLDEST = "65 or over"
HELPERS = {
    "gp": "GP practice",
    "pharmacy": "Pharmacy",
    "social_worker": "Social worker",
    "probation": "Probation",
    "mental_health": "Mental health team",
    "midwife": "Midwife or health visitor",
    "housing": "Housing or hostel",
    "other": "Other",
}
GENDERS = {
    "woman": "Woman",
    "man": "Man",
    "non_binary": "Non-binary",
    "other": "In another way",
    "not_said": "Does not want to say",
}
PURPOSES = {
    "treatment": "Treatment and care",
    "family": "Support from family and friends",
    "children": "Keeping children safe",
    "justice": "Court, probation or police",
    "benefits": "Housing and benefits",
    "monitoring": "National monitoring",
    "other": "Another purpose",
}
BASES = {
    "signed": "Consent, signed",
    "spoken": "Consent, spoken",
    "override": "Without consent: the law or safety requires it",
}
WHOM = {"child": "A child", "adult": "An adult", "client": "The client"}
STAGES = {
    "concern": "Concern raised",
    "referral": "Referred to social care",
    "enquiry": "Enquiry or assessment by social care",
    "conference": "Conference held",
    "plan": "Protection plan in place",
    "in_need": "Plan for a child in need, or support for an adult",
    "closed": "Closed: no further action",
}


def way_words(way: Way) -> str:
    """Kind and number, whose it is, and what is safe."""
    whose = f" ({way.whose})" if way.whose else ""
    safe = ", ".join(SAFE[one].lower() for one in way.safe.split())
    return f"{WAYS[way.kind]} {way.value}{whose}: {safe or 'nothing is safe'}"


def concern_words(concern: Concern) -> str:
    """Whom it concerns and how far it has come, as the banner says it."""
    return f"Safeguarding, {WHOM[concern.whom].lower()}: {STAGES[concern.stage].lower()}"


def interpreter_words(speech: Speech) -> str:
    """That an interpreter is needed, and for which language."""
    return f"Interpreter needed: {speech.language}"


def speech_words(speech: Speech) -> list[str]:
    """What the banner says of how to speak with the client; nothing where English without help will do."""
    name = [f"Likes to be called {speech.preferred_name}"] if speech.preferred_name else []
    interpreter = [interpreter_words(speech)] if speech.interpreter else []
    return [*name, *interpreter, *([speech.needs] if speech.needs else [])]


def home_words(home: Home) -> str:
    """Kind, the address on one line, and a warning where no letter may go there."""
    lines = ", ".join(filter(None, [*(home.lines or "").splitlines(), home.postcode]))
    letters = "" if home.safe_to_write else " (no letters)"
    return f"{HOMES[home.kind]}{': ' if lines else ''}{lines}{letters}"


def person_words(person: Person) -> str:
    """Name, relation and where the person lives."""
    return f"{person.name}, {RELATIONS[person.relation].lower()}, {HOUSEHOLDS[person.lives]}"


def age_group(age: int | None) -> str:
    """In which group an age lies, in the words of the tables of assessments; empty for none."""
    if age is None:
        return ""
    return next((words for most, words in AGE_GROUPS.items() if age <= most), OLDEST)


def person_source(person: Person) -> str:
    """The name, the day on which it was recorded, and who said so."""
    who = TOLD_BY.get(person.told_by, "")
    told = f", told by {who[:1].lower()}{who[1:]}" if who else ""
    return f"{person.name}, recorded on {day(person.recorded_at)}{told}"


def helper_words(helper: Helper) -> str:
    """What it is, its name, its telephone."""
    telephone = f", {helper.telephone}" if helper.telephone else ""
    return f"{HELPERS[helper.kind]}: {helper.name}{telephone}"


def consent_words(consent: Agreed) -> str:
    """Who may be told what, what for, and until when."""
    until = f", until {day(consent.expires_on)}" if consent.expires_on else ""
    return f"{consent.party}, for {PURPOSES[consent.purpose].lower()}{until}: {consent.scope}"
