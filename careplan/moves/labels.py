"""Words of this room."""

from careplan.moves.rules import State

STATES: dict[str, tuple[str, str]] = {
    State.WITHDRAWN: ("Withdrawn", "grey"),
    State.AS_FILE: ("Sent as a file, not known yet", "orange"),
    State.WAITS: ("Waits to be picked up", "orange"),
    State.PUT_BACK: ("Put back", "red"),
    State.TAKEN_BACK: ("Taken back", "grey"),
    State.UNDONE: ("Struck out there", "red"),
    State.ACCEPTED: ("Accepted, not seen yet", "blue"),
    State.SEEN: ("Seen there", "green"),
}
"""Where a transfer stands, and the colour of its tag."""
SEEN_HERE = {State.SEEN: ("Seen here", "green")}
"""The same in a list of the receiver."""
RELEASES = {"prison": "Release from prison", "hospital": "Discharge from hospital"}
MEDICINES = {
    "none": "None",
    "methadone": "Methadone",
    "buprenorphine": "Buprenorphine",
    "other": "Another opioid",
    "not_known": "Not known yet",
}
ANSWERS = {"accepted": "Accept: we take the client", "put_back": "Put back: we do not"}
SOMEBODY_ELSE = "somebody_else"
ELSE = {
    False: "Somebody else: register a new client",
    True: "Somebody else: register a new client, without the NHS number",
}
"""What is done with a person of a file who is none of the clients alike; whether one of them has the number."""
NEWS = {
    "seen": "They have seen the client",
    "put_back": "They do not take the client",
    "taken_back": "The client stays with us: we take it back",
}
"""What becomes of a transfer that left as a file, as the sender was told."""
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
