"""Log-in and account routes below /admin/; `clinic.staff.middleware` says who may open them."""

from django.urls import path

from clinic.staff import account, passkeys, passwords, second_step, session_views

app_name = "entry"

urlpatterns = [
    path("session/", session_views.session, name="session"),
    path("session/stay/", session_views.stay, name="stay"),
    path("second-step/", second_step.step, name="step"),
    path("second-step/passkey/", passkeys.BeginAuthentication.as_view(), name="passkey-ask"),
    path(
        "second-step/passkey/answer/",
        passkeys.CompleteAuthentication.as_view(),
        name="passkey-answer",
    ),
    path("password/", passwords.forgot, name="forgot"),
    path("password/sent/", passwords.sent, name="sent"),
    path("password/<uidb64>/<token>/", passwords.Choose.as_view(), name="choose"),
    path("your-log-in/", account.account, name="account"),
    path("your-log-in/app/", account.app, name="app"),
    path("your-log-in/recovery-codes/", account.recovery_codes, name="recovery-codes"),
    path("your-log-in/passkey/", passkeys.BeginRegistration.as_view(), name="passkey-new"),
    path("your-log-in/passkey/made/", passkeys.CompleteRegistration.as_view(), name="passkey-made"),
    path("your-log-in/passkey/<int:pk>/remove/", account.remove_passkey, name="passkey-remove"),
]
