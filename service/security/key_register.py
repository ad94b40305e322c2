"""The API keys in the database: make, list, revoke, and find whose key this is."""

import hashlib
import hmac
import secrets
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update

from service.local import NoAudit
from service.ports import OPERATOR, AuditLog, Principal
from service.security.keys import Key, fits, hash_key, new_key, read_key
from service.security.roles import SCOPES_OF, scopes_given
from service.store.database import Database
from service.store.tables import ApiKey, Organisation

_REMEMBERED = 1000
_NAME = "key:"
"""What the name of somebody begins with who came in with a key; the rest tells which."""
_USE_NOTED_EVERY = timedelta(minutes=5)


class UnusableKeyRequest(ValueError):
    """A key that cannot be made; `reason` is `role`, `scope`, `organisation` or `expiry`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class KeyWish:
    """What a new key has to be; `scopes` None means all that the roles give."""

    organisation: str
    name: str
    roles: frozenset[str]
    scopes: frozenset[str] | None = None
    expires_at: datetime | None = None


class VerifiedKeys:
    """Remembers which keys were found right lately, so that not every request pays for argon2.

    Holds no keys: only their HMAC under a random key of this process, with the hash they fitted.
    """

    def __init__(self, check: Callable[[Key, str], bool] = fits) -> None:
        self._check = check
        self._own_key = secrets.token_bytes(32)
        self._fitted: OrderedDict[bytes, str] = OrderedDict()
        self._turns: dict[bytes, threading.Lock] = {}
        self._lock = threading.Lock()

    def fits(self, key: Key, kept: str) -> bool:
        """Whether a hash was made of this key; of many that ask at one moment only the first one computes."""
        digest = hmac.digest(self._own_key, key.text.encode(), hashlib.sha256)
        if self._remembers(digest, kept):
            return True
        with self._lock:
            turn = self._turns.setdefault(digest, threading.Lock())
        with turn:
            found = self._remembers(digest, kept) or self._check(key, kept)
            with self._lock:
                self._turns.pop(digest, None)
                if found:
                    self._fitted[digest] = kept
                while len(self._fitted) > _REMEMBERED:
                    self._fitted.popitem(last=False)
        return found

    def _remembers(self, digest: bytes, kept: str) -> bool:
        with self._lock:
            if self._fitted.get(digest) != kept:
                return False
            self._fitted.move_to_end(digest)
            return True


@dataclass(frozen=True, slots=True)
class KeyRegister:
    """The keys of all organisations."""

    database: Database
    now: Callable[[], datetime]
    audit: AuditLog = field(default_factory=NoAudit)
    verified: VerifiedKeys = field(default_factory=VerifiedKeys)

    def create(self, wish: KeyWish) -> Key:
        """Make a key; what is given here is the only copy there will ever be.

        Raises:
            UnusableKeyRequest: a role or scope does not exist, or the key would have expired already.
        """
        _check(wish, self.now())
        key = new_key()
        with self.database.write() as session:
            if session.get(Organisation, wish.organisation) is None:
                session.add(Organisation(id=wish.organisation, name=wish.organisation, created_at=self.now()))
                session.flush()
            session.add(self._row(key, wish))
            self.audit.record(session, Principal(OPERATOR, wish.organisation), "key.created", _NAME + key.id)
        return key

    def _row(self, key: Key, wish: KeyWish) -> ApiKey:
        return ApiKey(
            id=str(uuid.uuid4()),
            organisation_id=wish.organisation,
            name=wish.name,
            prefix=key.id,
            hash=hash_key(key),
            roles=sorted(wish.roles),
            scopes=None if wish.scopes is None else sorted(wish.scopes),
            created_at=self.now(),
            expires_at=wish.expires_at,
        )

    def rows(self, organisation: str | None = None) -> list[ApiKey]:
        """The keys, oldest first, also those that are revoked or expired."""
        statement = select(ApiKey).order_by(ApiKey.created_at, ApiKey.prefix)
        if organisation is not None:
            statement = statement.where(ApiKey.organisation_id == organisation)
        with self.database.read() as session:
            return list(session.scalars(statement))

    def revoke(self, id: str) -> bool:
        """Make a key useless from now on; False where there is no such key in use."""
        statement = (
            update(ApiKey)
            .where(ApiKey.prefix == id, ApiKey.revoked_at.is_(None))
            .values(revoked_at=self.now())
            .returning(ApiKey.organisation_id)
        )
        with self.database.write() as session:
            organisation = session.scalar(statement)
            if organisation is None:
                return False
            self.audit.record(session, Principal(OPERATOR, organisation), "key.revoked", _NAME + id)
            return True

    def principal(self, text: str) -> Principal | None:
        """Whose key this is; None where it is wrong, revoked or expired."""
        key = read_key(text)
        if key is None:
            return None
        with self.database.read() as session:
            row = session.scalar(select(ApiKey).where(ApiKey.prefix == key.id))
        if row is None or not self._usable(row) or not self.verified.fits(key, row.hash):
            return None
        self._note_use(row)
        only = None if row.scopes is None else frozenset(row.scopes)
        return Principal(_NAME + row.prefix, row.organisation_id, frozenset(row.roles), only)

    def still_holds(self, principal: Principal) -> bool:
        """Whether somebody who came in before may still be here: not with a key that is no longer good."""
        if not principal.name.startswith(_NAME):
            return True
        with self.database.read() as session:
            prefix = principal.name.removeprefix(_NAME)
            row = session.scalar(select(ApiKey).where(ApiKey.prefix == prefix))
        return row is not None and row.organisation_id == principal.organisation and self._usable(row)

    def _usable(self, row: ApiKey) -> bool:
        return row.revoked_at is None and (row.expires_at is None or row.expires_at > self.now())

    def _note_use(self, row: ApiKey) -> None:
        """Note that a key was used; not each time, or every request would write."""
        now = self.now()
        if row.last_used_at is None or now - row.last_used_at >= _USE_NOTED_EVERY:
            with self.database.write() as session:
                session.execute(update(ApiKey).where(ApiKey.id == row.id).values(last_used_at=now))


def _check(wish: KeyWish, now: datetime) -> None:
    if not wish.organisation.strip():
        raise UnusableKeyRequest("organisation")
    if not wish.roles or not wish.roles <= SCOPES_OF.keys():
        raise UnusableKeyRequest("role")
    if wish.scopes is not None and not _all_given(wish.scopes, wish.roles):
        raise UnusableKeyRequest("scope")
    if wish.expires_at is not None and wish.expires_at <= now:
        raise UnusableKeyRequest("expiry")


def _all_given(scopes: Iterable[str], roles: Iterable[str]) -> bool:
    """Whether the roles give all these scopes: a key is never wider than its roles."""
    return set(scopes) <= {scope.value for scope in scopes_given(roles)}
