#!/bin/sh
# Pins run.in and test.in into run.txt and test.txt. No place of one machine is written into them.
set -eu
cd "$(dirname "$0")"
uv=$(command -v uv || echo ../.tools/bin/uv)
export UV_FIND_LINKS="${UV_FIND_LINKS:-${PIP_FIND_LINKS:-}}"
[ -n "$UV_FIND_LINKS" ] || unset UV_FIND_LINKS
for each in run test; do
  "$uv" pip compile -q --python 3.11 --override overrides.txt --no-header --no-annotate --no-emit-find-links "$each.in" -o "$each.txt"
  sed -i 's/^\(torch==[0-9.]*\)+cpu/\1/' "$each.txt"
done
