"""Who referred a client from outside, what they ask for, and whether the client knows."""

from careplan.clients.codes import REGISTER_CLIENT
from careplan.clients.registers import Field, Of, Register, needed
from careplan.ui.fields import LongText, Telephone, Text, YesNo

OUTSIDE_REFERRALS = Register(
    room="clients",
    name="outside_referrals",
    noun="outside_referral",
    model_name="OutsideReferral",
    of=Of.EPISODE,
    title="Who referred the client",
    one="who referred the client",
    about="Written down for whoever refers: a practice, a prison, a family. A letter is kept under Documents.",
    empty="Nobody outside is written down: the client came alone, or nobody asked.",
    tells=("referrer",),
    order=("referrer",),
    writes=REGISTER_CLIENT,
    fields=(
        Field(
            "referrer",
            "Who",
            needed(Text, "Who refers: name and organisation", "who refers", max=200),
        ),
        Field(
            "telephone",
            "Telephone",
            Telephone("Their telephone (optional)", called="Their telephone", max=60),
        ),
        Field(
            "agrees",
            "Client agrees",
            needed(YesNo, "Does the client know of it and agree?", "whether the client knows and agrees"),
        ),
        Field(
            "words",
            "Why",
            LongText(
                "Why do they refer, and what do they ask for? (optional)", called="Why", max=4000, rows=4
            ),
        ),
    ),
)
OutsideReferral = OUTSIDE_REFERRALS.model
