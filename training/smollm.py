"""SmolLM2-135M out of its GGUF file, as a plain float32 model that can be trained, merged and saved."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

BOS, EOS = "<|im_start|>", "<|im_end|>"


def be_quiet() -> None:
    """Keep transformers' own bars and notices out of our progress."""
    import transformers

    logging: Any = transformers.logging
    logging.set_verbosity_error()
    logging.disable_progress_bar()


def load_causal_model(gguf: Path) -> Any:
    """Return a LlamaForCausalLM with the file's weights.

    The model that transformers builds from GGUF counts as quantised and refuses to be saved; a fresh one does not.
    """
    import torch
    from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

    be_quiet()
    read = AutoModelForCausalLM.from_pretrained(str(gguf.parent), gguf_file=gguf.name, dtype=torch.float32)
    facts = read.config.to_dict()
    facts.pop("quantization_config", None)
    facts.pop("_name_or_path", None)
    model: Any = LlamaForCausalLM(LlamaConfig(**facts))
    model.load_state_dict(read.state_dict())
    return model.eval()


def load_tokenizer(gguf: Path) -> Any:
    """Return the tokenizer with SmolLM2's pre-tokeniser (each digit alone), which the GGUF reader does not restore."""
    import tokenizers
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(str(gguf.parent), gguf_file=gguf.name)
    digits = tokenizers.pre_tokenizers.Digits(individual_digits=True)
    byte_level = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.backend_tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([digits, byte_level])
    return tokenizer


class InTorch:
    """The generator as transformers runs it, adapter merged: what serving is measured beside, and never served."""

    def __init__(self, gguf: Path, adapter: Path | None, half: bool = False, threads: int = 2) -> None:
        """Load in float32, with `half` in bfloat16."""
        import torch

        torch.set_num_threads(threads)
        self._tokenizer = load_tokenizer(gguf).backend_tokenizer
        self._end = self._tokenizer.token_to_id(EOS)
        model = load_causal_model(gguf)
        if adapter:
            from peft import PeftModel

            model = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
        self._model = model.to(torch.bfloat16 if half else torch.float32).eval()

    def write(self, prompts: Sequence[str], most: int) -> list[str]:
        """Return what follows each prompt, all written at once, in at most `most` tokens; greedily, as serving does."""
        import torch

        asked = [self._tokenizer.encode(text, add_special_tokens=False).ids for text in prompts]
        longest = max(map(len, asked))
        tokens = torch.tensor([[self._end] * (longest - len(row)) + row for row in asked])
        attend = torch.tensor([[0] * (longest - len(row)) + [1] * len(row) for row in asked])
        with torch.inference_mode():
            rows = self._model.generate(
                tokens,
                attention_mask=attend,
                max_new_tokens=most,
                do_sample=False,
                eos_token_id=self._end,
                pad_token_id=self._end,
            )
        return [self._tokenizer.decode(row[longest:].tolist(), skip_special_tokens=True) for row in rows]
