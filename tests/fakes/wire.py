"""What may stand in no JSON of the product: names that speak a decision."""

FORBIDDEN_KEYS = {"total", "score", "rank", "accept", "accepted", "reject", "rejected", "decision", "verdict"}


def keys_within(node: object) -> set[str]:
    if isinstance(node, dict):
        return set(node).union(*(keys_within(value) for value in node.values()))
    return set().union(*(keys_within(item) for item in node)) if isinstance(node, list) else set()
