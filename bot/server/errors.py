"""Every failure leaves as {"error": {"code", "message"}}; what went wrong inside stays in the log, under an id."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shop.errors import Conflict, IdentityNeeded, NotFound, Refused, ShopError, TokenRefused, TooMany, Unavailable

log = logging.getLogger(__name__)


class Problem(Exception):
    """A refusal by the edge itself; `message` is read by people."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code, self.message, self.headers = status, code, message, headers


class ErrorDetail(BaseModel):
    """`code` is for programs and stays the same; `message` is for people."""

    code: str
    message: str


class ErrorBody(BaseModel):
    """What every 4xx and 5xx answer holds."""

    error: ErrorDetail


_NOT_FOUND = (404, "not_found", "There is nothing here.")
# Ours to say; what the exception says is for the operator.
_SHOP = {
    NotFound: _NOT_FOUND,
    Conflict: (409, "conflict", "Somebody else was faster. Reload to see how things are now."),
    TokenRefused: (401, "token_refused", "The shopper token is not valid. Ask the shop's site for a new one."),
    TooMany: (429, "too_many", "That was a lot at once. Please wait a moment, then try again."),
    IdentityNeeded: (403, "identity_needed", "Please show who you are first."),
    Refused: (409, "refused", "The shop's rules do not allow this."),
    Unavailable: (503, "unavailable", "This does not work right now. Please try again in a minute."),
}
_HTTP = {
    400: ("bad_request", "The request could not be read."),
    401: ("unauthorized", "A token is needed: Authorization: Bearer <token>."),
    403: ("forbidden", "This is not allowed."),
    404: _NOT_FOUND[1:],
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "The request is too large."),
}


def answer(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """One failure as it is sent."""
    body = {"error": {"code": code, "message": message}}
    return JSONResponse(body, status, {"Cache-Control": "no-store", **(headers or {})})


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses`: these statuses answer with an ErrorBody."""
    return {status: {"model": ErrorBody} for status in statuses}


def install(app: FastAPI) -> None:
    """Let every kind of failure inside a route leave through `answer`."""

    async def problem(_: Request, error: Any) -> JSONResponse:
        return answer(error.status, error.code, error.message, error.headers)

    async def shop(request: Request, error: Any) -> JSONResponse:
        kind = next((kind for kind in type(error).__mro__ if kind in _SHOP), None)
        if kind is None:
            raise error
        if kind is Unavailable:
            log.error("%s %s: %s", request.method, request.scope["path"], error)
        status, code, message = _SHOP[kind]
        return answer(status, code, message, {"Retry-After": "60"} if status in (429, 503) else None)

    async def http(_: Request, error: Any) -> JSONResponse:
        code, message = _HTTP.get(error.status_code, ("failed", "The request failed."))
        return answer(error.status_code, code, message, dict(error.headers or {}))

    async def invalid(_: Request, error: Any) -> JSONResponse:
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            return answer(400, "bad_json", "The body is not valid JSON.")
        place = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path", "header"))
        text = first["msg"].removeprefix("Value error, ")
        return answer(422, "invalid", f"{place}: {text}" if place else text)

    app.add_exception_handler(Problem, problem)
    app.add_exception_handler(ShopError, shop)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)


class Unhandled:
    """Catches what no route expected: a 500 with an id, and the same id beside the traceback in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            if scope["type"] != "http":
                raise
            mark = secrets.token_hex(4)
            log.exception("error %s: %s %s", mark, scope["method"], scope["path"])
            if begun:
                raise
            text = f"Something went wrong on our side. If it happens again, mention {mark}."
            await answer(500, "internal", text)(scope, receive, send)
