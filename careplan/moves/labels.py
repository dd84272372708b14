"""Words of this room."""

from careplan.moves.rules import State

STATES: dict[str, tuple[str, str]] = {
    State.WITHDRAWN: ("Withdrawn", "grey"),
    State.AS_FILE: ("Sent as a file", "grey"),
    State.WAITS: ("Waits to be picked up", "orange"),
    State.PUT_BACK: ("Put back", "red"),
    State.ACCEPTED: ("Accepted, not seen yet", "blue"),
    State.SEEN: ("Seen there", "green"),
}
"""Where a transfer stands, and the colour of its tag."""
RELEASES = {"prison": "Release from prison", "hospital": "Discharge from hospital"}
MEDICINES = {
    "none": "None",
    "methadone": "Methadone",
    "buprenorphine": "Buprenorphine",
    "other": "Another opioid",
    "not_known": "Not known yet",
}
ANSWERS = {"accepted": "Accept: we take the client", "put_back": "Put back: we do not"}
ASKED_NOW = "now"
OVERRIDE = "override"
BASES = {
    ASKED_NOW: "Yes, the client agrees now, in words",
    OVERRIDE: "No, and I send it all the same, because somebody may come to harm",
}
"""What a transfer rests on, beside the consents that the record holds."""
SCOPE = "Who they are and why they come; assessment answers, risks, care plan, medicines, outcomes, people to tell"
WITHDRAWN = (
    "The sending service has recorded this transfer as a mistake since. Nothing changed here: the episode at this "
    "service stays as it is. If the client does not come here after all, close it, or strike it out"
)
