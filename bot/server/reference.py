"""/api/docs: the API's operations on one page without scripts or other sites, so it works offline and under our CSP.

FastAPI's own page loads Swagger UI from a CDN and starts it by an inline script; both would need holes in the policy.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

router = APIRouter(include_in_schema=False)


@router.get("/api/openapi.json")
async def schema(request: Request) -> JSONResponse:
    """The OpenAPI schema, for any tool that reads one."""
    return JSONResponse(request.app.openapi())


@router.get("/api/docs")
async def reference(request: Request) -> HTMLResponse:
    """Every operation with its schemas."""
    return HTMLResponse(page(request.app.openapi()))


def page(document: dict[str, Any]) -> str:
    """The schema as HTML."""
    operations = "".join(
        _operation(method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    )
    schemas = "".join(
        f'<details id="{escape(name)}"><summary><code>{escape(name)}</code></summary>{_json(body)}</details>'
        for name, body in document.get("components", {}).get("schemas", {}).items()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(document['info']['title'])} API</title>"
        '<link rel="stylesheet" href="/static/server/pages.css"></head><body><main>'
        f"<h1>{escape(document['info']['title'])} API</h1><p>Version {escape(document['info']['version'])}. "
        'The same as <a href="/api/openapi.json">openapi.json</a>, for tools.</p>'
        f"{operations}<article><h2>Schemas</h2>{schemas}</article></main></body></html>"
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    body = operation.get("requestBody", {}).get("content", {})
    answers = operation.get("responses", {})
    details = [("Parameters", operation.get("parameters")), ("Body", body or None), ("Answers", answers)]
    return (
        f'<article><h2><span class="method">{method.upper()}</span><code>{escape(path)}</code></h2>'
        f"<p>{escape(operation.get('description') or operation.get('summary', ''))}</p>"
        + "".join(f"<details><summary>{title}</summary>{_json(value)}</details>" for title, value in details if value)
        + "</article>"
    )


def _json(value: Any) -> str:
    return f"<pre>{escape(json.dumps(value, indent=2, ensure_ascii=False))}</pre>"
