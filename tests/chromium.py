"""A real headless Chromium, steered by its own protocol as a person would steer it."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import urllib.request
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from websockets.sync.client import ClientConnection, connect

from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0")
NAMED = {"Enter": (13, "\r"), "Escape": (27, ""), "Tab": (9, ""), "ArrowDown": (40, ""), "Backspace": (8, "")}
NAMED |= {f"F{number}": (111 + number, "") for number in range(1, 13) if number != 5}


class Page:
    """One page of it."""

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._number = line, 0

    def do(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        self._line.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while (answer := json.loads(self._line.recv(timeout=30))).get("id") != self._number:
            pass
        result: dict[str, Any] = answer["result"]
        return result

    def js(self, expression: str) -> Any:
        return self.do("Runtime.evaluate", expression=expression, awaitPromise=True)["result"].get("value")

    def size(self, width: int, height: int) -> None:
        self.do("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def key(self, name: str) -> None:
        code, text = NAMED[name] if name in NAMED else (ord(name.upper()), name)
        told = {"key": name, "windowsVirtualKeyCode": code}
        self.do("Input.dispatchKeyEvent", type="keyDown", **told, **({"text": text} if text else {}))
        self.do("Input.dispatchKeyEvent", type="keyUp", **told)

    def type(self, text: str) -> None:
        self.do("Input.insertText", text=text)

    def picture(self) -> bytes:
        return base64.b64decode(self.do("Page.captureScreenshot", format="png")["data"])


@contextmanager
def chromium(folder: Path, width: int, height: int) -> Iterator[Page]:
    """An empty page of this size."""
    told = folder / "DevToolsActivePort"
    command = [str(CHROMIUM), *OPTIONS, f"--user-data-dir={folder}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: told.exists() and bool(told.read_text().strip()), "the browser")
            with urllib.request.urlopen(f"http://127.0.0.1:{told.read_text().split()[0]}/json") as answer:
                pages = json.load(answer)
            address = next(each for each in pages if each["type"] == "page")["webSocketDebuggerUrl"]
            with connect(address, max_size=None) as line:
                page = Page(line)
                page.size(width, height)
                yield page
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
