"""The articles that answers name as their sources, to read in full."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from bot.server.errors import Problem, documented
from bot.server.parts import Given
from bot.server.wire import Text

router = APIRouter(prefix="/api/articles", tags=["conversations"])


class ArticleBody(BaseModel):
    """One article; `text` is plain, its paragraphs parted by empty lines."""

    id: str
    title: str
    text: str


@router.get("/{article_id}", responses=documented(404, 422))
async def article(
    article_id: Annotated[Text, Path(max_length=200)],
    given: Given,
    locale: Annotated[Text, Query(max_length=35)] = "en",
) -> ArticleBody:
    """One article as it holds today."""
    found = await asyncio.to_thread(given.services.answers.article, article_id, locale)
    if found is None:
        raise Problem(404, "not_found", "There is nothing here.")
    text = "\n\n".join(hit.passage.text for hit in found.hits)
    return ArticleBody(id=article_id, title=found.sources[0]["title"], text=text)
