"""A mail provider on this machine that speaks Postmark's HTTP and keeps what it got."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

OK, REFUSED, INVALID, BROKEN = 0, 406, 300, 701


class FakeProvider:
    """Set `script` to decide each call's fate: a status, "hang up", "accept, then hang up",
    "silence" (until the test is over), or None for yes.

    `codes` gives single people another Postmark error code than 0.
    """

    def __init__(self):
        self.calls = []  # (path, payload) of each call, in order
        self.script = []
        self.codes = {}
        self.over = threading.Event()
        self.retry_after = None
        self._ids = count(1)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
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
        return [m for _, p in self.calls for m in (p if isinstance(p, list) else [p])]

    @property
    def recipients(self):
        return [m["To"] for m in self.messages]

    def answer_all(self, payload):
        if isinstance(payload, list):
            return [self.answer(message) for message in payload]
        return self.answer(payload)

    def answer(self, message):
        code = self.codes.get(message["To"], OK)
        if code == OK:
            return {
                "To": message["To"],
                "MessageID": f"fake-{next(self._ids)}",
                "ErrorCode": 0,
                "Message": "OK",
            }
        return {"ErrorCode": code, "Message": f"Refused with {code}."}

    def _handler(provider):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                fate = provider.script.pop(0) if provider.script else None
                if fate == "silence":
                    provider.over.wait()
                if fate in ("hang up", "silence"):
                    self.close_connection = True
                    return
                payload = json.loads(raw)
                if fate not in (None, "accept, then hang up"):
                    self._send(fate, {"ErrorCode": 10, "Message": "No."})
                    return
                provider.calls.append((self.path, payload))
                body = provider.answer_all(payload)
                if fate is None:
                    self._send(200, body)
                self.close_connection = fate is not None

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
    return next(h["Value"] for h in message["Headers"] if h["Name"] == name)


def unsubscribe_path(message):
    """The path of the person's own link, from the header."""
    return re.fullmatch(r"<http://testserver(/.+)>", header(message, "List-Unsubscribe"))[1]
