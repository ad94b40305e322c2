"""Personal data are masked, and numbers that only look like them are not."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import BlockKind, RemarkKind
from corpus.limits import DocumentLimits
from corpus.parsing import parse
from corpus.parsing.builder import DocumentBuilder
from corpus.parsing.text import normalise
from corpus.passages import split
from corpus.personal_data import MASKS, PersonalData, mask

PERSONAL = [
    (PersonalData.EMAIL, "jan.peeters@stad-voorbeeld.be"),
    (PersonalData.EMAIL, "a_b+c@x.co.uk"),
    (PersonalData.ACCOUNT, "BE68 5390 0754 7034"),
    (PersonalData.ACCOUNT, "BE68539007547034"),
    (PersonalData.ACCOUNT, "be68-5390-0754-7034"),
    (PersonalData.ACCOUNT, "NL91 ABNA 0417 1643 00"),
    (PersonalData.ACCOUNT, "FR76 3000 6000 0112 3456 7890 189"),
    (PersonalData.NATIONAL, "85.07.30-033.28"),
    (PersonalData.NATIONAL, "85.07.30-033 28"),
    (PersonalData.NATIONAL, "85073003328"),
    (PersonalData.NATIONAL, "17 07 30 033 84"),
    (PersonalData.PHONE, "0470 12 34 56"),
    (PersonalData.PHONE, "0470/12.34.56"),
    (PersonalData.PHONE, "0470123456"),
    (PersonalData.PHONE, "02/553.00.00"),
    (PersonalData.PHONE, "(02) 553 00 00"),
    (PersonalData.PHONE, "011 23 45 67"),
    (PersonalData.PHONE, "+32 (0)2 553 00 00"),
    (PersonalData.PHONE, "+32 470 12 34 56"),
    (PersonalData.PHONE, "0032 470 12 34 56"),
    (PersonalData.PHONE, "06-12345678"),
    (PersonalData.PHONE, "06 12 34 56 78"),
    (PersonalData.PHONE, "+31 20 123 4567"),
    (PersonalData.PHONE, "01 23 45 67 89"),
    (PersonalData.PHONE, "+33 1 23 45 67 89"),
]
NOT_PERSONAL = [
    "KBO 0403.019.261", "BE 0403.019.261", "BE0403019261", "0403019261", "0470.123.564",
    "€ 12.345.678,90", "1.250.000 euro", "123 456 789 euro", "03 04 05 06 07 euro", "04 12 34 %",
    "01/12/2024", "2024-01-31", "01.02.2024", "12.05.2026 - 14.05.2026", "04 01 2025 tot 05 02 2025",
    "versie 1.12.3.4", "v2.10.33", "2022/2555", "ISO 27001:2022", "art. 02 12 34 56",
    "HBC.2023.0456", "dossier 2024-0012345-67", "G0A1234N", "nummer 101079234", "VR 2022 1803 DOC.0280",
    "12345678901", "85.07.30-033.29", "99.99.99-999.48", "BE69 5390 0754 7034", "BE12 ABCD",
    "ISBN 978-90-5454-123-4", "10.5281/zenodo.1234567", "1 2 3 4 5 6 7 8 9", "09.30 uur tot 17.00",
    "@vlaanderen", "WP 01 02 03 04", "40,5 VTE in 2027", "",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), PERSONAL, ids=[text for _, text in PERSONAL])
@pytest.mark.parametrize("around", ["{}", "Contact: {}.", "Schrijf ({}), of kom langs.", "Naam; {}; Gent"])
def test_personal_data_become_a_mask(kind: PersonalData, text: str, around: str) -> None:
    found = mask(around.format(text))
    assert found.text == around.format(MASKS[kind])
    assert [place[0] for place in found.places] == [kind]


@pytest.mark.parametrize("text", NOT_PERSONAL)
@pytest.mark.parametrize("around", ["{}", "Zie {}.", "Het gaat om {}, of meer."])
def test_numbers_that_only_look_like_it_stay(text: str, around: str) -> None:
    assert mask(around.format(text)).places == ()


@pytest.mark.parametrize("word", ["tel.", "Telefoon:", "gsm-nummer", "Tél. :", "mobile"])
def test_a_word_before_it_makes_a_doubtful_number_a_phone(word: str) -> None:
    assert mask("020-1234567").places == ()
    assert mask(f"{word} 020-1234567").text == f"{word} [telefoonnummer]"
    assert mask("KBO 0470.123.564").places == ()


def test_two_numbers_after_one_word_are_both_masked() -> None:
    found = mask("Tel. 0470 12 34 56 - 02 553 00 00, kamer 12")
    assert found.text == "Tel. [telefoonnummer] - [telefoonnummer], kamer 12"


def test_kinds_stand_side_by_side() -> None:
    found = mask("Ann, ann@x.be, 0470 12 34 56, BE68 5390 0754 7034, 85.07.30-033.28.")
    assert found.text == "Ann, [e-mailadres], [telefoonnummer], [rekeningnummer], [rijksregisternummer]."


texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([text for _, text in PERSONAL] + NOT_PERSONAL), max_size=5).map(" ".join),
    st.text("0123456789 .-/+()@abBE", max_size=40),
)


@given(texts)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text)
    assert mask(once.text).text == once.text


@given(texts)
def test_places_are_those_of_the_masks(text: str) -> None:
    found = mask(text)
    assert all(found.text[start:end] == MASKS[kind] for kind, start, end in found.places)
    assert [start for _, start, _ in found.places] == sorted({start for _, start, _ in found.places})


@given(texts)
def test_masking_keeps_a_canonical_text_canonical(text: str) -> None:
    found = mask(normalise(text)).text
    assert normalise(found) == found


@given(st.integers(0, 99), st.integers(1, 12), st.integers(1, 28), st.integers(1, 997), st.booleans())
def test_every_national_number_is_masked(year: int, month: int, day: int, order: int, after: bool) -> None:
    born = f"{year:02}{month:02}{day:02}"
    number = f"{born}{order:03}"
    check = 97 - int(f"2{number}" if after else number) % 97
    written = f"{born[:2]}.{born[2:4]}.{born[4:]}-{order:03}.{check:02}"
    assert mask(f"Nummer {written}").text == "Nummer [rijksregisternummer]"


@given(st.integers(10_000_000, 19_999_999) | st.integers(4_000_000, 9_999_999))
def test_no_enterprise_number_is_masked(first: int) -> None:
    digits = f"{first:08}{97 - first % 97:02}"
    written = f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
    for text in (digits, written, f"KBO {written}", f"BE {written}", f"btw BE{digits}"):
        assert mask(text).places == ()


@given(st.integers(1, 999_999_999_999))
def test_every_belgian_account_is_masked(number: int) -> None:
    digits = f"{number:012}"
    check = 98 - int(f"{digits}111400") % 97
    groups = f"BE{check:02}{digits}"
    spaced = " ".join(groups[start : start + 4] for start in range(0, 16, 4))
    assert mask(f"IBAN {spaced} op naam van").text == "IBAN [rekeningnummer] op naam van"


def test_the_canonical_text_holds_masks_and_offsets_that_fit() -> None:
    text = (
        "Bel Ann op 0470 12 34 56.\n\nDe zin erna gaat over iets anders.\n\nOf mail naar ann@x.be vandaag.\n"
    )
    document = parse(text.encode(), "plan.txt")
    assert "0470" not in document.text
    assert "@" not in document.text
    passages = split(document)
    assert all(document.text[passage.start : passage.end] == passage.text for passage in passages)
    spans = {remark.detail: remark.spans for remark in document.remarks}
    assert set(spans) == {"phone number", "e-mail address"}
    for detail, ((start, end),) in spans.items():
        assert document.text[start:end] == MASKS[PersonalData(detail)]


def test_a_remark_never_holds_the_data_and_knows_its_page() -> None:
    builder = DocumentBuilder(DocumentLimits())
    builder.start_page(1, 595, 842)
    builder.add(BlockKind.HEADING, "Contact ann@x.be")
    builder.start_page(2, 595, 842)
    builder.add(BlockKind.TABLE_ROW, "Mail: ben@x.be")
    document = builder.build(name="x", content=b"", media_type="x")
    (remark,) = document.remarks
    assert (remark.kind, remark.pages) == (RemarkKind.PERSONAL_DATA_MASKED, (1, 2))
    assert document.title == "Contact [e-mailadres]"
    assert "x.be" not in repr(document)


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000 + "@", "a.a@" * 30_000, "x@" + "a.b-" * 50_000, "BE12 " * 20_000, "tel: " + "1/" * 100_000,
     "0470 " * 40_000, "ann@x.be 0470 12 34 56 " * 5_000],
    ids=["name", "names", "domain", "account", "announced", "phone", "many"],
)  # fmt: skip
def test_no_text_makes_masking_slow(text: str) -> None:
    started = perf_counter()
    mask(text)
    assert perf_counter() - started < 20
