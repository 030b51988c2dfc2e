import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { until } from '#server/platform/clock.ts';
import { isFree } from './free-port.ts';
import { childrenOf, endProcess, pidIn, startProgram, type Server } from './server-files.ts';

export interface DovecotOptions {
  program: string;
  /** A folder of its own; everything it keeps lies in there. */
  folder: string;
  imapPort: number;
  imapsPort: number;
  lmtpPort: number;
  /** Where automatic answers leave. */
  submissionPort: number;
  certificate: { cert: string; key: string };
  /** Address and password. */
  users: Record<string, string>;
  /** Lines of configuration in addition. */
  extra?: string;
}

/** The account that owns the mail: Debian's `mail` is on every machine. */
const MAIL_ID = 8;

const configOf = ({ folder, imapPort, imapsPort, lmtpPort, submissionPort, certificate, extra }: DovecotOptions) => `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
listen = 127.0.0.1
protocols = imap lmtp
ssl = yes
ssl_cert = <${certificate.cert}
ssl_key = <${certificate.key}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
recipient_delimiter = +
mail_location = maildir:${folder}/mail/%u
first_valid_uid = ${MAIL_ID}
mail_uid = ${MAIL_ID}
mail_gid = ${MAIL_ID}
imap_idle_notify_interval = 1 s
default_process_limit = 20
submission_host = 127.0.0.1:${submissionPort}
postmaster_address = postmaster@bura.example
lda_mailbox_autocreate = yes
passdb {
  driver = passwd-file
  args = scheme=PLAIN ${folder}/users
}
userdb {
  driver = static
  args = uid=${MAIL_ID} gid=${MAIL_ID} home=${folder}/home/%u
}
service imap-login {
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = ${imapsPort}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
protocol lmtp {
  mail_plugins = sieve
}
plugin {
  sieve = file:${folder}/home/%u/.dovecot.sieve
  sieve_extensions = +vacation-seconds
  sieve_vacation_min_period = 0
}
${extra ?? ''}
`;

/** A real Dovecot: IMAP and LMTP on the loopback, with mailboxes in a folder of its own. Needs root. */
export const startDovecot = async (options: DovecotOptions): Promise<Server> => {
  const { folder, users, imapPort, imapsPort, lmtpPort, program } = options;
  await mkdir(path.join(folder, 'mail'), { recursive: true });
  await mkdir(path.join(folder, 'home'), { recursive: true });
  await chmod(folder, 0o755);
  for (const name of ['mail', 'home']) await chown(path.join(folder, name), MAIL_ID, MAIL_ID);
  const lines = Object.entries(users).map(([address, password]) => `${address}:{PLAIN}${password}`);
  await writeFile(path.join(folder, 'users'), `${lines.join('\n')}\n`, { mode: 0o644 });
  const config = path.join(folder, 'dovecot.conf');
  await writeFile(config, configOf(options));
  const pidFile = path.join(folder, 'run/master.pid');
  await startProgram(program, ['-c', config]);
  const pid = await pidIn(pidFile);
  const ports = [imapPort, imapsPort, lmtpPort];
  const listens = async () => !(await Promise.all(ports.map(isFree))).includes(true);
  if (!(await until(listens, { withinMs: 10_000 }))) throw new Error(`dovecot does not listen, see ${folder}`);
  return {
    pid: () => pid,
    async stop() {
      // what serves a client that idles would go on for a while, as if nothing had happened
      const serving = await childrenOf(pid);
      await endProcess(pid);
      await Promise.all(serving.map((each) => endProcess(each)));
      const free = async () => !(await Promise.all(ports.map(isFree))).includes(false);
      if (!(await until(free, { withinMs: 10_000 }))) throw new Error('dovecot did not let go of its ports');
    },
  };
};

/** Puts a sieve script into a user's home: what happens with mail that is delivered to them from now on. */
export const writeSieve = async (folder: string, address: string, script: string): Promise<void> => {
  const home = path.join(folder, 'home', address);
  await mkdir(home, { recursive: true });
  const file = path.join(home, '.dovecot.sieve');
  await writeFile(file, script);
  for (const each of [home, file]) await chown(each, MAIL_ID, MAIL_ID);
};
