"""The version before: what may still be running while a migration of this version runs.

With each release all three move, in this file only: `COMMIT` to the commit that was
released, `MIGRATIONS` to its last ones, and `ACCEPTED` is emptied.
"""

#: The code of the version before, as `git rev-parse` writes it.
COMMIT = "a4f9666d578d12e8a25aa9ed6728e20c4b134835"

#: Its last migration of each room. The rules hold for every later one.
MIGRATIONS = {
    "booking": "0006_phone_requests",
    "clinic": "0008_password_asks",
    "newsletter": "0007_leaner_deliveries",
    "pages": "0003_content_model",
}

#: Where a rule sees more danger than there is: migration and rule, and why the code of
#: `COMMIT` keeps working.
ACCEPTED = {
    (
        "booking.0007_safety_until_an_outcome",
        "ADD_CONSTRAINT",
    ): "It asks a flag of rows with an outcome: that code writes no outcome and takes no flag off.",
}
