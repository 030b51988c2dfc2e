#!/bin/sh
# Installs from Debian exactly what the tests need and npm cannot bring: a browser with letters, mail servers, a proxy,
# a clock that can be set. Idempotent: touches nothing when everything is there, and starts no daemon. Postfix is
# unpacked into node_modules and not installed, because it would remove the mailer a machine has. Exits 1 and says what
# to do when it cannot.
set -eu

# where Debian's files are looked for, and where Postfix is unpacked: only the tests of this script change them
debian="${BELAY_DEBIAN_ROOT:-}"
case "$0" in */*) home="${0%/*}/.." ;; *) home=.. ;; esac
postfix="${BELAY_POSTFIX:-$home/node_modules/.cache/postfix}"

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
need() { missing="$missing${missing:+ }$1"; }
# a browser without a single font draws nothing that a test could see
chromium_found || need 'chromium fonts-dejavu-core'
[ -e "$debian/usr/lib/dovecot/imap" ] || need dovecot-imapd
[ -e "$debian/usr/lib/dovecot/lmtp" ] || need dovecot-lmtpd
[ -e "$debian/usr/lib/dovecot/modules/lib90_sieve_plugin.so" ] || need dovecot-sieve
[ -e "$debian/usr/bin/openssl" ] || need openssl
[ -e "$debian/usr/sbin/nginx" ] || need nginx
[ -e "$debian/usr/bin/caddy" ] || need caddy
[ -e "$debian/usr/bin/curl" ] || need curl
# a database whose clock jumps
[ -e "$debian/usr/bin/faketime" ] || need faketime

if [ -z "$missing" ] && [ -x "$postfix/usr/sbin/postfix" ]; then
  echo 'install-debian: everything the tests need is there'
  exit 0
fi
wanted="$missing"
[ -x "$postfix/usr/sbin/postfix" ] || wanted="$wanted${wanted:+ }postfix(unpacked)"

if ! command -v apt-get >/dev/null 2>&1; then
  echo "install-debian: missing: $wanted. There is no apt-get here: install Chromium in your own way" >&2
  echo 'install-debian: (or point BELAY_CHROMIUM at one); the mail servers are tested on Debian only.' >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "install-debian: missing: $wanted. You are not root, so run this once:" >&2
  echo '    sudo sh scripts/install-debian.sh' >&2
  echo 'install-debian: then run npm run verify again.' >&2
  exit 1
fi

# what is installed here starts nothing: a machine that has an opinion of its own keeps it
policy="$debian/usr/sbin/policy-rc.d"
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' HUP INT TERM
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

export DEBIAN_FRONTEND=noninteractive
install() {
  echo "install-debian: installing $1"
  # shellcheck disable=SC2086 -- the list is words on purpose
  if ! apt-get install --no-install-recommends -y -qq $1; then
    echo "install-debian: apt-get could not install: $1 (see above)" >&2
    exit 1
  fi
}

apt-get update -qq || echo 'install-debian: apt-get update failed; trying with the lists at hand' >&2
[ -z "$missing" ] || install "$missing"
chromium_found || { echo 'install-debian: chromium was installed but cannot be found on PATH' >&2; exit 1; }

unpack_postfix() {
  echo "install-debian: unpacking postfix into $postfix"
  half="$postfix.half"
  rm -rf "$half" "$postfix"
  mkdir -p "$half"
  (cd "$half" && apt-get download -qq postfix 2>/dev/null) || return 1
  for file in "$half"/postfix_*.deb; do
    # its libraries are harmless and are installed; the rest of what it wants is for a mailer of the machine
    libraries=''
    for package in $(dpkg-deb -f "$file" Depends | tr ',' '\n' | sed -n 's/^ *\(lib[^ (]*\).*/\1/p'); do
      dpkg -s "$package" >/dev/null 2>&1 || libraries="$libraries${libraries:+ }$package"
    done
    [ -z "$libraries" ] || install "$libraries"
    dpkg -x "$file" "$half" || return 1
    rm "$file"
  done
  [ -x "$half/usr/sbin/postfix" ] || return 1
  # whoever owns node_modules can throw it away again
  [ ! -d "$home/node_modules" ] || chown -R --reference="$home/node_modules" "$half"
  mv "$half" "$postfix"
}
if [ ! -x "$postfix/usr/sbin/postfix" ]; then
  unpack_postfix || { echo 'install-debian: postfix could not be unpacked' >&2; exit 1; }
fi
