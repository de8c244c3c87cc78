import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from newsletter.models import Subscriber
from tests.newsletter.factories import make_owner, make_person

pytestmark = pytest.mark.django_db

IMPORT = "/admin/newsletter/subscriber/import/"
GOOD = "email,basis,date,source,words\na@example.org,paper,2026-05-01,Folder,Yes\n"


@pytest.fixture
def owner(client):
    client.force_login(make_owner())
    return client


def send(owner, button, text=GOOD):
    file = SimpleUploadedFile("people.csv", text.encode())
    return owner.post(IMPORT, {"file": file, button: "1"}, follow=True)


def test_page_names_the_header_and_each_basis(owner):
    text = owner.get(IMPORT).text
    assert "email,basis,date,source,words" in text
    assert "<code>spoken</code>" in text


def test_check_says_what_would_happen(owner):
    assert "All 1 rows are valid." in send(owner, "check").text
    assert not Subscriber.objects.exists()


def test_import_joins_and_twice_is_once(owner):
    assert "1 joined the list, 0 were on it already." in send(owner, "import").text
    assert "0 joined the list, 1 were on it already." in send(owner, "import").text
    assert Subscriber.objects.get().state == "confirmed"


@pytest.mark.parametrize("button", ["check", "import"])
def test_bad_rows_are_shown_with_number_and_nothing_is_written(owner, button):
    text = f"{GOOD}{make_person('erased')},paper,2026-05-01,Folder,Yes\n"
    response = send(owner, button, text)
    assert response.status_code == 422
    assert "Row 3: This person asked us to erase their address." in response.text
    assert not Subscriber.objects.confirmed().exists()


def test_cell_of_a_hostile_file_is_text(owner):
    response = send(owner, "check", GOOD + '"<script>alert(1)</script>",x,x,x,x\n')
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\0\0\0"])
def test_odd_file_is_a_page_that_helps(owner, content):
    file = SimpleUploadedFile("people.csv", content)
    response = owner.post(IMPORT, {"file": file, "check": "1"})
    assert response.status_code == 422


def test_no_file_is_a_page_that_helps(owner):
    assert "Choose a file." in owner.post(IMPORT, {"check": "1"}).text


@pytest.mark.parametrize("closed", ["", '"'])
def test_fault_17_nobody_joins_by_a_file_with_an_open_quotation_mark(owner, closed):
    text = GOOD.replace(",Yes", ',"Yes') + f"b@example.org,paper,2026-05-01,Folder,No{closed}\n"
    response = send(owner, "import", text)
    assert response.status_code == 422
    assert "Row 2: A quotation mark opens here" in response.text
    assert not Subscriber.objects.exists()
