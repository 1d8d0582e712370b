"""Keep the libraries of algebra and pictures on one core: what they work on is small here, and their threads wait for
each other busily.

Measured on two cores, one of them busy: 364 ms with two threads, 49 ms with one, for the same search.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
from threadpoolctl import threadpool_limits


@lru_cache(maxsize=1)
def keep_on_one_core() -> None:
    """Once for the whole process."""
    threadpool_limits(limits=1, user_api="blas")
    cv2.setNumThreads(1)
