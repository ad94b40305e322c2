"""A packed encoder of a few kilobytes, in the layout of the real one."""

import struct

import numpy as np

PIECES = ("<s>", "<pad>", "</s>", "<unk>", "\u2581", "\u2581de", "a", "b", "c", "<mask>")
HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS = 32, 1, 2, 64, 16
VOCABULARY = len(PIECES) + 2
SQUARE, WIDE = HIDDEN * HIDDEN, HIDDEN * FEED_FORWARD

DENSE_SIZES = {"q": SQUARE, "k": SQUARE, "v": SQUARE, "ao": SQUARE, "fi": WIDE, "fo": WIDE}


def packed_model() -> bytes:
    """The whole file."""
    tensors = _tensors()
    directory_bytes = 4 + sum(2 + len(name) + 21 for name in tensors)
    head = _head()
    offset = len(head) + directory_bytes
    directory = struct.pack("<i", len(tensors))
    for name, (kind, elements, octets) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, elements, offset, len(octets))
        offset += len(octets)
    return head + directory + b"".join(octets for _, _, octets in tensors.values())


def block(scale: float, weights: list[int]) -> bytes:
    """One block of 32 whole-number weights from -8 to 7, each to be multiplied by `scale`."""
    nibbles = [weight + 8 for weight in weights]
    pairs = zip(nibbles[:16], nibbles[16:], strict=True)
    return struct.pack("<e16B", scale, *(low | high << 4 for low, high in pairs))


def _head() -> bytes:
    sizes = (HIDDEN, LAYERS, HEADS, FEED_FORWARD, VOCABULARY, POSITIONS, 2)
    texts = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, texts)])
    scores = [-float(number) for number in range(len(PIECES))]
    head = b"E5S1" + struct.pack("<I7ifi", 1, *sizes, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1]))
    head += struct.pack(f"<{len(offsets)}I{len(scores)}f", *offsets, *scores) + b"".join(texts)
    return head + struct.pack("<iI", 0, 0)


def _tensors() -> dict[str, tuple[int, int, bytes]]:
    tensors = {"emb.word": _packed(VOCABULARY * HIDDEN), "emb.pos": _plain(POSITIONS * HIDDEN)}
    tensors |= {"emb.type": _plain(2 * HIDDEN), "emb.ln.w": _plain(HIDDEN), "emb.ln.b": _plain(HIDDEN)}
    for short, elements in DENSE_SIZES.items():
        tensors[f"l0.{short}.w"] = _packed(elements)
        tensors[f"l0.{short}.b"] = _plain(FEED_FORWARD if short == "fi" else HIDDEN)
    for name in ("aln.w", "aln.b", "oln.w", "oln.b"):
        tensors[f"l0.{name}"] = _plain(HIDDEN)
    return tensors


def _plain(elements: int) -> tuple[int, int, bytes]:
    return 0, elements, np.linspace(-1, 1, elements, dtype="<f4").tobytes()


def _packed(elements: int) -> tuple[int, int, bytes]:
    weights = [number % 16 - 8 for number in range(32)]
    return 1, elements, b"".join(block(0.01 * (row % 5 + 1), weights) for row in range(elements // 32))
