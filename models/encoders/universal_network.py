"""The network of Universal Sentence Encoder multilingual 3 (CNN variant), one text at a time.

Imports torch: import this module inside the function that needs it.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.encoders.universal_format import CHUNKS, ORDERS

DIMENSIONS = 512
_VOCABULARY = 128_010
_BRANCH = 256
_NARROW = 320
_EPSILON = 1e-12
_REACH = 2 * (max(ORDERS) // 2)
"""How many tokens to either side decide a token's features: two layers of the widest n-grams."""
STRETCH = 512
"""Tokens whose features are in memory at once."""


class NGrams(nn.Module):
    """Two layers over windows of `order` tokens, each added to what it reads."""

    def __init__(self, order: int) -> None:
        super().__init__()
        self.before = (order - 1) // 2
        self.after = order - 1 - self.before
        self.first = nn.Linear(order * _BRANCH, _BRANCH)
        self.second = nn.Linear(order * _BRANCH, _BRANCH)

    def forward(self, tokens: Tensor) -> Tensor:
        """Features, shape (tokens, 256), from inputs of that shape."""
        for layer in (self.first, self.second):
            tokens = tokens + functional.relu(layer(self._windows(tokens)))
        return tokens

    def _windows(self, tokens: Tensor) -> Tensor:
        padded = functional.pad(tokens, (0, 0, self.before, self.after))
        parts = [padded[start : start + len(tokens)] for start in range(self.before + self.after + 1)]
        return torch.cat(parts, dim=1)


class Head(nn.Module):
    """From the pooled text to its vector: narrow, widen, with two ways past a layer."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = nn.Linear(DIMENSIONS, _NARROW, bias=False)
        self.narrow_again = nn.Linear(_NARROW, _NARROW, bias=False)
        self.narrow_past = nn.Linear(DIMENSIONS, _NARROW, bias=False)
        self.widen = nn.Linear(_NARROW, DIMENSIONS, bias=False)
        self.widen_again = nn.Linear(DIMENSIONS, DIMENSIONS, bias=False)
        self.widen_past = nn.Linear(_NARROW, DIMENSIONS, bias=False)

    def forward(self, pooled: Tensor) -> Tensor:
        """Shape (512,), not yet of length 1."""
        narrow = self.narrow_again(functional.relu(self.narrow(pooled))) + self.narrow_past(pooled)
        narrow = functional.relu(narrow)
        wide = self.widen_again(functional.relu(self.widen(narrow))) + self.widen_past(narrow)
        return torch.tanh(wide)


class UniversalNetwork(nn.Module):
    """One text's tokens in, one vector out; there is no batch, so nothing beside a text can touch it."""

    levels: Tensor
    steps: Tensor
    lowest: Tensor

    def __init__(self, vocabulary: int = _VOCABULARY, *, stretch: int = STRETCH) -> None:
        super().__init__()
        self.stretch = stretch
        self.register_buffer("levels", torch.zeros(vocabulary, DIMENSIONS, dtype=torch.uint8))
        self.register_buffer("steps", torch.ones(CHUNKS, 1))
        self.register_buffer("lowest", torch.zeros(CHUNKS, 1))
        wide = len(ORDERS) * _BRANCH
        self.project = nn.Linear(DIMENSIONS, wide)
        self.project_norm = nn.LayerNorm(wide, eps=_EPSILON)
        self.branches = nn.ModuleList(NGrams(order) for order in ORDERS)
        self.token_norm = nn.LayerNorm(DIMENSIONS + wide, eps=_EPSILON)
        self.pool = nn.Linear(DIMENSIONS + wide, DIMENSIONS)
        self.head = Head()

    def forward(self, tokens: Sequence[int]) -> Tensor:
        """The vector of one text, shape (512,), from its token numbers with begin and end.

        A long text is read in stretches that overlap by as much as an n-gram can see, so that memory
        is bounded and no word is left out.
        """
        total = self.token_norm.bias.new_zeros(self.token_norm.normalized_shape)
        for start in range(0, len(tokens), self.stretch):
            skipped = min(start, _REACH)
            features = self._features(tokens[start - skipped : start + self.stretch + _REACH])
            total = total + features[skipped : skipped + self.stretch].sum(dim=0)
        # The sum is pooled instead of every token: the same outcome, because pooling is linear.
        pooled = functional.linear(total, self.pool.weight) + len(tokens) * self.pool.bias
        vector: Tensor = self.head(pooled / len(tokens) ** 0.5)
        return vector

    def _features(self, tokens: Sequence[int]) -> Tensor:
        numbers = torch.tensor(tokens, device=self.levels.device)
        chunk = numbers % CHUNKS
        embeddings = self.levels[numbers] * self.steps[chunk] + self.lowest[chunk]
        # Normalised over the three branches together, as the package does.
        projected = self.project_norm(self.project(embeddings))
        parts = projected.chunk(len(ORDERS), dim=1)
        read = [branch(part) for branch, part in zip(self.branches, parts, strict=True)]
        features: Tensor = self.token_norm(torch.cat([embeddings, *read], dim=1))
        return features


def load_network(path: Path) -> UniversalNetwork:
    """The network with the weights in the safetensors file `path`, for reading only.

    Raises OSError, SafetensorError or RuntimeError (other tensors than expected).
    """
    from safetensors.torch import load_file

    with torch.device("meta"):  # no time is lost on first values that the file replaces
        network = UniversalNetwork()
    # Copied, because matrix libraries round otherwise where a file's numbers do not lie on their borders.
    weights = {name: tensor.clone() for name, tensor in load_file(path).items()}
    network.load_state_dict(weights, assign=True)
    return network.eval().requires_grad_(requires_grad=False)
