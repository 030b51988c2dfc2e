import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { until } from '#server/platform/clock.ts';
import { isFree } from './free-port.ts';
import { endProcess, pidIn, startProgram, type Server } from './server-files.ts';

export interface PostfixOptions {
  /** Its program inside the folder it was unpacked into. */
  program: string;
  /** A folder of its own: configuration, queue and log. */
  folder: string;
  smtpPort: number;
  /** Where mail for the domains is delivered. */
  lmtpPort: number;
  domains: readonly string[];
  certificate: { cert: string; key: string };
}

// Debian's base accounts, so that none has to be made: Postfix wants two that share no id with anybody
const OWNER = { name: 'uucp', id: 10 };
const GROUP = { name: 'news', id: 9 };

const mainOf = (root: string, options: PostfixOptions): string => {
  const { folder, domains, lmtpPort, certificate } = options;
  return Object.entries({
    compatibility_level: '3.6',
    config_directory: `${folder}/etc`,
    queue_directory: `${folder}/queue`,
    data_directory: `${folder}/data`,
    daemon_directory: `${root}/usr/lib/postfix/sbin`,
    command_directory: `${root}/usr/sbin`,
    shlib_directory: `${root}/usr/lib/postfix`,
    meta_directory: `${folder}/etc`,
    import_environment: 'MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ LANG=C LD_LIBRARY_PATH',
    mail_owner: OWNER.name,
    setgid_group: GROUP.name,
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '127.0.0.0/8',
    myhostname: 'mx.example',
    mydestination: '',
    local_recipient_maps: '',
    alias_maps: '',
    alias_database: '',
    virtual_mailbox_domains: domains.join(' '),
    virtual_transport: `lmtp:inet:127.0.0.1:${lmtpPort}`,
    recipient_delimiter: '+',
    default_transport: 'error:no mail leaves this machine',
    relay_transport: 'error:no mail leaves this machine',
    disable_dns_lookups: 'yes',
    smtp_host_lookup: 'native',
    lmtp_host_lookup: 'native',
    smtpd_relay_restrictions: 'permit_mynetworks,reject',
    smtpd_peername_lookup: 'no',
    smtpd_tls_security_level: 'may',
    smtpd_tls_cert_file: certificate.cert,
    smtpd_tls_key_file: certificate.key,
    minimal_backoff_time: '1s',
    maximal_backoff_time: '2s',
    queue_run_delay: '1s',
    maillog_file: `${folder}/postfix.log`,
    maillog_file_prefixes: folder,
    default_process_limit: '10',
  })
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
};

/** Debian's own list of services, none in a chroot, and its SMTP on our port. */
const masterOf = async (root: string, port: number): Promise<string> => {
  const text = await readFile(path.join(root, 'usr/share/postfix/master.cf.dist'), 'utf8');
  const services = text
    .split('\n')
    .filter((line) => /^\w/.test(line) && !/\bpipe$/.test(line))
    .map((line) => line.split(/\s+/))
    .map(([name, type, ...rest]) => {
      const columns = rest.with(2, 'n');
      return name === 'smtp' && type === 'inet'
        ? ['127.0.0.1:' + port, type, ...columns].join(' ')
        : [name, type, ...columns].join(' ');
    });
  return `${services.join('\n')}\n`;
};

/** The folders of an empty queue, as Postfix's own installation makes them. */
const makeQueue = async (queue: string): Promise<void> => {
  const make = async (name: string, mode: number, owner: number, group: number) => {
    const folder = path.join(queue, name);
    await mkdir(folder, { recursive: true });
    await chown(folder, owner, group);
    await chmod(folder, mode);
  };
  await make('pid', 0o755, 0, 0);
  const own = ['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming', 'private'];
  for (const name of [...own, 'saved', 'trace']) await make(name, 0o700, OWNER.id, 0);
  await make('maildrop', 0o730, OWNER.id, GROUP.id);
  await make('public', 0o710, OWNER.id, GROUP.id);
};

/** A real Postfix: takes mail by SMTP on the loopback for its domains, and nothing leaves the machine. Needs root. */
export const startPostfix = async (options: PostfixOptions): Promise<Server> => {
  const { program, folder, smtpPort } = options;
  const root = path.resolve(path.dirname(program), '../..');
  const etc = path.join(folder, 'etc');
  for (const name of ['etc', 'queue', 'data']) await mkdir(path.join(folder, name), { recursive: true });
  await chmod(folder, 0o755);
  await chown(path.join(folder, 'data'), OWNER.id, 0);
  await makeQueue(path.join(folder, 'queue'));
  await writeFile(path.join(etc, 'main.cf'), mainOf(root, options));
  await writeFile(path.join(etc, 'master.cf'), await masterOf(root, smtpPort));
  for (const name of ['postfix-files', 'dynamicmaps.cf']) await writeFile(path.join(etc, name), '');
  const env = { LD_LIBRARY_PATH: path.join(root, 'usr/lib/postfix') };
  await startProgram(program, ['-c', etc, 'start'], env);
  const pid = await pidIn(path.join(folder, 'queue/pid/master.pid'));
  if (!(await until(async () => !(await isFree(smtpPort)), { withinMs: 10_000 }))) {
    throw new Error(`postfix does not listen, see ${folder}`);
  }
  return {
    pid: () => pid,
    async stop() {
      await endProcess(pid);
      if (!(await until(() => isFree(smtpPort), { withinMs: 10_000 }))) {
        throw new Error('postfix did not let go of its port');
      }
    },
  };
};
