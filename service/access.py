"""Chooses how the service finds out who is asking, from its settings, its keys and where it listens."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.ports import Authenticator
from service.security.authenticators import BearerAuthenticator, FirstOf, KeyAuthenticator, SingleUser
from service.security.key_register import KeyRegister
from service.security.listening import Access, OpenDoor, choose_access
from service.security.openid import BearerTokens, Provider, SigningKeys, fetch_signing_keys
from service.store.tables import ApiKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from service.settings import Settings
    from service.store.database import Database

__all__ = ["OpenDoor", "authenticator_for", "provider_of"]


def authenticator_for(
    settings: "Settings", database: "Database", now: "Callable[[], datetime]", host: str
) -> Authenticator:
    """Who may come in at an address.

    Raises:
        OpenDoor: nothing was configured, and others could reach the service.
    """
    provider = provider_of(settings)
    with database.read() as session:
        has_keys = session.scalar(select(ApiKey.id).limit(1)) is not None
    if choose_access(host, has_keys=has_keys, has_provider=provider is not None) is Access.SINGLE_USER:
        return SingleUser()
    ways: list[Authenticator] = [KeyAuthenticator(KeyRegister(database, now))]
    if provider is not None:
        keys = SigningKeys(lambda: fetch_signing_keys(provider))
        ways.append(BearerAuthenticator(BearerTokens(provider, keys)))
    return FirstOf(ways)


def provider_of(settings: "Settings") -> Provider | None:
    """The OpenID Connect provider of the settings; None without an issuer."""
    if not settings.oidc_issuer:
        return None
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        audience=settings.oidc_audience,
        role_claim=settings.oidc_role_claim,
        organisation_claim=settings.oidc_organisation_claim,
    )
