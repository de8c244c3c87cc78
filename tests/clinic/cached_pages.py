"""A WSGI application whose pages are cached, and its responses."""

from clinic.finished_pages.cache import CACHEABLE_UNTIL, FOREVER

PAGE = b"<p>Calm words.</p>" * 50


class Site:
    """An application that counts how often it is asked, and says what the test wants."""

    def __init__(self):
        self.asked = 0
        self.status = "200 OK"
        self.body = PAGE
        self.ends = FOREVER
        self.headers = [("Content-Type", "text/html"), ("X-Frame-Options", "DENY")]

    def __call__(self, environ, start_response):
        self.asked += 1
        if self.ends is not None:
            environ[CACHEABLE_UNTIL] = self.ends
        start_response(self.status, list(self.headers))
        return [self.body]


class Answer:
    def __init__(self, cache, **environ):
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/therapies/",
            "QUERY_STRING": "",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
        } | environ
        self.body = b"".join(cache(environ, self._start))

    def _start(self, status, headers, *rest):
        self.status, self.headers = status, dict(headers)
