"""The token: readable by us alone, or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.sync.transport.token import TokenError, read_token


def write(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_private_file_gives_its_token(tmp_path: Path) -> None:
    assert read_token(write(tmp_path / "t", "secret\n")) == "secret"


@pytest.mark.parametrize(("text", "mode"), [("secret", 0o644), ("secret", 0o660), ("", 0o600), ("two words", 0o600)])
def test_what_is_not_one_private_token_is_refused_with_the_file_named(tmp_path: Path, text: str, mode: int) -> None:
    path = write(tmp_path / "t", text, mode)

    with pytest.raises(TokenError, match=str(path)):
        read_token(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TokenError, match="cannot be read"):
        read_token(tmp_path / "absent")


def test_systemd_credentials_are_used_when_no_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert read_token(None) is None

    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read_token(None) is None

    given = write(tmp_path / "tracking-token", "from systemd", 0o400)
    with pytest.raises(TokenError):
        read_token(None)

    given.unlink()  # only root could write into it
    write(tmp_path / "tracking-token", "from-systemd")
    assert read_token(None) == "from-systemd"
