"""Words of the codes of this room."""

from careplan.clients.codes import AppointmentOutcome
from careplan.contacts.codes import Way

WAYS: dict[str, str] = {
    Way.FACE_TO_FACE: "Face to face",
    Way.PHONE: "Telephone",
    Way.TEXT: "Text",
    Way.VIDEO: "Video",
    Way.HOME_VISIT: "Home visit",
    Way.OUTREACH: "Outreach",
    Way.LETTER: "Letter or email",
}
WEEKDAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
CAME: dict[str, str] = {
    AppointmentOutcome.ATTENDED: "Attended",
    "late": "Late",
    AppointmentOutcome.DID_NOT_ATTEND: "Did not attend",
    AppointmentOutcome.CANCELLED_BY_CLIENT: "Cancelled",
}
"""A row of a group's register."""
RISK = {True: "Risk changed", False: "Risk not changed"}
EVERY = {"week": "Every week", "fortnight": "Every two weeks", "four_weeks": "Every four weeks"}
WHO_ASKED: dict[str, str] = {
    AppointmentOutcome.CANCELLED_BY_CLIENT: "The client",
    AppointmentOutcome.CANCELLED_BY_SERVICE: "The service",
}
"""For whom an appointment is called off or moved."""
