"""An OpenID Connect provider that lives in the test: answers HTTP requests without a network."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

ISSUER = "https://authenticatie.example/op"


@dataclass(slots=True)
class FakeProvider:
    """Gives everybody who asks a code, and the claims of `claims` for it; checks the PKCE verifier."""

    claims: dict[str, Any]
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}, private=True))
    issuer: str = ISSUER
    now: int = 1_790_000_000
    asked: list[str] = field(default_factory=list)
    authorization: dict[str, str] = field(default_factory=dict)
    down: bool = False

    def token(self, *, key: RSAKey | None = None, alg: str = "RS256", **changes: Any) -> str:  # noqa: ANN401
        """A signed token with the claims, some of them changed; None leaves one out."""
        content = {
            "iss": self.issuer,
            "aud": "speerwijzer",
            "exp": self.now + 300,
            "iat": self.now,
            **self.claims,
        }
        content = {name: value for name, value in (content | changes).items() if value is not None}
        signing = key or self.key
        return jwt.encode({"alg": alg, "kid": signing.kid}, content, signing)

    def jwks(self) -> dict[str, Any]:
        """The public keys."""
        return dict(KeySet([self.key]).as_dict(private=False))

    def authorize(self, location: str) -> str:
        """Where the browser is sent back to, from the address it was sent to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        self.authorization = asked
        return f"{asked['redirect_uri']}?code=one-time&state={asked['state']}"

    def transport(self) -> httpx2.MockTransport:
        """Answers the requests of the service."""
        return httpx2.MockTransport(self._answer)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.path)
        if self.down:
            raise httpx2.ConnectError("away", request=request)
        match request.url.path.rpartition("/")[2]:
            case "openid-configuration":
                return httpx2.Response(200, json=self._metadata())
            case "jwks":
                return httpx2.Response(200, json=self.jwks())
            case "token":
                return self._exchanged({k: v[0] for k, v in parse_qs(request.content.decode()).items()})
            case _:
                return httpx2.Response(404)

    def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _exchanged(self, form: dict[str, str]) -> httpx2.Response:
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        shown = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        if form.get("code") != "one-time" or shown != self.authorization.get("code_challenge"):
            return httpx2.Response(400, content=json.dumps({"error": "invalid_grant"}))
        nonce = self.authorization.get("nonce")
        token = self.token(aud="speerwijzer", nonce=nonce)
        return httpx2.Response(
            200, json={"access_token": "opaque", "token_type": "Bearer", "id_token": token}
        )
