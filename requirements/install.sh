#!/bin/sh
# Installs run.txt or test.txt into .venv with uv. Usage: sh requirements/install.sh run|test
set -eu
cd "$(dirname "$0")/.."
what="$1"
say() { printf '%s\n' "$*" >&2; }

free=$(df -Pk . | awk 'NR==2 {print int($4/1024)}')
if [ ! -x .venv/bin/aisle ] && [ "$free" -lt 5000 ]; then
  say "aisle: $free MB are free on this disk, about 5000 MB are needed for the Python packages. Free some and try again."; exit 1
fi
touch .writable 2>/dev/null || { say "aisle: this folder cannot be written: $(pwd). Clone it to a folder of yours."; exit 1; }
rm -f .writable

# uv: the one on PATH, or one of our own by pip into .tools
if command -v uv >/dev/null 2>&1; then uv=uv; else
  uv=.tools/bin/uv
  if [ ! -x "$uv" ]; then
    python=""
    for each in python3.11 python3 python; do
      if command -v "$each" >/dev/null 2>&1 && "$each" -m pip --version >/dev/null 2>&1; then python="$each"; break; fi
    done
    [ -n "$python" ] || { say "aisle: no Python with pip was found. Install Python 3.11 (or uv: https://docs.astral.sh/uv/) and try again."; exit 1; }
    say "Installing uv into .tools"
    "$python" -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target .tools uv \
      || { say "aisle: uv could not be installed with pip. Is the package index reachable?"; exit 1; }
  fi
fi
export UV_FIND_LINKS="${UV_FIND_LINKS:-${PIP_FIND_LINKS:-}}"
[ -n "$UV_FIND_LINKS" ] || unset UV_FIND_LINKS

if [ ! -x .venv/bin/python ]; then
  "$uv" venv --quiet --python 3.11 .venv \
    || { say "aisle: Python 3.11 was neither found nor could be fetched. Install Python 3.11 and try again."; exit 1; }
fi

install() { "$uv" pip install --python .venv/bin/python --override requirements/overrides.txt "$@"; }
say "Installing packages (about 3 GB unpacked; minutes the first time)"
# torch: a local CPU build where find-links gives one, else PyTorch's CPU index, else PyPI's build (several GB of CUDA).
if ls $(printf '%s' "${UV_FIND_LINKS:-/nonexistent}" | tr ',' ' ')/torch-*cpu*.whl >/dev/null 2>&1; then
  install -r "requirements/$what.txt"
else
  install --torch-backend cpu -r "requirements/$what.txt" || {
    say "PyTorch's CPU index cannot be reached; taking the package index's build."
    install -r "requirements/$what.txt"
  }
fi
install --quiet --no-deps -e .
touch ".venv/installed-$what"
[ "$what" != test ] || touch .venv/installed-run
