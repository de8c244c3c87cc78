"""Which tests run on one database only.

What a mail says, which words are refused, what a page weighs and who may open what is the same
on every engine: those tests run with SQLite's. Whatever stores what somebody typed, or asks,
counts, orders, locks or refuses rows runs on both: a NUL, a number of forty digits and an
empty column are not the same to them.
"""

from pathlib import Path

TESTS = Path(__file__).parent
#: Modules below `tests` without their ending, or folders.
ANY_ENGINE = {
    "booking/desk/test_access",
    "booking/test_mail_words",
    "booking/test_marked_words",
    "booking/test_received",
    "booking/test_replies_tag",
    "clinic/crisis/test_placeholders",
    "clinic/images",
    "clinic/test_access",
    "clinic/test_admin",
    "clinic/test_admin_site",
    "clinic/test_layers",
    "clinic/test_roles",
    "newsletter/admin/test_proof",
    "newsletter/admin/test_wordings",
    "newsletter/preflight",
    "newsletter/test_blocks",
    "newsletter/test_compose",
    "newsletter/test_previews",
    "test_crisis_numbers",
    "test_weight",
}
#: The same for all of the pages but these.
PAGES = "pages"
PAGES_ON_BOTH = {
    "test_approval", "test_appointments", "test_clinicians", "test_home_migration", "test_models",
    "test_navigation", "test_queries", "test_readers", "test_redirects",
    "test_remembered", "test_review", "test_routing", "test_sample_command", "test_search",
    "test_search_sample", "test_sitemap", "test_suggestions", "test_vocabulary",
    "test_words_changed",
}  # fmt: skip


def makes_no_difference(path: Path) -> bool:
    """Whether the tests in this module come out alike on every engine."""
    module = path.relative_to(TESTS).with_suffix("")
    if module.parts[0] == PAGES:
        return module.name not in PAGES_ON_BOTH
    return any(str(part) in ANY_ENGINE for part in (module, *module.parents))
