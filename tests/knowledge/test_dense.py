"""Walking a graph of neighbours finds what comparing with every row finds, and both are kept in a file."""

import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.dense import Dense
from knowledge.encoder import Vectors

WIDTH = 64


def unit(vectors: np.ndarray[Any, Any]) -> Vectors:
    rows: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return rows


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """Four thousand texts about two hundred subjects, in a random order."""
    draw = np.random.default_rng(0)
    subjects = unit(draw.standard_normal((200, WIDTH)))
    return unit(subjects[draw.integers(0, 200, 4000)] + 0.06 * draw.standard_normal((4000, WIDTH)))


def overlap(one: Dense, other: Dense, asked: Vectors, k: int = 10) -> float:
    shared = [len(set(one.nearest(vector, k)) & set(other.nearest(vector, k))) for vector in asked]
    return sum(shared) / (k * len(asked))


def test_a_graph_finds_the_ten_nearest_of_thousands(vectors: Vectors) -> None:
    asked = unit(vectors[:200] + 0.05 * np.random.default_rng(1).standard_normal((200, WIDTH)))
    recall = overlap(Dense.build(vectors), Dense.build(vectors, exact=False), asked)
    print(f"recall@10 of the graph: {recall:.3f}")
    assert recall >= 0.95


@pytest.mark.parametrize("exact", [True, False])
def test_the_nearest_come_best_first_and_score_as_computed(vectors: Vectors, exact: bool) -> None:
    index, asked = Dense.build(vectors, exact), vectors[7]
    rows = index.nearest(asked, 64)
    assert rows[0] == 7
    assert len(set(rows)) == 64
    scores = index.scores(asked, rows)
    assert np.allclose(scores, vectors[rows] @ asked, atol=1e-3)
    assert (np.diff(scores) <= 1e-5).all()
    assert np.allclose(index.scores(asked)[rows], scores, atol=1e-6)


@pytest.mark.parametrize("exact", [True, False])
def test_more_are_asked_for_than_there_are(vectors: Vectors, exact: bool) -> None:
    assert sorted(Dense.build(vectors[:5], exact).nearest(vectors[0], 64)) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("exact", [True, False])
def test_an_index_of_either_kind_reads_as_it_was_written(tmp_path: Path, vectors: Vectors, exact: bool) -> None:
    built = Dense.build(vectors, exact)
    built.save(tmp_path / "vectors.faiss")
    read = Dense.load(tmp_path / "vectors.faiss")
    assert (read.exact, len(read)) == (exact, len(vectors))
    assert overlap(built, read, vectors[:50]) == 1
    assert (read.vectors() == built.vectors()).all()


def test_vectors_that_are_read_from_a_graph_and_indexed_again_do_not_change(vectors: Vectors) -> None:
    once = Dense.build(vectors, exact=False).vectors()
    assert np.allclose(once, vectors, atol=1e-3)
    assert (Dense.build(once, exact=False).vectors() == once).all()
    assert (Dense.build(once).vectors(np.array([3, 1])) == once[[3, 1]]).all()


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file may grow past 100 kB, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_files")
def test_a_full_disk_is_told_as_such(tmp_path: Path, vectors: Vectors) -> None:
    with pytest.raises(OSError, match=r"room for vectors\.faiss"):
        Dense.build(vectors).save(tmp_path / "vectors.faiss")
    assert os.listdir(tmp_path) in ([], ["vectors.faiss"])
