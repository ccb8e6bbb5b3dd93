"""Files and folders to readings: which reader a file gets, how large it may be, and in which encoding it is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from knowledge.importing.drafts import Reading, Unreadable
from knowledge.importing.markdown import read_markdown
from knowledge.importing.pages import blocks_of, page_text
from knowledge.importing.pdf import pdf_blocks
from knowledge.importing.records import read_json
from knowledge.importing.sections import read_blocks
from knowledge.importing.sheets import read_csv, read_xlsx
from knowledge.importing.word import docx_blocks
from knowledge.language import LOCALES

LARGEST_TEXT, LARGEST_DOCUMENT = 5, 20  # MB
MOST_FILES = 2000
DOCUMENTS = (".pdf", ".docx", ".xlsx")
TEXTS = (".md", ".markdown", ".txt", ".csv", ".tsv", ".json", ".jsonl", ".html", ".htm")
KNOWN = (*TEXTS, *DOCUMENTS)


def read_files(given: Path, encoding: str = "utf-8", looked: Callable[[Path], None] = print) -> list[Reading]:
    """Read one file, or every file of a folder, hidden ones aside. `looked` hears each before it is read.

    Raise Unreadable where nothing is there, or more files than a knowledge base has.
    """
    if not given.exists():
        raise Unreadable(f"{given}: expected a file, a folder or an address with https://, found nothing there")
    files = sorted(_files(given)) if given.is_dir() else [given]
    if not any(file.suffix.lower() in KNOWN for file in files) and given.is_dir():
        raise Unreadable(f"{given}: expected files ({', '.join(KNOWN)}), found none")
    if len(files) > MOST_FILES:
        raise Unreadable(
            f"{given}: expected at most {MOST_FILES} files, found {len(files)}; import its folders one by one"
        )
    readings = []
    for file in files:
        looked(file)
        name = file.relative_to(given) if given.is_dir() else Path(file.name)
        if given.is_dir() and file.suffix.lower() not in KNOWN:
            readings.append(Reading(name.as_posix(), left_out=[("", f"{file.suffix or 'such'} files are not read")]))
        else:
            readings.append(read_file(file, name, encoding))
    return readings


def read_file(file: Path, name: Path, encoding: str = "utf-8") -> Reading:
    """Read one file; `name` is what it is called in reports, in ids and at the next import."""
    reading = Reading(name.as_posix())
    try:
        _read(reading, file, name, encoding)
        if not reading.drafts and not reading.left_out:
            raise Unreadable("expected a question and an answer, found neither")
    except Unreadable as error:
        reading.broken = str(error)
        reading.drafts.clear()
    except OSError as error:
        reading.broken = f"cannot be read: {error.strerror or error}"
    return reading


def _read(reading: Reading, file: Path, name: Path, encoding: str) -> None:
    kind = file.suffix.lower()
    if kind not in KNOWN:
        raise Unreadable(f"expected one of {', '.join(KNOWN)}, found {kind or 'no ending'}; leave it out")
    most = LARGEST_DOCUMENT if kind in DOCUMENTS else LARGEST_TEXT
    size = file.stat().st_size
    if size > most * 10**6:
        raise Unreadable(f"expected at most {most} MB, found {size / 10**6:.0f} MB; split it")
    if not size:
        raise Unreadable("it is empty")
    folders = [part for part in name.parts[:-1] if part.lower() in LOCALES]
    locale = folders[-1].lower() if folders else ""
    base = " ".join([*(part for part in name.parts[:-1] if part.lower() not in LOCALES), name.stem])
    title = name.stem.replace("-", " ").replace("_", " ").strip().capitalize()
    if kind == ".xlsx":
        read_xlsx(reading, file, base)
    elif kind in DOCUMENTS:
        blocks, named = pdf_blocks(file) if kind == ".pdf" else docx_blocks(file)
        read_blocks(reading, blocks, named or title, base, locale)
    elif kind in (".html", ".htm"):
        blocks, named = blocks_of(page_text(file.read_bytes()))
        read_blocks(reading, blocks, named or title, base, locale)
    else:
        text = text_of(file.read_bytes(), encoding)
        if kind in (".csv", ".tsv"):
            read_csv(reading, text, base)
        elif kind in (".json", ".jsonl"):
            read_json(reading, text, base, by_line=kind == ".jsonl")
        else:
            read_markdown(reading, text, title, base)
    if locale:
        reading.drafts = [replace(each, locale=each.locale or locale) for each in reading.drafts]


def text_of(content: bytes, encoding: str) -> str:
    """Return a file's text with Unix line ends; by its byte order mark, else in `encoding`; Unreadable."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif encoding.lower().replace("_", "-") == "utf-8":
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"line {line}: expected {encoding.removesuffix('-sig')}, found byte {error.start} that is not; save the "
            "file as UTF-8, or name what it is: --encoding gb18030, cp1252 …"
        ) from error
    if "\0" in text:
        raise Unreadable("expected text, found zero bytes; this is no text file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts):
            yield file
