"""Staff users for log-in tests, and the codes of their authenticator apps."""

import time

from django.contrib.auth import get_user_model

from clinic.models import AuthenticatorApp, RecoveryCodes

PASSWORD = "a long sample password"
STEP, ACCOUNT, APP = "/admin/second-step/", "/admin/your-log-in/", "/admin/your-log-in/app/"


def make_person(**columns):
    """Somebody who may use the desk and has set up no second step yet."""
    columns = {"username": "somebody", "email": "somebody@example.org", "is_staff": True} | columns
    return get_user_model().objects.create_user(password=PASSWORD, **columns)


def code(app, steps=0):
    """What the app shows, or showed `steps` half minutes from now."""
    totp = app.totp()
    totp.time = time.time() + steps * totp.step
    return f"{totp.token():06}"


def make_enrolled(**columns):
    """The person, their app and their recovery codes."""
    person = make_person(**columns)
    return person, AuthenticatorApp.new(person), RecoveryCodes.renew(person)


def type_password(client, person, **more):
    data = {"username": person.get_username(), "password": PASSWORD} | more
    return client.post("/admin/login/", data)


def type_code(client, typed, **more):
    return client.post(STEP, {"code": typed} | more)


def is_in(client):
    return client.get("/admin/").status_code == 200
