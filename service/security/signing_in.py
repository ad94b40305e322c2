"""Signing in on the web pages: authorization code with PKCE, by Authlib."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.security.openid import Provider, principal_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from service.ports import Principal

_CLIENT = "provider"


class SignInFailed(Exception):
    """Nobody was signed in; `reason` is `refused` (by the provider, or forged) or `no_role`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class SignIn:
    """The two requests of a browser that signs in; needs Starlette's `SessionMiddleware`."""

    provider: Provider
    client: Any

    async def begin(self, request: "Request", callback: str) -> "Response":
        """Send the browser to the provider; state, nonce and PKCE verifier wait in the session.

        Raises:
            SignInFailed: the provider cannot be reached.
        """
        from httpx2 import HTTPError

        try:
            response: Response = await self.client.authorize_redirect(request, callback)
        except HTTPError as error:
            raise SignInFailed("refused") from error
        return response

    async def finish(self, request: "Request") -> "Principal":
        """Who the provider sends back.

        Raises:
            SignInFailed: the provider refused, the answer is not to be trusted, or this person has no role.
        """
        from authlib.integrations.base_client import OAuthError
        from httpx2 import HTTPError
        from joserfc.errors import JoseError

        try:
            token = await self.client.authorize_access_token(request)
        except (OAuthError, JoseError, HTTPError) as error:
            raise SignInFailed("refused") from error
        principal = principal_of(token.get("userinfo") or {}, self.provider)
        if principal is None:
            raise SignInFailed("no_role")
        return principal


def open_sign_in(provider: Provider, **client_options: Any) -> SignIn:  # noqa: ANN401 -- handed on to httpx2
    """Signing in with this provider; `client_options` go to its HTTP client."""
    from authlib.integrations.starlette_client import OAuth

    client = OAuth().register(
        _CLIENT,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=provider.metadata_url,
        client_kwargs={
            "scope": " ".join(provider.scopes),
            "code_challenge_method": "S256",
            "timeout": 10,
            **client_options,
        },
    )
    return SignIn(provider, client)
