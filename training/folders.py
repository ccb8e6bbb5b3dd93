"""Writing a folder so that it is either whole or absent, and saying plainly why it could not be written."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ExportError(Exception):
    """A model could not be exported; the message says what to do about it."""


@contextmanager
def written_aside(target: Path, needed_mb: int) -> Iterator[Path]:
    """Yield an empty folder and put it in target's place when the block ends well; else leave target as it is."""
    aside = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(target.parent).free // 2**20
        if free < needed_mb:
            raise ExportError(
                f"{target.parent} has {free} MB free and {needed_mb} MB are needed; free some, or set AISLE_HOME"
            )
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        yield aside
        _swap(aside, target)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ExportError(
                f"the disk that holds {target} is full; free {needed_mb} MB, or set AISLE_HOME"
            ) from error
        if error.errno in (
            errno.EACCES,
            errno.EPERM,
            errno.EROFS,
            errno.EEXIST,
            errno.ENOTDIR,
        ):
            raise ExportError(
                f"cannot write to {target.parent} ({error.strerror}); make it writable, or set AISLE_HOME"
            ) from error
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _swap(aside: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}-old-{os.getpid()}")
    if target.exists():
        target.rename(old)
    aside.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def file_hash(*files: Path) -> str:
    """Return the first 16 hex digits of the SHA-256 over the files' bytes, in the order given."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(2**20):
                digest.update(chunk)
    return digest.hexdigest()[:16]
