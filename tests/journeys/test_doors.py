"""An editor closes a door, and the next reader sees it."""

import pytest
from playwright.sync_api import expect

CLOSED = "We are not taking new clients now"
OPEN = """
from clinic.models import ClinicDetails
details = ClinicDetails.load()
details.new_clients = "open"
details.save()
"""


@pytest.fixture
def editor(visit, log_in, site):
    page = visit(width=1280)
    log_in(page, "editor")
    yield page
    site.shell(OPEN)


def close_door(editor):
    editor.goto("/cms/settings/clinic/clinicdetails/")
    editor.get_by_label("New clients").select_option(label="Closed")
    editor.get_by_role("button", name="Save").click()
    expect(editor.get_by_text("Clinic details updated.")).to_be_visible()


def test_editor_closes_new_clients_and_the_next_reader_sees_it(editor, visit, accessible):
    # Given a reader whose page says that the door is open
    reader = visit(width=360)
    reader.goto("/therapies/interpersonal-psychotherapy/")
    new_client = reader.get_by_role("main").get_by_role("link", name="New Client")
    expect(new_client).not_to_contain_text("now")
    # And somebody who has begun to write
    writer = visit(width=360)
    writer.goto("/appointments/new-client/")
    writer.locator("[name=reason]").fill("Not sleeping")
    # When an editor closes it
    close_door(editor)
    # Then the next page says so, and behind the door stands where else to go
    reader.reload()
    expect(new_client).to_contain_text("Not taking new clients now")
    new_client.click()
    expect(reader.get_by_role("heading", name=CLOSED)).to_be_visible()
    expect(reader.get_by_text("1800 595 212")).to_be_visible()
    accessible(reader)
    # And an existing client can ask
    reader.get_by_role("link", name="ask here").click()
    expect(reader.get_by_role("button", name="Send request")).to_be_visible()
    # And who had the form open keeps every word
    writer.get_by_role("button", name="Send request").click()
    expect(writer.locator("[role=alert]").first).to_contain_text(CLOSED)
    expect(writer.locator("[name=reason]")).to_have_value("Not sleeping")
    accessible(writer)
