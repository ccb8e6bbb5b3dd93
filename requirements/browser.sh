#!/bin/sh
# A headless Chromium for the browser tests: one that is there, else Debian's package, else Playwright's own.
set -eu
cd "$(dirname "$0")/.."
for each in chromium chromium-browser google-chrome; do
  command -v "$each" >/dev/null 2>&1 && exit 0
done
ls "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium* >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Chromium (Debian's package)" >&2
  (apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk) >/dev/null 2>&1 && exit 0
fi
echo "Installing Chromium (Playwright's)" >&2
.venv/bin/python -m playwright install chromium || {
  echo "aisle: no Chromium could be installed; the browser tests will fail. Install one: apt-get install chromium" >&2
}
