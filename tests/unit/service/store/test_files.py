"""Stored files: by content, apart for each organisation, whole or not at all, and encrypted where wanted."""

import errno
import io
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken

from service.settings import Settings
from service.store.blocks import BLOCK
from service.store.files import Files, Folder, MissingFile, RemoteFolder, open_files
from service.store.sealing import Broken

KEY = Fernet.generate_key()
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


def test_large_file_is_stored_and_read_back_piece_by_piece(tmp_path: Path) -> None:
    content = random.Random(3).randbytes(3 * BLOCK + 7)
    for at, files in enumerate((opened(tmp_path / "plain"), opened(tmp_path / "sealed", KEY))):
        name = files.put("gent", io.BytesIO(content))
        place = tmp_path / str(at)
        files.copy("gent", name, place)
        assert place.read_bytes() == content == files.get("gent", name)


@pytest.mark.parametrize("harm", ["cut", "reordered", "repeated", "mixed"])
def test_encrypted_file_with_other_pieces_does_not_open(tmp_path: Path, harm: str) -> None:
    files = opened(tmp_path, KEY)
    name = files.put("gent", bytes(2 * BLOCK + 1))
    other = files.put("gent", bytes(2 * BLOCK + 2))
    place, foreign = (next(path for path in tmp_path.rglob(each) if path.is_file()) for each in (name, other))
    head, one, two, three = place.read_bytes().splitlines(keepends=True)
    stolen = foreign.read_bytes().splitlines(keepends=True)[2]
    pieces = {
        "cut": [one, two],
        "reordered": [two, one, three],
        "repeated": [one, two, three, three],
        "mixed": [one, stolen, three],
    }
    place.write_bytes(b"".join([head, *pieces[harm]]))
    with pytest.raises(Broken):
        files.get("gent", name)


def test_file_that_was_encrypted_in_one_piece_still_opens_and_is_rotated(tmp_path: Path) -> None:
    new = Fernet.generate_key()
    place = tmp_path / "files" / "gent" / "ab" / "abc"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"speerwijzer-1:" + Fernet(KEY).encrypt(CONTENT))
    rotating = opened(tmp_path, new, KEY)
    assert rotating.get("gent", "abc") == CONTENT
    assert rotating.rotate() == 1
    assert opened(tmp_path, new).get("gent", "abc") == CONTENT


class Full(Folder):
    """A disk without room for anything new."""

    def put(self, path: str, blocks: Iterable[bytes], *, anew: bool = False) -> None:
        super().put(path, self._until_full(blocks), anew=anew)

    @staticmethod
    def _until_full(blocks: Iterable[bytes]) -> Iterator[bytes]:
        yield next(iter(blocks))
        raise OSError(errno.ENOSPC, "full")


def test_rotation_that_is_broken_off_loses_nothing(tmp_path: Path) -> None:
    name = opened(tmp_path, KEY).put("gent", CONTENT)
    rotating = opened(tmp_path, Fernet.generate_key(), KEY)
    rotating.storage = Full(tmp_path / "files")
    with pytest.raises(OSError, match="full"):
        rotating.rotate()
    assert opened(tmp_path, KEY).get("gent", name) == CONTENT
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [name]


def test_what_never_became_whole_is_not_there_and_goes_after_a_while(tmp_path: Path) -> None:
    files = opened(tmp_path)
    name = files.put("gent", CONTENT)
    left = tmp_path / "files" / "gent" / ".cut-off"
    left.write_bytes(CONTENT)
    assert [path.rpartition("/")[2] for path in files.storage.paths()] == [name]
    files.storage.tidy(datetime.now(UTC) - timedelta(hours=1))
    assert left.exists(), "somebody may still be writing it"
    files.storage.tidy(datetime.now(UTC) + timedelta(hours=1))
    assert not left.exists()
    assert files.get("gent", name) == CONTENT
