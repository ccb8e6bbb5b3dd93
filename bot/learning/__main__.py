"""`python -m bot.learning JOB`: one refit in its own process, which gives way to those that answer shoppers."""

from __future__ import annotations

import json
import os
import sys

from bot.learning.examples import BrokenExamples
from bot.learning.refit import Job, refit
from knowledge.errors import KnowledgeError

NICE = 5  # a quarter of the processor's time beside one that is busy; at 19 a busy machine would never finish


def main() -> int:
    """Print what was made as one line of JSON, or say what is wrong and end with exit code 1."""
    os.nice(NICE)
    try:
        print(refit(Job(**json.loads(sys.argv[1]))).written())
    except (BrokenExamples, KnowledgeError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
