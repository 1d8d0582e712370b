"""Laws of the tracking server over real sockets: each scan once, answered for when it is on disk."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from jsonschema import Draft202012Validator

from station.tracking_server import EmbeddedServer
from station.tracking_server.embedded import CannotListenError
from tests.sync.centre import EPOCH, STATION, TOKEN, batch, post, post_bytes, scan, statuses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
