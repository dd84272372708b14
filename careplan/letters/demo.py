"""What the demo tells of documents: letters to the GP and to the client, and what came by post, on working days."""

import io
from datetime import date

from PIL import Image, ImageDraw

from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter
from careplan.letters.codes import DocumentKind, Letter, LetterField
from careplan.letters.labels import LETTERS as TITLES
from careplan.letters.rules import LETTERS, clean_name, filled, left, whole
from careplan.prescribing.labels import DRUGS
from careplan.ui.words import day

SATURDAY = 5
GP = "Dr A. Practice\nElm Street Surgery\n1 Elm Street\nNorthgate"
BEFORE_REVIEW = 200
RESULTS = (
    "Fictitious laboratory report\n\nHepatitis C antibody: not detected\nHIV antibody and antigen: not detected\n",
    "Fictitious laboratory report\n\nGamma GT 112 U/L (high)\nALT 40 U/L\nPlatelets 210\n",
    "Fictitious electrocardiogram report\n\nRate 68, sinus rhythm, QTc 428 ms\n",
)


def _beside(book: Book, person: Person) -> None:
    if person.stage == "referral":
        return
    _received(book, person)
    first = person.triaged_ago - 3
    if person.stage == "treatment" and person.here(first):
        _letter(book, person, first, Letter.GP_START, GP)
        if person.course and person.number % 3 == 0 and person.here(BEFORE_REVIEW // 2 + person.number % 30):
            _letter(book, person, BEFORE_REVIEW // 2 + person.number % 30, Letter.GP_CHANGE, GP)
    _missed(book, person)
    if person.exit and person.exit.get("reason") != "died":
        _letter(book, person, person.until, Letter.DISCHARGE, GP)


def _missed(book: Book, person: Person) -> None:
    """The last two appointments that were missed were followed by a letter, and a long absence by an invitation."""
    mine = [row for row in book.rows["appointments"] if row["episode_id"] == person.id("E")]
    missed = sorted(row["starts_at"][:10] for row in mine if row["outcome"] == "did_not_attend")[-2:]
    for on in missed:
        ago = (book.today - date.fromisoformat(on)).days - 1
        if ago > 0 and person.here(ago):
            _letter(book, person, ago, Letter.NOT_ATTENDED, person.name, missed=day(date.fromisoformat(on)))


def _letter(book: Book, person: Person, ago: int, letter: Letter, to: str, missed: str = "") -> None:
    """A letter from careplan's template; the lines whose fields the record does not know were deleted."""
    ago = _working(book, ago)
    on = book.day(ago)
    values = {
        LetterField.CLIENT_NAME: person.name,
        LetterField.CALLED: person.name.split()[0],
        LetterField.DATE_OF_BIRTH: day(person.born),
        LetterField.TODAY: day(on),
        LetterField.MISSED_APPOINTMENT: missed,
        LetterField.KEYWORKER: person.keyworker.title(),
        LetterField.WORKER: person.keyworker.title(),
        LetterField.SERVICE: "The treatment service",
        LetterField.SERVICE_TELEPHONE: "01632 960 101",
        **_medicine(book, person, on),
    }
    words = filled(LETTERS.on(book.today).templates[letter], values)
    words = "\n".join(line for line in words.splitlines() if not left(line))
    book.add(
        "documents", ago=ago, by=person.keyworker,
        id=person.id("LE", letter.replace("_", "-"), ago), episode_id=person.id("E"),
        kind=DocumentKind.LETTER_OUT, title=TITLES[letter], on=on, party=to.splitlines()[0], sensitive=False,
        words=whole(to, day(on), words),
    )  # fmt: skip


def _medicine(book: Book, person: Person, on: date) -> dict[str, str]:
    mine = [row for row in book.rows["courses"] if row["episode_id"] == person.id("E")]
    course = next((row for row in mine if row["first_dose_on"] <= on), None)
    if course is None:
        return {}
    mine = [row for row in book.rows["dose_orders"] if row["course_id"] == course["id"]]
    dose = max((row for row in mine if row["effective_on"] <= on), key=lambda row: row["effective_on"])
    return {
        LetterField.MEDICINE: DRUGS[course["drug"]],
        LetterField.DAILY_DOSE: f"{dose['daily_mg']} mg a day",
        LetterField.MEDICINE_SINCE: day(course["first_dose_on"]),
    }


def _received(book: Book, person: Person) -> None:
    """The referral that came with the client, a signed consent form, and a result."""
    if person.source in ("gp", "hospital", "prison", "criminal_justice") or person.number % 3 == 0:
        text = f"Referral of {person.name}\nborn {day(person.born)}\nPlease see this person soon."
        _file(
            book, person, person.triaged_ago, "letter_in", "Referral letter", "Elm Street Surgery", _pdf(text)
        )
    if person.number % 4 == 1:
        scan = _scan(f"I agree that the service\nwrites to my GP.\n\n{person.name}")
        _file(
            book, person, person.triaged_ago, "consent_form", "Consent to write to the GP", person.name, scan
        )
    if person.stage == "treatment" and person.number % 2 == 0:
        ago = max(person.triaged_ago - 30, person.quiet_from + 2, 2)
        if person.here(ago):
            text = person.of(RESULTS)
            kind, sensitive = DocumentKind.RESULT, "Hepatitis" in text
            content = text.encode()
            _file(book, person, ago, kind, "Result", "Fictitious laboratory", content, "txt", sensitive)


TYPES = {"pdf": "application/pdf", "png": "image/png", "txt": "text/plain"}


def _file(
    book: Book, person: Person, ago: int, kind: str, title: str, party: str, content: bytes,
    ending: str = "", sensitive: bool = False,
) -> None:  # fmt: skip
    ago = _working(book, ago)
    ending = ending or ("pdf" if content.startswith(b"%PDF") else "png")
    book.add(
        "documents", ago=ago, by=person.keyworker,
        id=person.id("DO", kind.replace("_", "-"), ago), episode_id=person.id("E"), kind=kind, title=title,
        on=book.day(ago), party=party, sensitive=sensitive, file_name=clean_name(f"{title}.x", ending),
        media_type=TYPES[ending], **book.keep(content),
    )  # fmt: skip


def _working(book: Book, ago: int) -> int:
    """The day itself, or the Friday before."""
    weekday = book.day(ago).weekday()
    return max(ago + max(0, weekday - SATURDAY + 1), 1)


def _scan(words: str) -> bytes:
    """A sheet with words, as a scanner makes it."""
    sheet = Image.new("L", (620, 300), 255)
    ImageDraw.Draw(sheet).multiline_text((40, 40), words, fill=0, spacing=10)
    target = io.BytesIO()
    sheet.save(target, "PNG")
    return target.getvalue()


def _pdf(words: str) -> bytes:
    """One page with lines of plain words."""
    lines = "".join(f"({line.translate(_ESCAPED)}) Tj T* " for line in words.splitlines())
    stream = f"BT /F1 12 Tf 16 TL 72 770 Td {lines}ET".encode("latin-1", "replace")
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    )
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(content))
    return content + head + table + tail


_ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})

CHAPTER = Chapter(_beside)
