"""What an answer of an EPCIS repository says: of a job, of an event, of its limits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.sync.epcis.answers import events_held, job_of, job_path, limits


def raw(body: object, status: int = 200, kind: str = "application/json", **headers: str) -> Any:
    return status, {"content-type": kind, **headers}, body if isinstance(body, bytes) else json.dumps(body).encode()


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["running", "success", "errors", "type", "eventList", "eventID", "epcisBody", "detail"]),
            inner,
        )
    ),
)


@given(st.integers(100, 599), st.text(max_size=10), st.binary(max_size=40) | _json, st.text(max_size=30))
def test_no_answer_makes_the_judgement_fail_and_noise_stores_nothing(
    status: int, kind: str, body: object, location: str
) -> None:
    for each in (kind, "application/json"):
        answer = raw(body, status, each, location=location)
        job = job_of(answer)
        assert job is None or not job.stored or (isinstance(body, dict) and body["success"] is True and status == 200)
        assert not events_held(answer, "urn:uuid:never")
        path = job_path(answer, "https://repo.example/epcis/capture")
        assert path is None or isinstance(path, str)
    limits({"gs1-epcis-capture-limit": kind, "gs1-epcis-capture-file-size-limit": location})


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"running": True, "success": True}, None),
        ({"success": True}, None),
        ({"running": False, "success": True}, "none"),
        ({"running": False, "success": False}, "not told"),
        ({"running": False, "success": "true"}, "not told"),
        ({"running": False, "errors": [{"type": "epcisException:ValidationException"}]}, "events"),
        ({"running": False, "errors": [{"type": "epcisException:ImplementationException"}]}, "repository"),
    ],
)
def test_a_job_has_ended_when_it_says_so_and_stored_when_it_says_so(body: object, fault: str | None) -> None:
    job = job_of(raw(body))

    assert (job.fault if job else None) == fault
    assert job is None or job.stored == (fault == "none")


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/capture/7", "/capture/7"),
        ("https://repo.example/e/capture/7?a=b", "/e/capture/7?a=b"),
        ("7", "/epcis/7"),
        ("http://repo.example/capture/7", None),
        ("https://other.example/capture/7", None),
        ("//other.example/capture/7", None),
        ("https://repo.example:444/capture/7", None),
        ("https://repo.example@other.example/7", None),
        ("https://[", None),
    ],
)
def test_a_job_is_followed_on_the_same_server_alone(location: str, path: str | None) -> None:
    assert job_path(raw({}, 202, location=location), "https://repo.example/epcis/capture") == path


NAME = "urn:uuid:1"


@pytest.mark.parametrize(
    ("answer", "held"),
    [
        (raw({}, 404), ()),
        (raw({"eventID": NAME}), ({"eventID": NAME},)),
        (raw({"eventID": "another"}), None),
        (raw({"epcisBody": {"event": {"eventID": NAME}}}), ({"eventID": NAME},)),
        (
            raw({"epcisBody": {"queryResults": {"resultsBody": {"eventList": [{"eventID": NAME}]}}}}),
            ({"eventID": NAME},),
        ),
        (raw({"epcisBody": {"queryResults": {"resultsBody": {"eventList": []}}}}), ()),
        (raw({"eventList": [{"eventID": "another"}]}), None),
        (raw(b"<html>", kind="text/html"), None),
        (raw(b"[" * 100_000), None),
        (raw({"eventID": NAME}, 500), None),
    ],
)
def test_an_event_is_held_when_it_is_shown_under_its_name(answer: Any, held: object) -> None:
    assert events_held(answer, NAME) == held
