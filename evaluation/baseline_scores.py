"""The scores of simple systems, (documents, spearheads)."""

from collections.abc import Sequence

import numpy as np

from corpus.strategies import Strategy, in_language
from evaluation.measured_engine import Labelled
from models.channels.lexical import term_finder
from models.encoders.base import Encoder, Progress
from models.matrices import Mask, Matrix

_TOP = 3
"""Passages whose cosines are averaged."""


def keyword_scores(strategy: Strategy, documents: Sequence[Labelled]) -> Matrix:
    """Terms of the strategy in each document: distinct ones, a weak one for a quarter, on a log scale."""
    finders = [term_finder(spearhead) for spearhead in strategy.spearheads]
    return np.array([[finder.score(text_of(item)) for finder in finders] for item in documents])


def cosine_scores(
    strategy: Strategy,
    encoder: Encoder,
    documents: Sequence[Labelled],
    *,
    progress: Progress | None = None,
) -> Matrix:
    """Cosine of the statements to passages as the encoder gives it; mean of the three highest."""
    statements = [in_language(spearhead.statement, "nl") for spearhead in strategy.spearheads]
    targets = encoder.encode(statements)
    passages = [passage.text for item in documents for passage in item.passages]
    vectors = encoder.encode(passages, progress=progress)
    ends = np.cumsum([len(item.passages) for item in documents])[:-1]
    similar = [np.sort(part @ targets.T, axis=0)[-_TOP:] for part in np.split(vectors, ends)]
    return np.stack([part.mean(axis=0) if len(part) else np.zeros(len(statements)) for part in similar])


def tfidf_scores(train: Sequence[str], true: Mask, test: Sequence[str]) -> Matrix:
    """Probabilities by a logistic regression on the words and word pairs of whole documents."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    features, unseen = vectorizer.fit_transform(train), vectorizer.transform(test)
    scores = np.zeros((len(test), true.shape[1]))
    for column in range(true.shape[1]):
        if true[:, column].any() and not true[:, column].all():
            model = LogisticRegression(C=10.0, class_weight="balanced", solver="liblinear", random_state=0)
            scores[:, column] = model.fit(features, true[:, column]).predict_proba(unseen)[:, 1]
    return scores


def text_of(item: Labelled) -> str:
    """Title and passages of a document."""
    return "\n".join([item.document.title or "", *(passage.text for passage in item.passages)])
