import errno
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from training import export
from training.folders import ExportError, written_aside


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "models" / "encoder"
    with suppress(RuntimeError), written_aside(target, needed_mb=1) as aside:
        (aside / "model.bin").write_text("half")
        raise RuntimeError("interrupted")
    assert not target.exists()
    assert list(target.parent.iterdir()) == []


def test_what_was_there_stays_when_the_disk_fills_up(tmp_path: Path) -> None:
    target = tmp_path / "encoder"
    target.mkdir()
    (target / "model.bin").write_text("old")
    with pytest.raises(ExportError, match="is full; free 1 MB"), written_aside(target, needed_mb=1):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert (target / "model.bin").read_text() == "old"


def test_too_little_room_is_said_before_anything_is_written(tmp_path: Path) -> None:
    with (
        pytest.raises(ExportError, match="MB free and 999999999 MB are needed"),
        written_aside(tmp_path / "m", 999999999),
    ):
        pytest.fail("the block must not run")


def test_an_unwritable_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where a folder should be")
    with pytest.raises(ExportError, match="make it writable"), written_aside(tmp_path / "models" / "m", 1):
        pytest.fail("the block must not run")


@pytest.mark.models
def test_a_second_export_changes_nothing_and_a_damaged_one_is_mended(tmp_path: Path) -> None:
    said: list[str] = []
    folder = export.export_encoder(tmp_path, said.append)
    export.export_encoder(tmp_path, said.append)
    assert len(said) == 1
    (folder / "model.bin").unlink()
    export.export_encoder(tmp_path, said.append)
    assert len(said) == 2
    assert (folder / "model.bin").stat().st_size > 10_000_000
    shutil.rmtree(folder)
