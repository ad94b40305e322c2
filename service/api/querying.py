"""What an address may ask: each thing once, for of two values one would be passed over in silence."""

from collections import Counter

from fastapi import Request

from service.api.problems import named
from service.problems import Issue, Problem


async def asked_once(request: Request) -> None:
    """Raises Problem where a parameter stands more than once in the query."""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    issues = [Issue("query", named(name), "give it once") for name, count in counts.items() if count > 1]
    if issues:
        raise Problem("badRequest", issues=issues)
