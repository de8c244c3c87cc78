import pytest
from django.core.management import call_command
from wagtail.models import Page

from clinic.cms.editing import lint
from clinic.models import ClinicDetails, CrisisLine
from pages.models import StandardPage, TherapyPage
from pages.models.base import ReviewedPage
from tests.pages.factories import stream

pytestmark = pytest.mark.django_db


def found(text="", **fields):
    body = stream(("paragraph", f"<p>{text}</p>"))
    return lint.check(StandardPage(**{"title": "A page", "body": body} | fields))


STOPS = [
    "My clients say that nobody listens so well.",
    "Our patients love the calm rooms.",
    "★★★★★",
    "Rated five stars by families.",
    "IPT cures depression.",
    "We guarantee that you will feel better.",
    "100% success with panic.",
    "We specialise in trauma.",
    "Our psychologists specialise in grief.",
    "I am an expert in sleep.",
    "Call Lifeline on 13 11 41.",
]
ASKS = [
    "Therapy changed my life.",
    "“They listened to me when nobody else would.” – Sam, Newtown",
    "Robin is a specialist in sleep.",
    "The best psychologists in Sydney.",
    "A painless way out of worry.",
    "Half-price first sessions.",
    "Read our client reviews.",
    "To ask for a time, click here.",
    '<a href="/fees/">Read more</a>',
]
FINE = [
    "There is no cure for grief, and none is needed.",
    "Nobody can guarantee that.",
    "We do not guarantee any outcome.",
    "We do not specialise in any one field.",
    "Do your best, and rest.",
    "The best time to write is when you can.",
    "Your secure message, secured twice.",
    "We publish no testimonials.",
    "Call Lifeline on 13 11 14, day and night.",
    "Text Lifeline on 0477 13 11 14.",
    "Lifeline answers day and night. Our own number is 02 5550 0123.",
    "In an emergency, call 000.",
    '<a href="/fees/">Fees and rebates</a>',
    "<i>“Help is there for whoever asks for it.”</i> – Smith et al., 2019",
]


@pytest.mark.parametrize("text", STOPS)
def test_what_the_law_forbids_stops_the_page(text):
    assert [finding.stops for finding in found(text)][:1] == [True]


@pytest.mark.parametrize("text", ASKS)
def test_what_may_be_meant_well_asks(text):
    assert [finding.stops for finding in found(text)][:1] == [False]


@pytest.mark.parametrize("text", FINE)
def test_what_is_fine_passes(text):
    assert found(text) == []


def test_finding_says_where_what_why_and_what_instead():
    finding = found("We guarantee it.")[0]
    assert (finding.where, finding.words) == ("Body, 1", "guarantee")
    assert "s 133" in finding.why
    assert finding.instead


@pytest.mark.parametrize("place", ["title", "lead", "search_description"])
def test_words_outside_the_text_are_read_too(place):
    assert found(**{place: "We guarantee it."})[0].stops


def test_words_inside_questions_lists_and_panels_are_read():
    answer = [{"type": "bullet_list", "value": ["We cure it."]}]
    asked = stream(("question", {"question": "Does it help?", "answer": answer}))
    page = TherapyPage(title="A therapy", questions=asked)
    assert lint.check(page)[0].where == "Questions, 1"


def test_sources_may_be_called_what_they_are_called():
    source = stream(("source", {"text": "Who cures? The best treatment. (2016)", "url": ""}))
    page = TherapyPage(title="A therapy", sources=source, reviewed_on="2026-11-23")
    assert lint.check(page) == []


def test_clinical_page_without_sources_and_review_is_asked_about():
    places = [finding.where for finding in lint.check(TherapyPage(title="A therapy"))]
    assert places == ["Sources", "Last reviewed"]


@pytest.mark.parametrize("alt", ["IMG_1234", "photo.jpg", "DSC 0042", "20260101 1234", "image"])
def test_file_name_is_no_description(alt, wagtail_image):
    assert "name of a file" in picture(wagtail_image, alt)[0].why


@pytest.mark.parametrize("alt", ["", "Two chairs at a window", "The door of number 12"])
def test_description_or_decoration_is_fine(alt, wagtail_image):
    assert picture(wagtail_image, alt) == []


def picture(image, alt):
    value = {"image": image.pk, "alt_text": alt, "decorative": not alt}
    return found(body=stream(("image", value)))


def test_crisis_number_follows_the_clinics_details():
    details = ClinicDetails.current()
    CrisisLine.objects.create(clinic=details, name="Help", phone="1300 111 111")
    assert found("Call Help on 1300 222 222.")[0].stops
    assert found("Call Help on 1300 111 111.") == []


def test_three_digits_are_no_number_to_compare_with():
    CrisisLine.objects.create(clinic=ClinicDetails.current(), name="Emergency", phone="000")
    assert found("In an emergency our number 1300 222 222 is too slow.") == []


def test_nothing_on_the_sample_site_must_change(sample_site):
    call_command("sample", verbosity=0)
    pages = [page for page in Page.objects.specific() if isinstance(page, ReviewedPage)]
    assert len(pages) > 10
    stopped = {page.title: [f for f in lint.check(page) if f.stops] for page in pages}
    assert {title: findings for title, findings in stopped.items() if findings} == {}
