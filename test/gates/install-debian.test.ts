import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { home, plant, type Files } from './tree.ts';

const root = '#!/bin/sh\necho 0\n';
const anybody = '#!/bin/sh\necho 1000\n';
const there = '#!/bin/sh\n';

/** What Debian's packages bring, by the file the script looks for. */
const BROUGHT = {
  'dovecot-imapd': 'usr/lib/dovecot/imap',
  'dovecot-lmtpd': 'usr/lib/dovecot/lmtp',
  'dovecot-sieve': 'usr/lib/dovecot/modules/lib90_sieve_plugin.so',
  openssl: 'usr/bin/openssl',
  nginx: 'usr/sbin/nginx',
  caddy: 'usr/bin/caddy',
  curl: 'usr/bin/curl',
  faketime: 'usr/bin/faketime',
};
const SERVERS = Object.keys(BROUGHT).join(' ');

// notes what it was asked and whether daemons may start meanwhile; brings chromium, and Postfix as a file
const apt = `#!/bin/sh
echo "$@" >> "$BIN/asked"
case "$1" in
install) [ -x "$BELAY_DEBIAN_ROOT/usr/sbin/policy-rc.d" ] && echo daemons stay off >> "$BIN/asked"
  case "$*" in *chromium*) printf "" > "$BIN/chromium"; chmod +x "$BIN/chromium";; esac ;;
download) printf "" > postfix_3_amd64.deb ;;
esac
`;
const dpkg = `#!/bin/sh
case "$1" in -x) mkdir -p "$3/usr/sbin"; printf "" > "$3/usr/sbin/postfix"; chmod +x "$3/usr/sbin/postfix" ;;
-s) [ "$2" = libthere1 ] ;;
esac
`;
const dpkgDeb = '#!/bin/sh\necho "libc6 (>= 2.34), libthere1, libabsent72 (>= 72.1~), netbase, adduser"\n';
const packages: Files = { 'apt-get': apt, dpkg, 'dpkg-deb': dpkgDeb };
const ordinary = ['chmod', 'chown', 'mkdir', 'mv', 'rm', 'sed', 'tr'];

interface Machine {
  programs: Files;
  /** Everything of Debian is there, and Postfix is unpacked. */
  furnished?: boolean;
}

/** Runs the script on a machine that has just these programs. */
const run = ({ programs, furnished = false }: Machine) => {
  const bin = plant(programs, {});
  for (const name of readdirSync(bin)) chmodSync(join(bin, name), 0o755);
  for (const name of ordinary) symlinkSync(`/bin/${name}`, join(bin, name));
  const debian = plant({}, {});
  mkdirSync(join(debian, 'usr/sbin'), { recursive: true });
  const postfix = join(debian, 'unpacked');
  const program = join(postfix, 'usr/sbin/postfix');
  if (furnished) {
    for (const file of [...Object.values(BROUGHT).map((name) => join(debian, name)), program]) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, '', { mode: 0o755 });
    }
  }
  const { status, stdout, stderr } = spawnSync('/bin/sh', [join(home, 'scripts/install-debian.sh')], {
    encoding: 'utf8',
    env: { PATH: bin, BIN: bin, BELAY_CHROMIUM: '', BELAY_DEBIAN_ROOT: debian, BELAY_POSTFIX: postfix },
  });
  const asked = existsSync(join(bin, 'asked')) ? readFileSync(join(bin, 'asked'), 'utf8').trim().split('\n') : [];
  const mayStart = !existsSync(join(debian, 'usr/sbin/policy-rc.d'));
  return { code: status, said: stdout + stderr, asked, unpacked: existsSync(program), mayStart };
};

test('touches nothing when everything is there', () => {
  const { code, asked } = run({ programs: { chromium: there, ...packages, id: root }, furnished: true });
  expect({ code, asked }).toEqual({ code: 0, asked: [] });
});

test('installs just what is missing, as root, and unpacks Postfix with its libraries without installing it', () => {
  expect(run({ programs: { ...packages, id: root } })).toMatchObject({
    code: 0,
    asked: [
      'update -qq',
      `install --no-install-recommends -y -qq chromium fonts-dejavu-core ${SERVERS}`,
      'daemons stay off',
      'download -qq postfix',
      'install --no-install-recommends -y -qq libc6 libabsent72',
      'daemons stay off',
    ],
    unpacked: true,
    mayStart: true,
  });
});

test('says what to run when it is not root', () => {
  const { code, said, asked } = run({ programs: { ...packages, id: anybody } });
  expect(code).toBe(1);
  expect(said).toContain(`missing: chromium fonts-dejavu-core ${SERVERS} postfix(unpacked)`);
  expect(said).toContain('sudo sh scripts/install-debian.sh');
  expect(asked).toEqual([]);
});

test('says what is missing where there is no apt', () => {
  const { code, said } = run({ programs: { id: root } });
  expect(code).toBe(1);
  expect(said).toContain(`missing: chromium fonts-dejavu-core ${SERVERS} postfix(unpacked). There is no apt-get here`);
});

test('fails when apt cannot install, and lets daemons start again', () => {
  const { code, said, mayStart } = run({ programs: { 'apt-get': '#!/bin/sh\nexit 100\n', id: root } });
  expect({ code, mayStart }).toEqual({ code: 1, mayStart: true });
  expect(said).toContain('could not install: chromium fonts-dejavu-core');
});
