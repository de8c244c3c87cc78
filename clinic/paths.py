"""What the beginning of a path says about the answers below it."""

STAFF = ("/admin/", "/cms/")
#: Answers below these paths are about one person.
PERSONAL = (
    *STAFF,
    "/appointments/",
    "/newsletter/subscribe/",
    "/newsletter/confirm/",
    "/newsletter/unsubscribe/",
    "/newsletter/yours/",
)
#: …except the page that leads to the forms.
NOT_PERSONAL = ("/appointments/",)


def is_personal(path: str) -> bool:
    return path.startswith(PERSONAL) and path not in NOT_PERSONAL
