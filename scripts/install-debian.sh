#!/bin/sh
# Installs from Debian exactly what the tests need and npm cannot bring: a browser, and letters for it.
# Idempotent: touches nothing when everything is there. Exits 1 and says what to do when it cannot install.
set -eu

chromium_found() {
  if [ -n "${BELAY_CHROMIUM:-}" ]; then
    [ -x "$BELAY_CHROMIUM" ]
    return
  fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && return 0
  done
  [ -x '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' ]
}

missing=''
# a browser without a single font draws nothing that a test could see
chromium_found || missing="$missing chromium fonts-dejavu-core"
missing="${missing# }"

if [ -z "$missing" ]; then
  echo 'install-debian: everything the tests need is there'
  exit 0
fi

if ! command -v apt-get >/dev/null 2>&1; then
  echo "install-debian: missing: $missing. There is no apt-get here: install Chromium in your own way" >&2
  echo 'install-debian: (or point BELAY_CHROMIUM at one), then run npm run verify again.' >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "install-debian: missing: $missing. You are not root, so run this once:" >&2
  echo "    sudo apt-get update && sudo apt-get install --no-install-recommends -y $missing" >&2
  echo 'install-debian: then run npm run verify again.' >&2
  exit 1
fi

echo "install-debian: installing $missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq || echo 'install-debian: apt-get update failed; trying with the lists at hand' >&2
# shellcheck disable=SC2086 -- the list is words on purpose
if ! apt-get install --no-install-recommends -y -qq $missing; then
  echo "install-debian: apt-get could not install: $missing (see above)" >&2
  exit 1
fi
chromium_found || { echo 'install-debian: chromium was installed but cannot be found on PATH' >&2; exit 1; }
