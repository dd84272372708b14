"""What stands at a service itself: policies in force, posts, clinical audits, incidents."""

from collections.abc import Iterator, Mapping
from functools import partial

from sqlalchemy import Index

from careplan.clients.registers import Field, Of, OneClient, Register, Staff, needed
from careplan.governance.codes import KEEP_EVIDENCE, Policy
from careplan.governance.labels import FIELDS, INCIDENTS, POST_ROLES, POST_STATES, SEVERITIES
from careplan.governance.rules.policies import fits_policy, fits_post
from careplan.governance.rules.questions import wording
from careplan.ground.clock import today
from careplan.ui.fields import Day, Decimal2, Radios, Select, Text, YesNo


class _Names(Mapping[str, str]):
    """Policies by their codes; the words are read from the standard when they are asked for."""

    def __getitem__(self, code: str) -> str:
        return {str(policy): words for policy, words in wording().policies.items()}[code]

    def __iter__(self) -> Iterator[str]:
        return iter(policy.value for policy in Policy)

    def __len__(self) -> int:
        return len(Policy)


NAMES = _Names()
OVERDUE = "From this day on its review is overdue; the policy stays in place"
HALF = "1 for a full-time post, 0.5 for half"
WHOM = "NHS number, or first and last name. Only clients of this service"
OfService = partial(
    Register,
    room="governance",
    of=Of.SERVICE,
    reads=KEEP_EVIDENCE,
    writes=KEEP_EVIDENCE,
)

POLICIES = OfService(
    name="policies",
    noun="policy",
    model_name="ServicePolicy",
    title="Policies",
    one="a policy’s approval",
    about="Questions 5.1 and 10.1 of the improvement review ask for these eleven. A policy counts from the day it was "
    "approved. An overdue review is told beside it and changes no figure.",
    empty="No policy is recorded.",
    tells=("policy",),
    order=("policy", "-approved_on"),
    once=("policy", "approved_on"),
    once_words=("approved_on", "An approval of that day is recorded already. Correct that one"),
    checks=(fits_policy,),
    fields=(
        Field(
            "policy", "Policy", needed(Select, "Policy", "the policy", choices=NAMES, blank="Select a policy")
        ),
        Field(
            "approved_on",
            "Approved",
            needed(Day, "When was it approved?", "the day it was approved", latest=today),
        ),
        Field(
            "review_due_on",
            "Review due",
            needed(Day, "When is its review due?", "the day its review is due", hint=OVERDUE),
        ),
    ),
)
POSTS = OfService(
    name="posts",
    noun="post",
    model_name="Post",
    title="Posts",
    one="a post",
    about="Questions 6.1 and 6.3 count the posts as they stand. They have no dates: correct one that changes.",
    empty="No post is recorded.",
    tells=("role",),
    order=("role", "status"),
    checks=(fits_post,),
    fields=(
        Field("role", "Post", needed(Radios, "What is the post?", "what the post is", choices=POST_ROLES)),
        Field(
            "established_wte",
            "Whole-time equivalents",
            needed(
                Decimal2,
                "Whole-time equivalents",
                "the whole-time equivalents of the post",
                most=99,
                hint=HALF,
            ),
        ),
        Field(
            "status",
            "State",
            needed(Radios, "State", "whether the post is filled", choices=POST_STATES),
            colours={"vacant": "orange", "temporary": "orange"},
        ),
        Field(
            "worker_id",
            "Who",
            Staff("Who stands in it? (optional)", called="Who stands in it", blank="Not recorded"),
        ),
        Field(
            "direct_work_percent",
            "Direct work",
            Decimal2(
                "Direct work with clients (optional)",
                called="Direct work with clients",
                most=100,
                unit="% of the time",
            ),
            package_type="percent",
        ),
        Field(
            "experience_years",
            "Experience",
            Decimal2("Experience (optional)", called="Experience", most=80, unit="years"),
        ),
        Field(
            "experience_in",
            "Experience in",
            Radios("Experience in (optional)", called="The field of the experience", choices=FIELDS),
            listed=False,
        ),
        Field("accredited", "Accredited", YesNo("Accredited? (optional)", called="Accredited"), listed=False),
    ),
)
CLINICAL_AUDITS = OfService(
    name="clinical_audits",
    noun="clinical_audit",
    model_name="ClinicalAudit",
    title="Clinical audits",
    one="a clinical audit",
    about="Question 4.5 asks for a clinical audit that was signed off in the last 18 months.",
    empty="No clinical audit is recorded.",
    tells=("title",),
    order=("-completed_on",),
    fields=(
        Field("title", "What was audited", needed(Text, "What was audited?", "what was audited", max=200)),
        Field(
            "completed_on",
            "Completed",
            needed(Day, "When was it completed?", "the day it was completed", latest=today),
        ),
        Field(
            "signed_off_by", "Signed off by", needed(Text, "Who signed it off?", "who signed it off", max=120)
        ),
    ),
)
UNTOWARD = OfService(
    name="incidents",
    noun="incident",
    model_name="Incident",
    title="Incidents",
    one="an incident",
    about="Question 5.2 counts the untoward incidents of the period.",
    empty="No incident is recorded.",
    day="happened_on",
    tells=("kind", "happened_on"),
    order=("-happened_on",),
    more=(Index("ix_incidents_service_happened_on", "service_id", "happened_on"),),
    fields=(
        Field(
            "kind",
            "Kind",
            needed(Radios, "What kind of incident?", "the kind of incident", choices=INCIDENTS),
        ),
        Field(
            "severity",
            "Harm",
            needed(Radios, "How much harm was done?", "how much harm was done", choices=SEVERITIES),
        ),
        Field(
            "happened_on",
            "Day",
            needed(Day, "When did it happen?", "the day it happened", latest=today),
            package="on",
        ),
        Field(
            "client_id",
            "Client",
            OneClient("Client, if one was concerned (optional)", called="Client", max=200, hint=WHOM),
        ),
    ),
)
REGISTERS = (POLICIES, POSTS, CLINICAL_AUDITS, UNTOWARD)
ServicePolicy, Post, ClinicalAudit, Incident = (one.model for one in REGISTERS)
