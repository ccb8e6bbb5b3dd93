"""One adapter from several that were trained alike but for their seed: the mean of what they change.

Model soups (Wortsman et al. 2022, arXiv 2203.05482): the mean of several runs reads better than most of them and costs
nothing to serve. The mean of low-rank changes is exact where their factors are put side by side; its rank is the sum.

    python -m training.soup ADAPTER ADAPTER --out FOLDER
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.export import WEIGHTS
from training.records import RECORD, write_record

CONFIG = "adapter_config.json"


def stir(adapters: Sequence[Path], out: Path) -> None:
    """Write the mean of LoRA `adapters` to `out`. Raises ValueError where they are not of one kind."""
    import torch
    from safetensors.torch import load_file, save_file

    configs = [json.loads((each / CONFIG).read_text("utf-8")) for each in adapters]
    if not configs or any(_kind(each) != _kind(configs[0]) for each in configs):
        found = "; ".join(f"{at.name}: {_kind(config)}" for at, config in zip(adapters, configs, strict=True))
        raise ValueError(f"expected adapters of one rank, alpha and target, found {found or 'none'}")
    parts = [load_file(each / WEIGHTS) for each in adapters]
    whole = {
        name: torch.cat([part[name] for part in parts], dim=0 if ".lora_A." in name else 1).contiguous()
        for name in parts[0]
    }
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    save_file(whole, out / WEIGHTS)
    # alpha / rank is the factor: the rank is multiplied by their number, so the factor is divided by it
    facts = configs[0] | {"r": configs[0]["r"] * len(adapters)}
    (out / CONFIG).write_text(json.dumps(facts, indent=2) + "\n", "utf-8")


def _kind(config: dict[str, Any]) -> dict[str, Any]:
    facts = {name: config[name] for name in ("r", "lora_alpha", "use_rslora")}
    return facts | {"target_modules": sorted(config["target_modules"])}


def record_of(adapters: Sequence[Path]) -> dict[str, Any]:
    """The record of a soup: on what all were tuned, and the record of each. Raises ValueError where that differs."""
    records = [json.loads((each / RECORD).read_text("utf-8")) for each in adapters]
    shared = {name: records[0].get(name) for name in ("base", "source", "start", "digest", "taught")}
    for at, record in zip(adapters, records, strict=True):
        if {name: record.get(name) for name in shared} != shared:
            raise ValueError(f"expected adapters tuned alike on {shared}, found {at.name} tuned otherwise")
    return shared | {"mean_of": records}


def main() -> None:
    """Stir adapters from the shell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("adapters", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    record = record_of(args.adapters)
    stir(args.adapters, args.out)
    write_record(args.out, record)


if __name__ == "__main__":
    main()
