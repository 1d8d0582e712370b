"""A headless station as a process, the lines that it tells, and a centre that answers as it is told to."""

from __future__ import annotations

import re
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.station.cli.programs import ENVIRONMENT, PROGRAM
from tests.waiting import until

JSON, HTML = "application/json", "text/html"
OFF = "[camera]\nenabled = false\n"


class Centre:
    """Answers everything in one way, which may change; closed, it is away. `pair`: certificate and key, for https."""

    def __init__(self, port: int = 0, pair: tuple[Path, Path] | None = None) -> None:
        self.answer: tuple[int, str, bytes] = (404, JSON, b"{}")
        centre = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                status, kind, body = centre.answer
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815  # the name that http.server looks for

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self._server.server_port
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if pair else None
        if self.context is not None and pair is not None:
            self.context.load_cert_chain(*pair)
            self._server.socket = self.context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Running:
    """A headless station, and the lines of its standard error so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    def waits_for(self, pattern: str) -> None:
        until(lambda: any(re.search(pattern, line) for line in self.lines), f"{pattern} in {self.lines}", 40)

    def of(self, part: str) -> list[str]:
        """The first word, or two after a change, of each line of this part."""
        heads = (re.match(rf"(TROUBLE|WARNING|CHANGED|ENDED|UP) {part}\b", line) for line in self.lines)
        return [head[1] for head in heads if head]

    def join(self) -> None:
        self._thread.join()


@contextmanager
def running(config: str, **streams: Any) -> Iterator[Running]:
    command = [sys.executable, "-c", PROGRAM, "run", "--headless", "--config", config]
    with running_command(command, **streams) as here:
        yield here


@contextmanager
def running_command(command: list[str], **options: Any) -> Iterator[Running]:
    """A program whose journal is read; ended at the end. `options` as of Popen."""
    options = {"stderr": subprocess.PIPE} | options
    with subprocess.Popen(command, text=True, env=ENVIRONMENT, **options) as process:
        here = Running(process)
        try:
            yield here
        finally:
            process.terminate()
            try:
                process.wait(30)
            finally:
                process.kill()
                here.join()
