"""Signing an audit off: what was found, what is done about it, and the name below it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from careplan.audit.plans.pages import owner_missing
from careplan.ground.clock import today
from careplan.ui.fields import Day, Form, LongText, Person, Reason, Select, Text

NO_FINDING = "Enter at least one finding"
NO_ACTION = "Enter an action for at least one finding, or why no action is needed"
BOTH = "You planned an action. Leave this empty, or take the action out"


@dataclass(frozen=True, slots=True)
class Block:
    """One question of the form with the measures that an action may be bound to, as they are called."""

    slug: str
    question: str
    words: str
    band: str
    measures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BlockFields:
    """The fields of a block, by what they hold."""

    block: Block
    finding: Any
    action: Any
    measure: Any
    owner: Any
    owner_name: Any
    due_on: Any

    @property
    def fields(self) -> tuple[Any, ...]:
        """In the order of the page."""
        return (self.finding, self.action, self.measure, self.owner, self.owner_name, self.due_on)

    @property
    def bound_to(self) -> str | None:
        """The measure of the action; the only one need not be chosen."""
        one: str | None = self.measure.data
        return one or (next(iter(self.block.measures)) if len(self.block.measures) == 1 else None)


class SignForm(Form):
    """What is said about a report. Made with the fields of its blocks by `sign_form`."""

    title = Text("Title of the audit", required="Enter a title", called="The title", max=200)
    statement = LongText(
        "What was looked at, and what do the figures say?",
        required="Enter what was looked at, and what the figures say",
        called="What was looked at",
        max=4000,
        rows=4,
    )
    no_action = Reason("If no action is needed: why?", called="Why no action is needed", max=2000, rows=2)

    blocks: ClassVar[Sequence[Block]] = ()

    def filled_blocks(self) -> Iterator[BlockFields]:
        """Every block with its fields."""
        names = ("finding", "action", "measure", "owner", "owner_name", "due_on")
        for block in self.blocks:
            yield BlockFields(block, *(self[f"{block.slug}_{name}"] for name in names))

    def complete(self) -> bool:
        """Whether it may be signed; the sentences stand at their fields."""
        valid = bool(self.validate_on_submit())
        for one in self.filled_blocks():
            valid = _block_complete(one) and valid
        every = list(self.filled_blocks())
        planned = any(one.action.data for one in every)
        if not any(one.finding.data for one in every):
            every[0].finding.errors = every[0].finding.errors or [NO_FINDING]
            valid = False
        if planned and self.no_action.data:
            self.no_action.errors, valid = [BOTH], False
        if not planned and not self.no_action.data and not self.no_action.errors:
            self.no_action.errors, valid = [NO_ACTION], False
        return valid


def _block_complete(one: BlockFields) -> bool:
    if any(field.errors for field in one.fields):
        return False
    if not one.action.data:
        rest = (one.measure if len(one.block.measures) > 1 else None, one.owner, one.owner_name, one.due_on)
        if any(field is not None and field.data for field in rest):
            one.action.errors = ["Enter what will be done"]
        return not one.action.errors
    if not one.finding.data:
        one.finding.errors = ["Enter the finding that the action answers"]
    if one.bound_to is None:
        one.measure.errors = ["Select the measure that will show whether it worked"]
    if one.due_on.data is None:
        one.due_on.errors = ["Enter the day by which it will be done"]
    owner_missing(one.owner, one.owner_name)
    return not any(field.errors for field in one.fields)


def _fields(block: Block, owners: Mapping[str, str]) -> dict[str, Any]:
    about = f"question {block.question}" if block.question else "anything else"
    return {
        f"{block.slug}_finding": LongText("Finding", called=f"The finding on {about}", max=2000, rows=2),
        f"{block.slug}_action": LongText(
            "What will be done?", called=f"The action on {about}", max=2000, rows=2
        ),
        f"{block.slug}_measure": Select("Measure that will show it", choices=dict(block.measures)),
        f"{block.slug}_owner": Select("Owner", choices=dict(owners)),
        f"{block.slug}_owner_name": Person("Owner, if not listed", called="The owner", max=200),
        f"{block.slug}_due_on": Day(
            "By when?",
            called="The day by which it will be done",
            earliest=today,
            too_early="The day by which it will be done must be today or later",
        ),
    }


def sign_form(blocks: Sequence[Block], owners: Mapping[str, str]) -> SignForm:
    """The form with a part for each block; `owners` are names by worker id."""
    fields: dict[str, Any] = {"blocks": tuple(blocks)}
    for block in blocks:
        fields |= _fields(block, owners)
    made: SignForm = type("SignForm", (SignForm,), fields)()
    return made


class SignatureForm(Form):
    """The name below; `seen` is the hash of the figures that the page showed."""

    drafted: ClassVar[bool] = False

    signed_name = Person(
        "Your name", required="Type your name to sign", called="Your name", max=200, hint="As you sign it"
    )
    signed_role = Text(
        "Your role or profession",
        required="Enter your role or profession",
        called="Your role or profession",
        max=200,
        hint="For example, service manager and registered nurse",
    )

    def signs(self, name: str) -> bool:
        """Whether the form is valid and carries the worker's own name."""
        valid = bool(self.validate_on_submit())
        typed = " ".join((self.signed_name.data or "").split()).casefold()
        if valid and typed != " ".join(name.split()).casefold():
            self.signed_name.errors = [f"Type your own name as careplan knows it: {name}"]
            return False
        return valid
