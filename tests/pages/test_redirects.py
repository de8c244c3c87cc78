"""Old addresses of pages redirect to their new ones."""

import pytest
from django.core.management import call_command

from tests.pages import factories, staff

pytestmark = pytest.mark.django_db


def lands(client, old, new):
    """Whether `old` leads to `new` by permanent redirects, and `new` is a page."""
    response = client.get(old, follow=True)
    assert all(status == 301 for _, status in response.redirect_chain), response.redirect_chain
    return response.status_code == 200 and response.request["PATH_INFO"] == new


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """Publish a page under another slug; redirects are made once that is committed."""

    def rename(page, slug):
        page.refresh_from_db()
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return rename


@pytest.fixture
def page():
    return factories.standard("Fees", slug="fees")


def test_old_address_leads_on_after_each_new_name(client, page, rename):
    rename(page, "costs")
    assert lands(client, "/fees/", "/costs/")
    rename(page, "prices")
    assert lands(client, "/fees/", "/prices/")
    assert lands(client, "/costs/", "/prices/")


def test_name_taken_back_makes_no_loop(client, page, rename):
    rename(page, "costs")
    rename(page, "fees")
    assert lands(client, "/fees/", "/fees/")
    assert lands(client, "/costs/", "/fees/")


def test_pages_below_follow(client, page, rename):
    factories.make(page, type(page), "Rebates", slug="rebates")
    rename(page, "costs")
    assert lands(client, "/fees/rebates/", "/costs/rebates/")


def test_page_that_moves_is_found(client, page):
    new = factories.standard("Practical", slug="practical")
    page.refresh_from_db()
    page.move(new, pos="last-child")
    assert lands(client, "/fees/", "/practical/fees/")


def test_draft_of_a_new_name_moves_nothing(client, page):
    page.slug = "costs"
    page.save_revision()
    assert lands(client, "/fees/", "/fees/")
    assert client.get("/costs/").status_code == 404


def test_editor_sees_the_list_and_may_change_it(page, rename):
    call_command("roles", verbosity=0)
    rename(page, "costs")
    editor = staff.logged_in("Editor")
    assert "/fees" in editor.get("/cms/redirects/").content.decode()
    data = {"old_path": "/flyer", "redirect_link": "", "redirect_page": page.pk, "site": ""}
    editor.post("/cms/redirects/add/", data | {"is_permanent": "on"})
    assert lands(editor, "/flyer", "/costs/")
