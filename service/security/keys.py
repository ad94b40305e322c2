"""API keys: `sw_<id>_<secret>`, shown once, kept as an argon2 hash."""

import re
import secrets
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_ID_BYTES, _SECRET_BYTES = 6, 24
_KEY = re.compile(rf"sw_([0-9a-f]{{{_ID_BYTES * 2}}})_([0-9a-f]{{{_SECRET_BYTES * 2}}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Key:
    """A key in two parts: `id` may be shown and looked up, `secret` (192 random bits) may not."""

    id: str
    secret: str

    @property
    def text(self) -> str:
        """The key as its owner keeps it."""
        return f"sw_{self.id}_{self.secret}"

    def __repr__(self) -> str:
        return f"Key(id={self.id!r})"


def new_key() -> Key:
    """A key that nobody has seen before."""
    return Key(secrets.token_hex(_ID_BYTES), secrets.token_hex(_SECRET_BYTES))


def read_key(text: str) -> Key | None:
    """The two parts of a key; None for what cannot be one."""
    match = _KEY.fullmatch(text)
    return Key(match[1], match[2]) if match else None


def hash_key(key: Key) -> str:
    """The hash that is kept of a key."""
    return _hasher().hash(key.secret)


def fits(key: Key, kept: str) -> bool:
    """Whether a hash was made of this key; takes about 20 ms of processor time."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, key.secret)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    # OWASP's smallest setting for argon2id: secrets are random here, so that a guess is hopeless anyway.
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
