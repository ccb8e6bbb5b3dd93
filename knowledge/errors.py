"""What can go wrong in the knowledge room; messages are for the operator, never for a shopper.

KnowledgeError
├── BadArticle        a file in the knowledge base cannot be used
├── BadDraft          an article that is about to be written cannot be one; `code` is for programs
├── ModelMissing      an exported model is not where it should be, or is not whole
├── IndexMismatch     the index on disk was built by another encoder or another version of this code
└── Busy              the generator's queue is full
"""


class KnowledgeError(Exception):
    """Anything this room refuses; the message says what was expected, what was found and what to do."""


class BadArticle(KnowledgeError):
    """A file in the knowledge base cannot be used."""


class BadDraft(KnowledgeError):
    """An article that is about to be written cannot be one, or has the id of another."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ModelMissing(KnowledgeError):
    """An exported model is not where it should be, or is not whole."""


class IndexMismatch(KnowledgeError):
    """The index on disk was built by another encoder or another version of this code."""


class Busy(KnowledgeError):
    """The generator's queue is full: send the approved text instead of waiting."""
