"""What is known of a client as a person."""

from careplan.people.registers.others import CONSENTS, HELPERS, RELATIONS, SAFEGUARDING
from careplan.people.registers.reach import ADDRESSES, SPEECH, WAYS

REGISTERS = (WAYS, ADDRESSES, RELATIONS, HELPERS, SPEECH, CONSENTS, SAFEGUARDING)
ContactWay, Address, Relation, Helper, Preference, Consent, SafeguardingStep = (
    one.model for one in REGISTERS
)
