"""Path prefixes of staff pages and of pages about one person."""

STAFF = ("/admin/", "/cms/")
#: Responses below these paths contain personal data.
PERSONAL = (
    *STAFF,
    "/appointments/",
    "/newsletter/subscribe/",
    "/newsletter/confirm/",
    "/newsletter/unsubscribe/",
    "/newsletter/yours/",
)
#: The exception: the page that links to the forms.
NOT_PERSONAL = ("/appointments/",)


def is_personal(path: str) -> bool:
    return path.startswith(PERSONAL) and path not in NOT_PERSONAL
