"""One JSON document to another program, by HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hardware.contract import notice
from station import __version__
from station.sync.transport.errors import LineError

if TYPE_CHECKING:
    import httpx2

CONNECT_S, TOTAL_S = 3.0, 5.0


class WebhookPost:
    """Keeps its line open; used by one thread."""

    def __init__(self, url: str, token: str | None) -> None:
        self._url, self._token = url, token
        parts = urlsplit(url)
        self._shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        """Without what only the receiver may see."""
        self._http: httpx2.Client | None = None

    def __call__(self, document: dict[str, Any]) -> None:
        """LineError when it was not reached, or did not take it (any answer but 2xx)."""
        import httpx2

        if self._http is None:
            bearer = {"authorization": f"Bearer {self._token}"} if self._token else {}
            self._http = httpx2.Client(
                headers={"user-agent": f"parcel-station/{__version__}", **bearer},
                follow_redirects=False,
                trust_env=False,
                timeout=httpx2.Timeout(TOTAL_S, connect=CONNECT_S),
            )
        try:
            answer = self._http.post(self._url, json=document)
        except httpx2.HTTPError as error:
            raise LineError(notice("webhook_unreached", url=self._shown)) from error
        if not answer.is_success:
            raise LineError(notice("webhook_refuses", url=self._shown, status=answer.status_code))
