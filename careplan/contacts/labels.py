"""Words of the codes of this room."""

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
RISK = {True: "Risk changed", False: "Risk not changed"}
