"""The TLS proxy in front of the site, as docs/deployment.md asks for one.

It sets X-Forwarded-Proto, appends to X-Forwarded-For, and adds nothing to an answer.
"""

import http.client
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

#: Headers of one connection (RFC 9110, 7.6.1), and the length, which is written anew.
OF_A_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    #: Said by the servers below.
    scheme: str
    site_port: int

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        site = http.client.HTTPConnection("127.0.0.1", self.site_port, timeout=60)
        site.request(self.command, self.path, body or None, self._forwarded())
        answer = site.getresponse()
        content = answer.read()
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in OF_A_CONNECTION:
                self.send_header(name, value)
        # The length of a HEAD's answer is what GET would have sent.
        length = answer.getheader("Content-Length") if self.command == "HEAD" else len(content)
        if length is not None and answer.status != 304:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(content)
        site.close()

    do_HEAD = do_POST = do_OPTIONS = do_GET  # noqa: N815

    def _forwarded(self) -> dict[str, str]:
        said = {name.lower(): value for name, value in self.headers.items()}
        kept = {name: value for name, value in said.items() if name not in OF_A_CONNECTION}
        addresses = [kept.get("x-forwarded-for"), self.client_address[0]]
        return kept | {
            "x-forwarded-proto": self.scheme,
            "x-forwarded-for": ", ".join(filter(None, addresses)),
        }

    def log_message(self, *args: object) -> None:
        """Say nothing: the site has a log of its own."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that a browser opened and left is no news; all else is."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextmanager
def serving(site_port: int, certificate: Path) -> Iterator[None]:
    """Listen on 443 with this certificate and on 80 without."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    servers = []
    for scheme, port in (("https", 443), ("http", 80)):
        handler = type("Handler", (Handler,), {"scheme": scheme, "site_port": site_port})
        server = Server(("127.0.0.1", port), handler)
        if scheme == "https":
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
    try:
        yield
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
