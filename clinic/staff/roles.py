"""Roles and their permissions; `manage.py roles` updates the groups accordingly.

Django admin requires `is_staff` besides, /cms/ requires `wagtailadmin.access_admin`.
"""

from dataclasses import dataclass, field

CMS = "wagtailadmin.access_admin"


@dataclass(frozen=True)
class Role:
    name: str
    desk: bool  # may open /admin/
    permissions: tuple[str, ...]
    #: Wagtail permissions for a page and those below it, as (path below home, codenames).
    pages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    images: bool = False
    note: str = field(default="", compare=False)


#: Only a clinician or the lead may record a safety outcome; an owner who is one of them has
#: both roles.
_outcomes = ("booking.record_safety_outcome",)
_requests = (
    "booking.view_appointmentrequest",
    "booking.triage_appointmentrequest",
    "booking.view_clinician",
)
_lead = (
    *_requests,
    "booking.reopen_appointmentrequest",
    "booking.export_appointmentrequest",
    "booking.add_clinician",
    "booking.change_clinician",
    "booking.view_replytemplate",
    "booking.add_replytemplate",
    "booking.change_replytemplate",
    "clinic.view_outgoingemail",
    "clinic.retry_outgoingemail",
    "clinic.view_accesslog",
)
_editing = (
    CMS,
    "clinic.change_clinicdetails",
    "pages.change_navigation",
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
)
#: To switch the approval workflow on and off (`clinic.staff.publishing_workflow`).
_approval = (
    "wagtailcore.add_workflow",
    "wagtailcore.change_workflow",
    "wagtailcore.delete_workflow",
)
_sending = (
    CMS,
    "newsletter.view_subscriber",
    "newsletter.withdraw_subscriber",
    "newsletter.erase_subscriber",
    "newsletter.add_suppression",
    "newsletter.view_consentwording",
    "newsletter.view_consentevent",
    "newsletter.view_campaign",
    "newsletter.send_campaign",
    "newsletter.view_delivery",
)
#: Consent wordings, and subscribers who join without a confirmation link.
_consent = ("newsletter.add_consentwording", "newsletter.import_subscriber")
_drills = ("booking.start_fire_drill",)
_people = ("auth.view_user", "auth.add_user", "auth.change_user", "auth.view_group")
_write_pages = ("add_page", "change_page", "publish_page")

ROLES = (
    Role("Reception", desk=True, permissions=_requests, note="answers requests"),
    Role(
        "Lead",
        desk=True,
        permissions=(*_lead, *_outcomes),
        note="answers requests, reopens, exports, keeps clinicians",
    ),
    Role(
        "Clinician",
        desk=True,
        permissions=("booking.view_own_appointmentrequest", *_outcomes),
        note="reads the requests that name them, and those of people who may not be safe",
    ),
    Role(
        "Writer",
        desk=False,
        permissions=(CMS,),
        pages=(("/", ("add_page", "change_page")),),
        images=True,
        note="writes pages; somebody else publishes them",
    ),
    Role(
        "Editor",
        desk=False,
        permissions=_editing,
        pages=(("/", _write_pages),),
        images=True,
        note="writes and publishes pages at /cms/",
    ),
    Role(
        "Sender",
        desk=True,
        permissions=_sending,
        pages=(("/newsletter/", _write_pages),),
        images=True,
        note="writes and sends newsletters",
    ),
    Role(
        "Owner",
        desk=True,
        permissions=(*_lead, *_editing, *_approval, *_sending, *_consent, *_people, *_drills),
        pages=(("/", (*_write_pages, "lock_page", "unlock_page")),),
        images=True,
        note="all of it but safety outcomes, and who works here",
    ),
)
