"""Opens everything that answers need from AISLE_HOME; for the composition root and for `aisle ask`."""

import logging
from pathlib import Path

from knowledge.answer import Answers
from knowledge.encoder import Encoder, TextEncoder
from knowledge.errors import KnowledgeError
from knowledge.following import Following
from knowledge.generator import Generator, TextGenerator
from knowledge.settings import GenerationSettings, KnowledgeSettings

log = logging.getLogger(__name__)


def open_encoder(home: Path) -> Encoder:
    """Load home/models/encoder; raise ModelMissing."""
    return Encoder(Path(home) / "models" / "encoder")


def open_generator(home: Path, settings: GenerationSettings, behind: int = 0) -> TextGenerator | None:
    """Load home/models/generator; None where it is off or, with a warning, cannot be loaded. `behind`: as Generator."""
    if not settings.enabled:
        return None
    folder = Path(home) / "models" / "generator"
    try:
        return Generator(
            folder,
            settings.max_tokens,
            settings.seconds,
            settings.queue,
            settings.threads,
            settings.at_once,
            behind,
        )
    except (KnowledgeError, OSError, RuntimeError, ValueError) as error:
        log.warning("answers are approved text only, without the generator: %s", error)
        return None


def open_answers(
    home: Path,
    knowledge: KnowledgeSettings,
    generation: GenerationSettings,
    encoder: TextEncoder | None = None,
    behind: int = 0,
) -> Answers:
    """Build Answers over home/models and home/index; raise KnowledgeError. `encoder`: one that is loaded already;
    `behind` as Generator's."""
    home = Path(home)
    return Answers(
        knowledge,
        generation,
        encoder or open_encoder(home),
        open_generator(home, generation, behind),
        home / "index",
    )


def follow(home: Path, knowledge: KnowledgeSettings, answers: Answers) -> Following:
    """What keeps the index of `answers` in step with the articles, once it is started."""
    return Following(knowledge.folder, answers.rebuild, Path(home) / "index")
