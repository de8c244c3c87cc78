"""Which tests run on one database only.

What a screen shows, what a mail says, which words are refused and who may open what is the
same on every engine: those tests run with SQLite's. The journeys open the same screens on
PostgreSQL. Whatever asks, counts, orders, locks or refuses rows runs on both.
"""

from pathlib import Path

TESTS = Path(__file__).parent
#: Modules below `tests` without their ending, or folders.
ANY_ENGINE = {
    "booking/admin/test_access",
    "booking/admin/test_acts",
    "booking/admin/test_closing_round",
    "booking/admin/test_fire_drills",
    "booking/admin/test_lane",
    "booking/admin/test_one_request",
    "booking/admin/test_phone_views",
    "booking/admin/test_reply_views",
    "booking/admin/test_safety_screen",
    "booking/admin/test_stale",
    "booking/admin/test_words",
    "booking/test_client_views",
    "booking/test_doors",
    "booking/test_mail_choice",
    "booking/test_mail_words",
    "booking/test_marked_words",
    "booking/test_received",
    "booking/test_replies_tag",
    "booking/test_views",
    "booking/test_words_after_the_end",
    "clinic/crisis/test_details_form",
    "clinic/crisis/test_placeholders",
    "clinic/entry/test_passwords",
    "clinic/images",
    "clinic/test_access",
    "clinic/test_admin",
    "clinic/test_admin_site",
    "clinic/test_fault_30",
    "clinic/test_feedback",
    "clinic/test_layers",
    "clinic/test_middleware",
    "clinic/test_roles",
    "clinic/test_staff_admin",
    "clinic/test_wagtail_limits",
    "newsletter/admin/test_campaigns",
    "newsletter/admin/test_issues",
    "newsletter/admin/test_proof",
    "newsletter/admin/test_wordings",
    "newsletter/gate",
    "newsletter/test_blocks",
    "newsletter/test_composing",
    "newsletter/test_editing",
    "newsletter/test_link_views",
    "newsletter/test_messages",
    "newsletter/test_previews",
    "newsletter/test_views",
    "newsletter/test_yours_views",
    "test_crisis_numbers",
    "test_weight",
}
#: The same for all of the pages but these.
PAGES = "pages"
PAGES_ON_BOTH = {
    "test_approval", "test_appointments", "test_clinicians", "test_home_migration", "test_models",
    "test_navigation", "test_near", "test_queries", "test_readers", "test_redirects",
    "test_remembered", "test_review", "test_routing", "test_sample_command", "test_search",
    "test_search_sample", "test_sitemap", "test_vocabulary", "test_words_changed",
}  # fmt: skip


def makes_no_difference(path: Path) -> bool:
    """Whether the tests in this module come out alike on every engine."""
    module = path.relative_to(TESTS).with_suffix("")
    if module.parts[0] == PAGES:
        return module.name not in PAGES_ON_BOTH
    return any(str(part) in ANY_ENGINE for part in (module, *module.parents))
