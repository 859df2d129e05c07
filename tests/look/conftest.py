"""A real browser on a page with every component, served without a database."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from tests.conftest import BUILT


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: the test's own failures are what one wants to read."""


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """Address of a server that knows tests.look.urls."""
    with override_settings(ROOT_URLCONF="tests.look.urls", STATICFILES_DIRS=[BUILT]):
        application = StaticFilesHandler(WSGIHandler())
        server = make_server("127.0.0.1", 0, application, Server, QuietHandler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
