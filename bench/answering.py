"""A provider that does nothing but answer, always after the same time, in a process of its own.

python -m bench.answering MILLISECONDS: prints its port. Speaks Postmark's words: a list is
answered by a list, one message by one answer.
"""

import re
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TO = re.compile(rb'"To": "([^"]*)"')


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    seconds = 0.0

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        started = time.perf_counter()
        one = b'{"To": "%s", "MessageID": "fake", "ErrorCode": 0, "Message": "OK"}'
        found = [one % to for to in TO.findall(raw)]
        body = b"[" + b",".join(found) + b"]" if raw.lstrip()[:1] == b"[" else found[0]
        time.sleep(max(0.0, self.seconds - (time.perf_counter() - started)))
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        self.wfile.write(head.encode() + b"\r\n\r\n" + body)

    def log_message(self, *args: object) -> None:
        pass


if __name__ == "__main__":
    Handler.seconds = int(sys.argv[1]) / 1000
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
