"""Reception: a client comes without an appointment and leaves a number."""

from tests.journeys import people
from tests.journeys.conftest import Walk


def test_reception_takes_a_number_and_a_walk_in_and_sees_no_care(live, walk: Walk) -> None:
    # Given a client of the service whom Kay keeps
    wren = people.client(live, "Wren", "Alder")
    # When reception finds them by name, takes their number and notes that they are here
    walk.come_as("reece").open("/").follow("Find a client").fill("Name", "Alder").press("Search")
    walk.follow("ALDER, Wren").follow("Contact and family")
    walk.follow("Record a telephone number or email address")
    walk.page.get_by_label("What is it?").select_option("mobile")
    walk.fill("Number or address", "07700 900 321").choose("Text")
    walk.answer("Is this how the client wants to be reached?", "Yes")
    walk.page.get_by_label("Who said so?").select_option("client")
    walk.press("Save").sees("Mobile 07700 900 321: text")
    walk.follow("Appointments").press("Walk-in: is here now")
    # Then the duty list holds the walk-in for a worker to see, and the record stays shut
    walk.sees("stands on the duty list of today", "Not yet").lacks("Seen by me: ALDER")
    walk.open(f"{wren.record}/appointments").lacks("Allergies", "NHS No.", "Prescribing")
    walk.refused(wren.record, 403)
