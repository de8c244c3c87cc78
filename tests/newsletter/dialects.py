"""What mail providers say over HTTP, each in its own words, read into one form.

A message is a dictionary as Postmark writes it: To, From, Subject, TextBody, HtmlBody,
Headers (Name, Value) and Metadata. Providers that fill in a person's words do so here, as
the person would get them.
"""

import json
import re
from urllib.parse import parse_qs

OK, REFUSED, INVALID, BROKEN = 0, 406, 300, 701


def _headers(found):
    return [{"Name": name, "Value": value} for name, value in found.items()]


class Postmark:
    """One answer for each message, with a code of its own; knows no keys."""

    refuses_whole = False

    def payload(self, raw, headers):
        return json.loads(raw)

    def key(self, payload, headers):
        return None

    def messages(self, payload):
        return payload if isinstance(payload, list) else [payload]

    def answer(self, payload, ids, codes):
        found = [self._answer(m, next(ids), codes) for m in self.messages(payload)]
        return found if isinstance(payload, list) else found[0]

    def _answer(self, message, number, codes):
        code = codes.get(message["To"], OK)
        if code != OK:
            return {"ErrorCode": code, "Message": f"Refused with {code}."}
        return {
            "To": message["To"],
            "MessageID": f"fake-{number}",
            "ErrorCode": OK,
            "Message": "OK",
        }


class Resend(Postmark):
    """One bad address refuses the call; a key is a header of the call."""

    refuses_whole = True
    again = 409

    def key(self, payload, headers):
        return headers.get("Idempotency-Key")

    def messages(self, payload):
        return [self._message(m) for m in (payload if isinstance(payload, list) else [payload])]

    def _message(self, m):
        headers = dict(m["headers"])
        return {
            "To": m["to"][0],
            "From": m["from"],
            "Subject": m["subject"],
            "TextBody": m["text"],
            "HtmlBody": m["html"],
            "Metadata": json.loads(headers.pop("X-Metadata", "{}")),
            "Headers": _headers(headers),
        }

    def answer(self, payload, ids, codes):
        return {"data": [{"id": f"fake-{next(ids)}"} for _ in self.messages(payload)]}


class Brevo(Postmark):
    """Fills in each version's parameters; a key is a header of the mail."""

    refuses_whole = True
    again = 400

    def key(self, payload, headers):
        return payload["headers"].get("idempotencyKey")

    def messages(self, payload):
        return [self._message(payload, version) for version in payload["messageVersions"]]

    def _message(self, payload, version):
        headers = payload["headers"] | version["headers"]
        headers.pop("idempotencyKey")

        def fill(text):
            return re.sub(r"\{\{params\.(\w+)\}\}", lambda m: version["params"][m[1]], text)

        return {
            "To": version["to"][0]["email"],
            "From": payload["sender"]["email"],
            "Subject": payload["subject"],
            "TextBody": fill(payload["textContent"]),
            "HtmlBody": fill(payload["htmlContent"]),
            "Metadata": json.loads(headers.pop("X-Mailin-custom", "{}")),
            "Headers": _headers(headers),
        }

    def answer(self, payload, ids, codes):
        return {"messageIds": [f"fake-{next(ids)}" for _ in payload["messageVersions"]]}


class Mailgun(Postmark):
    """Fills in each recipient's variables, also in headers; one id for the whole call."""

    refuses_whole = True

    def payload(self, raw, headers):
        return parse_qs(raw.decode())

    def messages(self, payload):
        variables = json.loads(payload["recipient-variables"][0])
        return [self._message(payload, to, variables[to]) for to in payload["to"]]

    def _message(self, payload, to, own):
        def fill(text):
            return re.sub(r"%recipient\.([^%]+)%", lambda m: own[m[1]], text)

        return {
            "To": to,
            "From": payload["from"][0],
            "Subject": payload["subject"][0],
            "TextBody": fill(payload["text"][0]),
            "HtmlBody": fill(payload["html"][0]),
            "Metadata": {k[2:]: fill(v[0]) for k, v in payload.items() if k.startswith("v:")},
            "Headers": [
                {"Name": k[2:], "Value": fill(v[0])}
                for k, v in payload.items()
                if k.startswith("h:")
            ],
        }

    def answer(self, payload, ids, codes):
        return {"id": f"fake-{next(ids)}", "message": "Queued. Thank you."}


DIALECTS = {"postmark": Postmark, "resend": Resend, "brevo": Brevo, "mailgun": Mailgun}
