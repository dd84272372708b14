"""Answers of a fixture client by the words of the questions, and a keyworker whose every act is counted."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator

from careplan.ground.clock import today
from tests.journeys.conftest import Walk
from tests.journeys.hands import Mouse

SCREEN = 900
"""Pixels of one screen at a width of 1,280."""
HEROIN = {
    "Substance": "Heroin",
    "Days used": "28",
    "Usual amount": "0.5 g",
    "Route": "Injected",
    "Age first": "22",
    "Last used": "Today",
    "Prescribed": "No",
}
CRACK = HEROIN | {"Substance": "Crack cocaine", "Days used": "12", "Usual amount": "0.3 g", "Route": "Smoked"}
ALCOHOL = {
    "Substance": "Alcohol",
    "Days used": "8",
    "Usual amount": "6 units",
    "Route": "Swallowed",
    "Age first": "14",
    "Last used": "Yesterday",
    "Prescribed": "No",
}
SCHOOL = {"Contact": "Every day", "School": "Marsh Lane Primary", "Who cares": "A grandparent"}
CHILDREN = [{"Age": age, "Lives with": "Yes"} | SCHOOL for age in ("6", "11")]
MEDICINES = [
    {
        "Medicine": "Sertraline",
        "Dose": "50 mg",
        "How often": "Once a day",
        "Who prescribes": "GP",
        "Since": "2024",
    },
    {
        "Medicine": "Salbutamol",
        "Dose": "2 puffs",
        "How often": "As needed",
        "Who prescribes": "GP",
        "Since": "2019",
    },
]
MOTHER = [{"Relation": "Mother", "Age group": "18 to 64", "Uses substances": "No", "Knows of": "Yes"}]
DECLINED = object()
"""The client did not want to answer."""

ANSWERS: dict[str, Any] = {
    "Does the person agree to this assessment": "Yes",
    "Have confidentiality": "Yes",
    "Who may we share information with": [{"Person": "Her mother", "Purpose": "Appointments", "What may": "Days"}],
    "Has the national-dataset privacy notice": "Agreed",
    "What help is needed to communicate": ["None"],
    "Which ways of contacting": ["Call to mobile", "Text message"],
    "How did the person reach": "Self",
    "In the person's own words": "I want my girls to see me well, and I am tired of it.",
    "What does the person want": "A steady script, no needles, a home of our own.",
    "How ready does": "7",
    "Which treatment options": "Methadone and buprenorphine explained; would rather have methadone.",
    "What treatment has there been": "none",
    "For each substance": [HEROIN, CRACK, ALCOHOL],
    "Which substance causes": "Heroin",
    "Which other substances": ["Crack cocaine", "Alcohol"],
    "Which signs of dependence": ["Strong desire to use", "Withdrawal symptoms", "Tolerance"],
    "What withdrawal is observed": "Mild",
    "Is the person getting methadone": "No",
    "When has the person gone without": "Seven weeks in 2023, with her sister; a death in the family ended it.",
    "Does the person take prescribed or": "No",
    "Any new psychoactive": "No",
    "Tobacco or vaping": [{"Days used": "28", "Number a day": "10", "Stop-smoking": "Yes"}],
    "Does the person drink alcohol": "Current",
    "On how many of the last 28 days did they drink": "8",
    "How many units on a usual": "6",
    "AUDIT-C or AUDIT": "9",
    "Which symptoms of alcohol": ["None"],
    "Ever had fits, delirium": ["None"],
    "Does the person take opioids together": "Sometimes",
    "Has the person ever overdosed": "Yes",
    "When was the last overdose": today() - timedelta(days=120),
    "What happened: substances": "Heroin and alcohol, alone; her sister found her and rang.",
    "Any break in use": ["None"],
    "How often does the person use alone": "Sometimes",
    "Take-home naloxone": "Supplied today",
    "Has the person ever injected": "Current",
    "On how many of the last 28 days did they inject": "28",
    "Where on the body": ["Arm", "Hand"],
    "Were the sites looked at": "Scarred",
    "Used a needle or syringe": "Earlier",
    "Shared spoon, water": "Earlier",
    "Has the person passed on": "Never",
    "Shares pipes, straws": "Earlier",
    "Where does clean equipment": "Needle exchange, enough",
    "How is used equipment": "Sharps bin",
    "Hepatitis C": "Never tested",
    "Hepatitis B": "First dose given",
    "HIV: tested": "Never tested",
    "Have the ways blood-borne": "Talked through, risk found",
    "Does a partner or anyone in the home inject": "No",
    "Does the person have safer sex": "Sometimes",
    "Last sexual-health check": today() - timedelta(days=400),
    "What harm-reduction advice": ["Overdose", "Naloxone", "Safer injecting"],
    "Is the person registered with a GP": "Registered, we may contact them",
    "All current medicines": MEDICINES,
    "Allergies or bad": "No",
    "Any physical problem needing help": ["None"],
    "Long-term or past illnesses": ["Lung"],
    "Any abscess, wound": "Past",
    "Cough, breathlessness": "Yes",
    "Fits, faints": "No",
    "Weight, height": [{"Weight": "58", "Height": "165", "Recent weight": "Yes"}],
    "Teeth and mouth": "Yes",
    "Ongoing pain": "3",
    "Any disability": ["None"],
    "Is it possible for this person": "Yes",
    "Is the person pregnant": "No",
    "Hospital stays or": "1",
    "Is or was the person in touch": "Past",
    "Known diagnoses": ["Depression"],
    "Past admissions": "No",
    "Hearing voices": "None",
    "Low mood or anxiety now": "9",
    "Does the person want to say whether bad": DECLINED,
    "Thoughts of suicide now": "Passing thoughts",
    "Self-harm: never": "Past",
    "Past suicide attempts": "0",
    "Who else lives in": MOTHER,
    "Where is the person living now": "Temporary housing",
    "Risk of losing the home": "At risk of losing the home",
    "Children the person is parent of": CHILDREN,
    "Children's services": "None",
    "Would help with parenting": "Would like it; bedtimes are calm and the girls do well at school.",
    "Does a partner or close family": "No",
    "Has a family member or carer": "Offered, declined",
    "Has the person been hurt": "Past",
    "Has the person hurt": "Never",
    "Work, education or": "Unemployed, looking for work",
    "Income, benefits": "Universal credit; owes 300 pounds to a friend.",
    "Who is supportive": "Her mother and sister; two friends who do not use.",
    "What strengths and supports": ["Family", "Skills"],
    "Mutual aid or peer": "Interested",
    "Current involvement with the criminal": ["None"],
    "Offences in the last 28": "none",
    "Past convictions": "One caution in 2018.",
    "Other legal matters": "Tenancy ends in March.",
    "Does the person drive": "Does not drive",
    "Signs of self-neglect": "None",
    "What keeps the person safe": "Her girls, and her mother who rings each evening.",
    "Is anyone taking over": ["None"],
    "Sex in exchange": "No",
    "Is the person an adult at risk": "No",
    "Violence or threats": "Never",
    "Weapons, fire-setting": ["None"],
    "Any risk to staff": "No concern",
    "Where are medicines": "Locked box, given by us",
    "Who looks after the children": "Her mother, upstairs.",
    "Do children see use": "No",
    "Is there reasonable cause": "No concern",
    "How likely is the person": "Medium",
    "Risk management plan": "none",
    "What to do in a crisis": "Ring her mother, then the crisis line; both numbers are in her phone.",
    "Who has been told": "none",
    "When will risk be looked": today() + timedelta(days=80),
    "Does any priority": ["Recent overdose"],
    "How quickly must": "Within 5 days",
    "What was agreed": "Comprehensive assessment",
    "Date and worker of the next": today() + timedelta(days=5),
    "Has an initial care plan": "No",
    "Need found in each domain": [{"Area": "Housing", "Need": "High"}],
    "Is care co-ordination": "Several agencies",
    "Has the comprehensive care plan been": today(),
}  # fmt: skip
NEEDS = (
    "For each substance",
    "Has the person ever injected",
    "Take-home naloxone",
    "Hepatitis C",
    "Where is the person living now",
    "Teeth and mouth",
)
"""The six questions whose answers are needs for the care plan."""
WORDS_OF_GOALS = (
    "Off street heroin by the summer",
    "A home of our own for the girls and me",
    "To know about my liver, and get the jabs",
    "Teeth I can smile with",
)
FILLED = """box => [...box.querySelectorAll('input, textarea, select')].some((one) => !/-(need|confirm)$/.test(one.name)
    && (one.type === 'radio' || one.type === 'checkbox' ? one.checked : one.value))"""
"""Whether a question has an answer, or the reason why there is none."""


@dataclass
class Tally:
    """What one area of the work costs."""

    clicks: int = 0
    keys: int = 0
    loads: int = 0
    pixels: int = 0
    longest: int = 0

    @property
    def screens(self) -> int:
        """Screens of 900 pixels, rounded up."""
        return -(-self.pixels // SCREEN)

    def __add__(self, other: "Tally") -> "Tally":
        ours, theirs = vars(self), vars(other)
        total = {name: ours[name] + theirs[name] for name in ours}
        return Tally(**total | {"longest": max(self.longest, other.longest)})

    def __str__(self) -> str:
        return (
            f"{self.clicks} clicks, {self.keys} keys, {self.loads} loads, {self.screens} screens,"
            f" longest {self.longest} px"
        )


@dataclass
class Keyworker:
    """Somebody at the browser whose clicks, keys, loads and screens are counted, area by area.

    A click on a link, button, radio, box or into a field is 1, a choice in a list 2; a character, and a Tab inside
    a date, is one key; a page counts when its document loads, as high as it is when it is left.
    """

    walk: Walk
    way: type[Mouse] = Mouse
    client: str = "Rowena Reach"
    areas: dict[str, Tally] = field(default_factory=dict)
    heights: Counter[str] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self.page = self.walk.page
        self.page.set_default_timeout(30_000)
        self.hands = self.way(self.page)
        self.page.on("load", self._loaded)

    def _loaded(self, _: Any) -> None:
        self.tally.loads += 1

    @contextmanager
    def area(self, name: str) -> Iterator[None]:
        """What is done inside counts for this area."""
        self.tally = self.areas.setdefault(name, Tally())
        yield
        self._left()

    @property
    def total(self) -> Tally:
        """All areas together."""
        return sum(self.areas.values(), Tally())

    def _left(self) -> None:
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.tally.pixels += height
        self.tally.longest = max(self.tally.longest, height)
        self.heights[self.page.title()] = max(height, self.heights[self.page.title()])

    def click(self, what: Locator) -> None:
        """One click, and one more where what is to be clicked is folded away."""
        folded = what.locator("xpath=ancestor::details[not(@open)]/summary")
        if not what.is_visible() and folded.count():
            self.click(folded.first)
        self.hands.click(what)
        self.tally.clicks += 1

    def write(self, into: Locator, text: str) -> None:
        """A click into the field, and a key for each character."""
        self.hands.write(into, text)
        self.tally.clicks += 1
        self.tally.keys += len(text)

    def pick(self, one: Locator, words: str) -> None:
        """Open a list, and choose in it."""
        self.hands.pick(one, words)
        self.tally.clicks += 2

    def day(self, within: Locator, on: date) -> None:
        """A click into the day; month and year are a Tab away."""
        boxes = within.locator("input[inputmode=numeric]")
        self.write(boxes.nth(0), str(on.day))
        for place, text in ((1, str(on.month)), (2, str(on.year))):
            self.hands.write_on(boxes.nth(place), text)
            self.tally.keys += 1 + len(text)

    def go(self, what: Locator) -> "Keyworker":
        """Click what leads to another page, and wait for it."""
        self._left()
        self.tally.clicks += 1
        self.hands.seek(what)
        with self.page.expect_navigation():
            self.hands.click(what)
        self.walk.check()
        return self

    def follow(self, text: str | re.Pattern[str]) -> "Keyworker":
        """The first link of these words."""
        link = self.page.get_by_role("link", name=text)
        either = link.or_(self.page.locator("a[role=button]", has_text=text))
        return self.go(either.first)

    def press(self, text: str | re.Pattern[str]) -> "Keyworker":
        """The first button of these words."""
        return self.go(self.page.get_by_role("button", name=text).first)

    def fill(self, label: str, text: str) -> "Keyworker":
        """Type into the field of this label."""
        self.write(self.page.get_by_label(label).first, text)
        return self

    def choose(self, question: str, option: str) -> "Keyworker":
        """One option of a question."""
        group = self.page.get_by_role("group", name=question).filter(has=self.page.get_by_label(option)).first
        self.click(group.get_by_label(option, exact=True))
        return self

    def answer_all(self) -> None:
        """Answer every question in sight that is open, from the first to the last, as each appears."""
        done: set[str] = set()
        while True:
            boxes = self.page.locator(".app-question:visible")
            ids = boxes.evaluate_all("boxes => boxes.map(one => one.id)")
            ahead = [one for one in ids if one not in done]
            if not ahead:
                return
            done.add(ahead[0])
            self.answer(self.page.locator(f"#{ahead[0]}"))

    def answer(self, box: Locator) -> None:
        """One question: confirm what was said before where it has to be, else answer it; what is optional is left."""
        words = box.locator("legend, label").first.inner_text()
        if "(optional)" in words:
            return
        told = [answer for start, answer in ANSWERS.items() if words.startswith(start)]
        assert told, f"no answer for {words!r}"
        before = box.get_by_label("still true")
        if before.count():
            if "to confirm" in box.inner_text() and not before.first.is_checked():
                self.click(before.first)
        elif box.evaluate(FILLED):
            self.needs(box, words)
        elif told[0] is DECLINED:
            self.beside(box)
            self.pick(box.get_by_label("If there is no answer"), "Declined to say")
        else:
            self.enter(box, told[0])
            self.needs(box, words)

    def needs(self, box: Locator, words: str) -> None:
        """Tick a need for the care plan, once."""
        tick = box.get_by_label("A need for the care plan")
        if words.startswith(NEEDS) and not tick.is_checked():
            self.click(tick)

    def beside(self, box: Locator) -> None:
        """Open what stands beside the answer, where it is closed."""
        more = box.locator("details:not([open]) > summary")
        if more.count():
            self.click(more.first)

    def enter(self, box: Locator, told: Any) -> None:
        """The answer, in the control that the page shows for it."""
        if told == "none":
            self.click(box.get_by_label("There are none"))
        elif isinstance(told, date):
            self.day(box, told)
        elif isinstance(told, list) and isinstance(told[0], dict):
            for number, row in enumerate(told):
                self.row(box, number, row, told[number - 1] if number else {})
        elif isinstance(told, list):
            for words in told:
                self.click(box.get_by_label(words, exact=True))
        elif box.locator("input[type=radio]").count():
            self.click(box.get_by_label(told, exact=True))
        elif box.locator("select").first.get_attribute("name") == (box.get_attribute("id") or "")[2:]:
            self.pick(box.locator("select").first, told)
        else:
            self.write(box.locator("textarea, input[type=text]").first, told)

    def row(self, box: Locator, number: int, row: dict[str, str], above: dict[str, str]) -> None:
        """One row of a table, cell by cell; another row is added where none is free."""
        rows = box.get_by_role("group", name=re.compile(r"^Row \d+$"))
        if rows.count() <= number:
            add = box.get_by_role("button", name=re.compile("add a row", re.IGNORECASE))
            before = self.page.url
            self.go(add) if add.get_attribute("type") == "submit" and not add.is_hidden() else self.click(add)
            assert self.page.url.split("#")[0] == before.split("#")[0]
        for label, text in self.left_to_type(row, above):
            cell = rows.nth(number).get_by_label(re.compile(f"^{label}")).first
            kind = cell.evaluate("cell => cell.tagName")
            if kind == "DIV":
                self.click(cell.get_by_label(text, exact=True))
            elif kind == "SELECT":
                self.pick(cell, text)
            else:
                self.write(cell, text)
        if self.is_as_above(row, above):
            self.click(rows.nth(number).get_by_role("button", name="Rest as above"))

    def is_as_above(self, row: dict[str, str], above: dict[str, str]) -> bool:
        """Whether a press for what is as in the row above spares clicks: two cells or more, none of them the first."""
        first = next(iter(row))
        offered = self.hands.scripts and set(row) == set(above)
        return offered and row[first] != above[first] and self.alike(row, above) > 1

    def alike(self, row: dict[str, str], above: dict[str, str]) -> int:
        """How many cells are as in the row above."""
        return sum(above.get(label) == text for label, text in row.items())

    def left_to_type(self, row: dict[str, str], above: dict[str, str]) -> list[tuple[str, str]]:
        """The cells that are entered one by one."""
        spared = self.is_as_above(row, above)
        return [(label, text) for label, text in row.items() if not (spared and above[label] == text)]
