"""SmolLM2-135M out of its GGUF file, as a plain float32 model that can be trained, merged and saved."""

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
