"""Ways to reach a client, homes, people who matter, helpers, language, consents, safeguarding: seven registers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from careplan.ground.types import Moment

revision = "0042_people"
down_revision = "0041_ends_that_wait"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
TABLES = ("contact_ways", "addresses", "relations", "helpers", "preferences", "consents", "safeguarding")
TOLD_BY = ("told_by", "client family gp service paper other")
SINCE = (("since", sa.Date), ("until", sa.Date))


def _recorded() -> list[sa.Column]:
    moments = [sa.Column(name, Moment(timezone=True), nullable=name != "recorded_at") for name in MOMENTS]
    ids = [sa.Column(name, ID, nullable=name not in NEEDED) for name in IDS]
    texts = [sa.Column(name, sa.String(), nullable=True) for name in ("correction_reason", "struck_reason")]
    return [*ids, *moments, *texts, sa.Column("wrong_client", sa.Boolean(), nullable=True)]


MOMENTS = ("superseded_at", "recorded_at", "struck_at")
NEEDED = ("id", "root_id", "recorded_by")
IDS = (*NEEDED, "corrects", "superseded_by", "struck_by")
HOLDS = {
    "superseded_at_with_superseded_by": '("superseded_at" IS NULL) = ("superseded_by" IS NULL)',
    "struck_at_with_struck_by": '("struck_at" IS NULL) = ("struck_by" IS NULL)',
    "struck_at_with_struck_reason": '("struck_at" IS NULL) = ("struck_reason" IS NULL)',
    "wrong_client_of_struck": '"wrong_client" IS NULL OR "struck_at" IS NOT NULL',
}
Codes = Sequence[tuple[str, str]]
Columns = Sequence[tuple[str, type]]


def _register(
    table: str, needed: Columns, optional: Columns, codes: Codes, *, of_client: bool = True
) -> None:
    """The table of one register: its columns, its codes, and what every recorded row has."""
    owners = ("client_id",) if of_client else ("episode_id", "service_id")
    own = [sa.Column(name, type_(), nullable=False) for name, type_ in needed]
    own += [sa.Column(name, type_(), nullable=True) for name, type_ in optional]
    checks = [
        sa.CheckConstraint(
            f'"{name}" IN ({", ".join(repr(code) for code in listed.split())})',
            name=op.f(f"ck_{table}_{name}_code"),
        )
        for name, listed in codes
    ]
    there = ["clients.id"] if of_client else ["episodes.id", "episodes.service_id"]
    op.create_table(
        table,
        *own,
        *(sa.Column(name, ID, nullable=False) for name in owners),
        *_recorded(),
        *checks,
        *(sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}")) for name, words in HOLDS.items()),
        sa.ForeignKeyConstraint([*owners], there, name=op.f(f"fk_{table}_{'_'.join(owners)}")),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            [f"{table}.id"],
            name=op.f(f"fk_{table}_superseded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for owner in owners:
        op.create_index(op.f(f"ix_{table}_{owner}"), table, [owner])


def upgrade() -> None:
    _register(
        "contact_ways",
        (("kind", sa.String), ("value", sa.String), ("preferred", sa.Boolean), ("told_by", sa.String)),
        (("whose", sa.String), ("safe", sa.String), *SINCE),
        (("kind", "mobile landline email"), TOLD_BY),
    )
    _register(
        "addresses",
        (("kind", sa.String), ("safe_to_write", sa.Boolean), ("told_by", sa.String)),
        (("lines", sa.String), ("postcode", sa.String), *SINCE),
        (("kind", "home hostel staying no_fixed_abode letters"), TOLD_BY),
    )
    _register(
        "relations",
        (
            ("name", sa.String),
            ("relation", sa.String),
            ("lives", sa.String),
            ("may_be_told", sa.Boolean),
            ("told_by", sa.String),
        ),
        (
            ("born_on", sa.Date),
            ("born_year", sa.Integer),
            ("roles", sa.String),
            ("telephone", sa.String),
            ("school", sa.String),
            ("social_worker", sa.String),
            *SINCE,
        ),
        (
            ("lives", "with_client other_parent relatives in_care alone not_known"),
            (
                "relation",
                "child stepchild partner parent sibling grandparent other_family friend carer other",
            ),
            TOLD_BY,
        ),
    )
    _register(
        "helpers",
        (("kind", sa.String), ("name", sa.String), ("told_by", sa.String)),
        (("telephone", sa.String), ("address", sa.String), *SINCE),
        (("kind", "gp pharmacy social_worker probation mental_health midwife housing other"), TOLD_BY),
    )
    _register(
        "preferences",
        (("language", sa.String), ("interpreter", sa.Boolean), ("told_by", sa.String)),
        (
            ("preferred_name", sa.String),
            ("aliases", sa.String),
            ("gender", sa.String),
            ("needs", sa.String),
            ("since", sa.Date),
        ),
        (("gender", "woman man non_binary other not_said"), TOLD_BY),
    )
    _register(
        "consents",
        (
            ("party", sa.String),
            ("purpose", sa.String),
            ("scope", sa.String),
            ("basis", sa.String),
            ("given_on", sa.Date),
        ),
        (
            ("reason", sa.String),
            ("expires_on", sa.Date),
            ("withdrawn_on", sa.Date),
        ),
        (
            ("basis", "signed spoken override"),
            ("purpose", "treatment family children justice benefits monitoring other"),
        ),
        of_client=False,
    )
    _register(
        "safeguarding",
        (("happened_on", sa.Date), ("whom", sa.String), ("stage", sa.String), ("account", sa.String)),
        (
            ("name", sa.String),
            ("with_whom", sa.String),
            ("outcome", sa.String),
            ("review_on", sa.Date),
        ),
        (
            ("stage", "concern referral enquiry conference plan in_need closed"),
            ("whom", "child adult client"),
        ),
        of_client=False,
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
