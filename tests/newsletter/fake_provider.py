"""A fake mail provider with the HTTP interfaces of real ones, which records the calls."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

from tests.newsletter.dialects import BROKEN, DIALECTS, INVALID, OK, REFUSED

__all__ = ["BROKEN", "INVALID", "OK", "REFUSED", "FakeProvider", "header", "unsubscribe_path"]


class FakeProvider:
    """Set `script` to decide each response: a status, "hang up", "accept, then hang up",
    "silence" (until the test is over), or None for yes.

    `codes` gives single people another Postmark error code than 0; a provider that refuses
    whole calls refuses each that has one of them. `calls` are those it took, `keys` what it
    knows by their keys.
    """

    def __init__(self, name="postmark"):
        self.name, self.dialect = name, DIALECTS[name]()
        self.calls = []  # (path, payload) of each call, in order
        self.asked = 0
        self.script = []
        self.codes = {}
        self.keys = {}
        self.over = threading.Event()
        self.retry_after = None
        self._taking = threading.Lock()
        self._ids = count(1)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *args):
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def messages(self):
        """Every message accepted or refused, one by one."""
        return [m for _, payload in self.calls for m in self.dialect.messages(payload)]

    @property
    def recipients(self):
        return [m["To"] for m in self.messages]

    def take(self, path, raw, headers):
        """Return status and body for a valid call; a known key is not accepted again."""
        payload = self.dialect.payload(raw, headers)
        key = self.dialect.key(payload, headers)
        with self._taking:
            if key in self.keys:
                return self._known(key, raw)
            if self.dialect.refuses_whole and self.bad(payload):
                return 422, {"message": "Invalid `to` field."}
            self.calls.append((path, payload))
            answer = self.dialect.answer(payload, self._ids, self.codes)
            if key:
                self.keys[key] = (raw, answer)
            return 200, answer

    def bad(self, payload):
        return self.codes and any(m["To"] in self.codes for m in self.dialect.messages(payload))

    def _known(self, key, raw):
        first, answer = self.keys[key]
        if self.dialect.again == 400:
            return 400, {"code": "duplicate_parameter", "message": "Known."}
        return (200, answer) if raw == first else (409, {"name": "invalid_idempotent_request"})

    def _handler(provider):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                provider.asked += 1
                response = provider.script.pop(0) if provider.script else None
                if response == "silence":
                    provider.over.wait()
                if response in ("hang up", "silence"):
                    self.close_connection = True
                    return
                if response not in (None, "accept, then hang up"):
                    self._send(response, {"ErrorCode": 10, "Message": "No."})
                    return
                status, body = provider.take(self.path, raw, self.headers)
                if response is None:
                    self._send(status, body)
                else:
                    self.close_connection = True

            def _send(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                if provider.retry_after and status == 429:
                    self.send_header("Retry-After", provider.retry_after)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args):
                pass

        return Handler


def header(message, name):
    return next(h["Value"] for h in message["Headers"] if h["Name"].lower() == name.lower())


def unsubscribe_path(message):
    """The path of the person's own link, from the header."""
    return re.fullmatch(r"<http://testserver(/.+)>", header(message, "List-Unsubscribe"))[1]
