"""all-MiniLM-L6-v2 (or a larger one of its kind) in torch: texts to unit vectors, with gradients where LoRA learns."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from training.smollm import be_quiet

MAX_TOKENS = 64  # of a message while learning; serving cuts at 256
AT_ONCE = 16  # texts of similar length in one pass: padding costs more than passes do
TARGETS = ("query", "key", "value", "q", "k", "v", "o", "dense")  # every linear layer, as BERT and MPNet call them
Vectors = np.ndarray[Any, np.dtype[np.float32]]


class MiniLM:
    """The model with its tokenizer; `model` is a plain BertModel, or one with LoRA layers."""

    def __init__(self, source: Path, adapter: Path | None = None, half: bool = False) -> None:
        """Load from `source`; an `adapter` is merged into the weights.

        `half`: products in bfloat16, weights in float32; where the processor has it (avx512_bf16), a step of 64 texts
        takes 0.6 seconds of one core instead of 1.
        """
        import torch
        from transformers import AutoModel, AutoTokenizer

        be_quiet()
        self.half = half
        self.device: Any = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.tokenizer: Any = AutoTokenizer.from_pretrained(str(source))
        self.model: Any = AutoModel.from_pretrained(str(source))
        if adapter is not None:
            from peft import PeftModel

            self.model = PeftModel.from_pretrained(self.model, str(adapter)).merge_and_unload()
        self.model.to(self.device)

    def add_lora(self, rank: int, dropout: float, cutoff: float = 0.0) -> None:
        """Freeze the weights and put LoRA layers (Hu et al. 2021) beside every linear one.

        `cutoff`: while learning, this share of the tokens is seen as nothing (Shen et al. 2020, arXiv 2009.13818), so
        that an intent is not known by one word of its few examples.
        """
        from peft import LoraConfig, get_peft_model

        if cutoff:
            self.model.embeddings.register_forward_hook(partial(cut_off, share=cutoff))
        there = {name.rpartition(".")[2] for name, _ in self.model.named_modules()}
        targets = [name for name in TARGETS if name in there]
        lora = LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=dropout, target_modules=targets)
        self.model = get_peft_model(self.model, lora).to(self.device)
        self.model.train()

    def save_adapter(self, folder: Path) -> None:
        """Write the LoRA weights in half precision with their settings: what git keeps."""
        import torch
        from safetensors.torch import load_file, save_file

        self.model.save_pretrained(str(folder))
        config = folder / "adapter_config.json"
        facts = json.loads(config.read_text("utf-8")) | {"base_model_name_or_path": None}
        facts["target_modules"].sort()  # PEFT keeps a set, and the file is part of the encoder's fingerprint
        config.write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
        file = folder / "adapter_model.safetensors"
        save_file({name: rows.to(torch.float16) for name, rows in load_file(file).items()}, file)

    def moving(self) -> list[Any]:
        """The weights that learn."""
        return [weights for weights in self.model.parameters() if weights.requires_grad]

    def vectors(self, texts: Sequence[str]) -> Any:
        """A torch tensor (n, 384) of unit rows, with gradients."""
        import torch

        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        rows = [
            self._pass([texts[at] for at in order[start : start + AT_ONCE]]) for start in range(0, len(texts), AT_ONCE)
        ]
        return torch.cat(rows)[torch.tensor(np.argsort(order), device=self.device)]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) float32 rows of unit length, without gradients or dropout."""
        import torch

        was_training = self.model.training
        self.model.eval()
        with torch.no_grad():
            rows: Vectors = self.vectors(texts).cpu().numpy()
        self.model.train(was_training)
        return rows

    def _pass(self, texts: list[str]) -> Any:
        import torch

        batch = self.tokenizer(texts, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
        batch = batch.to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            hidden = self.model(**batch).last_hidden_state.float()
        mask = batch["attention_mask"][..., None].to(hidden.dtype)
        return torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)


def cut_off(module: Any, _: Any, rows: Any, share: float) -> Any:
    """Embeddings (n, tokens, d) with a share of the tokens at zero, never the first; untouched when not learning."""
    import torch

    if not module.training:
        return rows
    kept = torch.rand(rows.shape[:2], device=rows.device) >= share
    kept[:, 0] = True
    return rows * kept[..., None]
