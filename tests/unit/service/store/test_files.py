"""Stored files: by content, apart for each organisation, whole or not at all, and encrypted where wanted."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken

from service.settings import Settings
from service.store.files import Files, Folder, MissingFile, RemoteFolder, open_files

CONTENT = b"Wij leren 200 burgers videobellen."


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    if request.param == "folder":
        return Files(Folder(tmp_path))
    return Files(RemoteFolder(f"memory://{tmp_path.name}"))


def opened(folder: Path, *keys: bytes) -> Files:
    names = ",".join(key.decode() for key in keys)
    return open_files(Settings.model_validate({"data_folder": folder, "encryption_keys": names}))


def test_file_is_stored_once_under_the_hash_of_its_content(files: Files) -> None:
    assert files.put("gent", CONTENT) == files.put("gent", CONTENT)
    assert files.get("gent", files.put("gent", CONTENT)) == CONTENT
    assert len(list(files.storage.paths())) == 1


def test_organisations_have_their_own_copy(files: Files) -> None:
    name = files.put("gent", CONTENT)
    with pytest.raises(MissingFile):
        files.get("hasselt", name)
    files.put("hasselt", CONTENT)
    files.delete("gent", name)
    assert files.get("hasselt", name) == CONTENT


def test_name_that_is_taken_keeps_what_it_has(files: Files) -> None:
    files.keep("gent", "a.result", b"first")
    files.keep("gent", "a.result", b"second")
    assert files.get("gent", "a.result") == b"first"


def test_deleting_twice_is_no_fault(files: Files) -> None:
    name = files.put("gent", CONTENT)
    files.delete("gent", name)
    files.delete("gent", name)
    assert list(files.storage.paths()) == []


@pytest.mark.parametrize("name", ["../secret", "a/b", "", ".hidden", "a" * 65])
def test_no_name_leads_out_of_the_folder(files: Files, name: str) -> None:
    with pytest.raises(ValueError, match="stored file"):
        files.get("gent", name)
    with pytest.raises(ValueError, match="stored file"):
        files.keep(name, "a", CONTENT)


def test_encrypted_file_shows_nothing_on_disk(tmp_path: Path) -> None:
    files = opened(tmp_path, Fernet.generate_key())
    name = files.put("gent", CONTENT)
    assert files.get("gent", name) == CONTENT
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"burgers" not in stored


def test_keys_are_rotated_and_files_from_before_stay_readable(tmp_path: Path) -> None:
    old, new = Fernet.generate_key(), Fernet.generate_key()
    plain = opened(tmp_path).put("gent", b"from before there were keys")
    first = opened(tmp_path, old).put("gent", CONTENT)
    rotating = opened(tmp_path, new, old)
    assert rotating.get("gent", first) == CONTENT
    assert rotating.rotate() == 2
    rotated = opened(tmp_path, new)
    assert rotated.get("gent", first) == CONTENT
    assert rotated.get("gent", plain) == b"from before there were keys"
    with pytest.raises(InvalidToken):
        opened(tmp_path, old).get("gent", first)


def test_stored_files_are_for_their_owner_only(tmp_path: Path) -> None:
    opened(tmp_path).put("gent", CONTENT)
    modes = {path.stat().st_mode & 0o077 for path in tmp_path.rglob("*") if path.is_file()}
    assert modes == {0}
