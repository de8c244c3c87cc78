import pytest

#: Where a query, a constraint or a migration is the matter. What a page looks like, and what
#: its words are, is the same on every engine: those tests run once.
ENGINE_MATTERS = {
    "test_approval", "test_appointments", "test_clinicians", "test_home_migration", "test_models",
    "test_navigation", "test_near", "test_queries", "test_readers", "test_redirects",
    "test_remembered", "test_review", "test_routing", "test_sample_command", "test_search",
    "test_search_sample", "test_sitemap", "test_vocabulary", "test_words_changed",
}  # fmt: skip


@pytest.hookimpl(tryfirst=True)  # before pytest reads `-m`
def pytest_collection_modifyitems(items):
    for item in items:
        if "pages" in item.path.parts and item.path.stem not in ENGINE_MATTERS:
            item.add_marker(pytest.mark.one_database)


@pytest.fixture
def wagtail_image(settings, tmp_path):
    """A picture in the library, its file in a folder of the test's own."""
    from wagtail.images.models import Image
    from wagtail.images.tests.utils import get_test_image_file

    settings.MEDIA_ROOT = tmp_path
    return Image.objects.create(title="IMG_1234", file=get_test_image_file())
