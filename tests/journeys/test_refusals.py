"""Every form of the newer rooms refused: on a phone, with no script arriving, as the role that fills it in."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page

from careplan.rooms import ROOMS
from tests.conftest import browser as signed_in
from tests.factories.clients import EpisodeFactory, PacketFactory
from tests.journeys import people
from tests.journeys.conftest import AXE, Walk, axe
from tests.test_doors import WHO, table
from tests.walk import address, on_page, rules

NEW = ("people", "contacts", "waits", "letters", "team", "moves")
LEAVING = ("plans.leave", "plans.exit_steps_new")
OLDER = ("clients.outside_referrals_new", "clients.handed_over", *LEAVING)
WHOSE = {"reception": "reece", "keyworker": "kay", "manager": "mo"}
"""Who fills a form in: the first of these roles that may."""
AT_WILL = ("contacts.search", "contacts.reminder_words_new")
"""Doors whose only text takes any words: they are refused empty."""
SPOIL = """(form, empty) => {
  const typed = {}, left = ['hidden', 'radio', 'checkbox', 'file', 'submit'];
  for (const one of form.querySelectorAll('input, textarea')) {
    if (one.type === 'checkbox') one.checked = false;
    if (left.includes(one.type)) continue;
    const part = /-(day|month|year)$/.test(one.name);
    one.value = typed[one.name] = empty ? '' : part ? '99' : 'Typed ' + one.name;
  }
  return typed;
}"""
SHOWN = """() => {
  const told = [...document.querySelectorAll('.nhsuk-error-summary li')];
  const at = one => document.querySelector(one.querySelector('a')?.getAttribute('href') ?? 'none');
  const field = one => at(one)?.matches('input, select, textarea') && at(one).closest('.nhsuk-form-group--error');
  const fields = [...document.querySelectorAll('main input, main textarea')];
  return {
    told: told.length,
    astray: told.filter(one => !field(one)).map(one => one.innerText),
    wide: document.documentElement.scrollWidth,
    values: Object.fromEntries(fields.map(one => [one.name, one.value])),
  };
}"""
"""The errors, those that lead to no field with an error of its own, the width, and what the fields hold."""


def doors(live: SimpleNamespace) -> Iterator[tuple[str, str, str, int]]:
    """Role, endpoint, address and place on its page of every form with something to fill in; a removal comes last."""
    app, ids, permissions, left = live.app, live.ids, table(), alike()
    ids.service_id = live.service
    every = wanting(live)
    for rule in rules(app, "GET"):
        new = rule.endpoint.partition(".")[0] in NEW or rule.endpoint in OLDER
        role = next((one for one in WHOSE if one in WHO[permissions[rule.endpoint]]), "")
        if new and role and rule.endpoint not in left:
            every.append((role, rule.endpoint, address(app, rule, ids)))
    for role, endpoint, path in sorted(every, key=lambda one: (one[0], "remove" in one[1], one[1])):
        for place, form in enumerate(on_page(signed_in(app, getattr(live, role)), path)):
            if {kind for _, kind, _ in form.fields} - {"hidden", "button"}:
                yield role, endpoint, path, place


def wanting(live: SimpleNamespace) -> list[tuple[str, str, str]]:
    """Pages that want a client of their own: who left, who was only referred, who is sent here, whom Kay keeps."""
    gone = people.client(live, "Gale", "Gone", closed_on=people.ago(3), exit_reason="dropped_out")
    with people.written(live):
        sent = PacketFactory(service_id=live.service).id
        asked = EpisodeFactory(service_id=live.service, keyworker_id=None, referred_on=people.ago(2)).id
    return [
        ("keyworker", "plans.came_back", f"{gone.record}/came-back"),
        ("keyworker", "plans.put_back", f"/record/{asked}/put-back"),
        ("keyworker", "moves.packet", f"/transfers/{sent}"),
        ("manager", "clients.hand_over", f"/caseload/hand-over?whose={live.keyworker}"),
    ]


def alike() -> set[str]:
    """Corrections and removals of registers, each of which tests/test_refusals.py tries: here one of each."""
    every = [one for room in ROOMS for one in room.registers]
    made = {one.endpoint(act) for one in every for act in ("row", "remove")}
    return made - {"people.consents_row", "team.duties_remove"}


def send(form: Locator, page: Page, *, empty: bool) -> tuple[dict[str, str], Any]:
    """Spoil the form and press what sends it: what was typed, and the answer."""
    typed = form.evaluate(SPOIL, empty)
    plain = form.locator("button[type=submit]:not([name]):not([formaction])")
    with page.expect_navigation() as answer:
        (plain if plain.count() else form.locator("button[type=submit]")).first.click()
    return typed, answer.value


def faults(page: Page, typed: dict[str, str], answer: Any) -> Iterator[str]:
    """What is wrong with the page that refuses."""
    shown = page.evaluate(SHOWN)
    if not 400 <= answer.status < 500 or not shown["told"]:
        yield f"answered {answer.status} with {shown['told']} errors at {page.url}"
        return
    yield from (f"no field is linked from {words!r}" for words in shown["astray"])
    yield from (f"{name} is lost" for name, value in typed.items() if shown["values"].get(name) != value)
    if shown["wide"] > 320:
        yield f"{shown['wide']} pixels wide"
    if (found := axe.run(page, options=AXE)).violations_count:
        yield found.generate_report()


def test_every_form_says_what_is_wrong_at_its_field_and_keeps_what_was_typed(
    page: Page, context: BrowserContext, live: SimpleNamespace
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    context.route("**/*.js", lambda route: route.abort())
    walk, wrong, tried, who = Walk(page, live), list[str](), set[str](), ""
    for role, endpoint, path, place in doors(live):
        if role != who:
            context.clear_cookies()
            walk.come_as(WHOSE[role])
        who = role
        page.goto(live.url + path)
        form = page.locator("main form[method=post]").nth(place)
        typed, answer = send(form, page, empty=endpoint.endswith("_remove") or endpoint in AT_WILL)
        tried.add(endpoint)
        wrong += [f"{endpoint} as {role}: {one}" for one in faults(page, typed, answer)]
    assert not wrong, "\n".join(wrong)
    wanted = {"people.consents_new", "waits.wait_reviews_new", "letters.letter", "team.rota", "contacts.new"}
    assert tried >= wanted | {"moves.packet", "plans.came_back", "plans.put_back", "clients.hand_over"}
    assert len(tried) > 40
