"""The pages that people open, and their files: the shop with the widget, the agents' desk, product pictures."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.server.errors import Problem, documented
from bot.server.parts import Given
from bot.widget.pictures import picture
from bot.widget.source import widget_source

router = APIRouter(tags=["pages"])
BOT = Path(__file__).resolve().parent.parent
REVALIDATE = "no-cache"  # kept by the browser, asked for again with its ETag: a new release shows at once
PICTURES = "public, max-age=86400"


class Files(StaticFiles):
    """A folder of files that browsers keep and revalidate."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file; only what a page loads is given out."""
        if Path(path).suffix not in (".js", ".css", ".svg", ".png", ".webp", ".woff2"):
            raise Problem(404, "not_found", "There is nothing here.")
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = REVALIDATE
        return response


def install(app: FastAPI) -> None:
    """Add the pages' routes and the folders under /static."""
    app.include_router(router)
    app.mount("/static/shop", Files(directory=BOT / "widget" / "shop", check_dir=False))
    app.mount("/static/server", Files(directory=BOT / "server" / "static"))
    app.mount("/static/desk", Files(directory=BOT / "desk", check_dir=False))


@router.get("/", response_class=HTMLResponse, responses=documented(404))
async def shop_page(request: Request) -> Response:
    """The shop, with the widget on it."""
    return _file(request, BOT / "widget" / "shop" / "index.html")


@router.get("/desk", response_class=HTMLResponse, responses=documented(404))
async def desk_page(request: Request) -> Response:
    """The agents' page; what it shows needs a session."""
    return _file(request, BOT / "desk" / "index.html")


@router.get("/static/widget.js", response_class=Response, responses=documented(404))
async def widget(request: Request) -> Response:
    """The widget, for any site: `<script src=".../static/widget.js" data-locale="en"></script>`."""
    return _made(request, widget_source(), "text/javascript; charset=utf-8", REVALIDATE)


@router.get("/static/products/{product_id}.svg", response_class=Response, responses=documented(404))
async def product_picture(product_id: str, request: Request, given: Given) -> Response:
    """A product's picture, drawn from its kind and first colour."""
    product = await asyncio.to_thread(given.services.catalogue.product, product_id)
    colour = product.colours[0].get("en", "") if product.colours else ""
    return _made(request, picture(product.kind, colour, product.id).encode(), "image/svg+xml", PICTURES)


def _made(request: Request, content: bytes, media_type: str, cached: str) -> Response:
    """What was put together here, or 304 where the browser has just that."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": cached}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def _file(request: Request, path: Path) -> Response:
    try:
        details = path.stat()
    except FileNotFoundError:
        raise Problem(404, "not_found", "There is nothing here.") from None
    response = FileResponse(path, stat_result=details, headers={"Cache-Control": REVALIDATE})
    if response.headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": response.headers["etag"], "Cache-Control": REVALIDATE})
    return response
