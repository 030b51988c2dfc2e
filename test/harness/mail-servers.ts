import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { ImapFlow } from 'imapflow';
import { afterAll } from 'vitest';
import { needs } from '#test/need.ts';
import { startDovecot, writeSieve, type DovecotOptions } from '#test/servers/dovecot.ts';
import { freePort } from '#test/servers/free-port.ts';
import { startPostfix, type PostfixOptions } from '#test/servers/postfix.ts';
import { runProgram, type Server } from '#test/servers/server-files.ts';
import { temporaryFolder } from './server.ts';

/** A mailbox on the real server. */
export interface TestMailbox {
  address: string;
  password: string;
}

/** One of the two servers: stopped and started again with what it kept. */
export interface Restartable {
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** A real Dovecot and a real Postfix before it, for one test file. */
export interface MailServers {
  imap: { host: string; port: number; securePort: number };
  smtp: { host: string; port: number };
  /** PEM file of the certificate that both show. */
  certificateFile: string;
  boxes: Record<string, TestMailbox>;
  dovecot: Restartable;
  postfix: Restartable;
  /** Hands a mail to Postfix, as a customer's program would. */
  send(mail: SendMailOptions): Promise<void>;
  /** Delivers straight into a mailbox by LMTP: it lies there when this returns. */
  deliver(mail: SendMailOptions & { to: string }): Promise<void>;
  /** Puts bytes into a mailbox as they are. */
  put(address: string, raw: Buffer): Promise<void>;
  /** A client of one's own on a mailbox; closed with the file. */
  open(address: string): Promise<ImapFlow>;
  /** Removes every message of its INBOX. */
  empty(address: string): Promise<void>;
  /** How many messages lie in a folder of it. */
  count(address: string, folder?: string): Promise<number>;
  /** What a mailbox does with mail from now on. */
  sieve(address: string, script: string): Promise<void>;
  /** The folder in which Dovecot keeps a mailbox's files. */
  maildir(address: string): string;
}

const DOMAINS = ['bura.example', 'posta.example'];
const PASSWORD = 'correct horse';

/** The programs, or null when they cannot run here (said aloud). */
export const findMailServers = (): { dovecot: string; postfix: string } | null => {
  const dovecot = needs('dovecot');
  const postfix = needs('postfix');
  return dovecot === null || postfix === null ? null : { dovecot, postfix };
};

/** Starts both on ports of their own with these mailboxes; ended after the file's last test. */
export const startMailServers = async (
  programs: { dovecot: string; postfix: string },
  addresses: readonly string[],
): Promise<MailServers> => {
  const folder = await temporaryFolder('belay-mail-');
  const certificate = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };
  await makeCertificate(certificate);
  const [imapPort, imapsPort, lmtpPort, smtpPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const boxes = Object.fromEntries(addresses.map((address) => [address, { address, password: PASSWORD }]));
  const dovecotFolder = path.join(folder, 'dovecot');
  const postfixFolder = path.join(folder, 'postfix');
  for (const each of [dovecotFolder, postfixFolder]) await mkdir(each);
  const users = Object.fromEntries(addresses.map((address) => [address, PASSWORD]));
  const dovecotOptions: DovecotOptions = {
    program: programs.dovecot,
    folder: dovecotFolder,
    imapPort,
    imapsPort,
    lmtpPort,
    submissionPort: smtpPort,
    certificate,
    users,
  };
  const postfixOptions: PostfixOptions = {
    program: programs.postfix,
    folder: postfixFolder,
    smtpPort,
    lmtpPort,
    domains: DOMAINS,
    certificate,
  };
  const dovecot = await restartable(() => startDovecot(dovecotOptions));
  let postfix: Restartable | null = null;
  const clients: ImapFlow[] = [];
  afterAll(async () => {
    for (const client of clients) client.close();
    await postfix?.stop();
    await dovecot.stop();
    await rm(folder, { recursive: true, force: true });
  });
  postfix = await restartable(() => startPostfix(postfixOptions));
  const open = async (address: string): Promise<ImapFlow> => {
    const client = clientOf(imapPort, address);
    clients.push(client);
    await client.connect();
    return client;
  };
  return {
    imap: { host: '127.0.0.1', port: imapPort, securePort: imapsPort },
    smtp: { host: '127.0.0.1', port: smtpPort },
    certificateFile: certificate.cert,
    boxes,
    dovecot,
    postfix,
    send: (mail) => handOver({ port: smtpPort, lmtp: false }, mail),
    deliver: (mail) => handOver({ port: lmtpPort, lmtp: true }, mail),
    open,
    put: async (address, raw) => {
      const client = await open(address);
      await client.append('INBOX', raw);
      client.close();
    },
    empty: (address) => emptyOut(clientOf(imapPort, address)),
    count: (address, name) => countIn(clientOf(imapPort, address), name ?? 'INBOX'),
    sieve: (address, script) => writeSieve(dovecotFolder, address, script),
    maildir: (address) => path.join(dovecotFolder, 'mail', address),
  };
};

const makeCertificate = async ({ cert, key }: { cert: string; key: string }): Promise<void> => {
  const names = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
  const days = ['-days', '2', '-subj', '/CN=localhost', '-addext', names];
  await runProgram('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...days]);
};

const restartable = async (start: () => Promise<Server>): Promise<Restartable> => {
  let running: Server | null = await start();
  return {
    async stop() {
      await running?.stop();
      running = null;
    },
    async start() {
      running ??= await start();
    },
  };
};

const handOver = async ({ port, lmtp }: { port: number; lmtp: boolean }, mail: SendMailOptions): Promise<void> => {
  const transport = createTransport({ host: '127.0.0.1', port, lmtp, secure: false, ignoreTLS: true });
  try {
    await transport.sendMail(mail);
  } finally {
    transport.close();
  }
};

const clientOf = (port: number, address: string): ImapFlow => {
  const auth = { user: address, pass: PASSWORD };
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth, logger: false });
  // a server that is stopped under a test breaks its line
  client.on('error', () => {});
  return client;
};

const countIn = async (client: ImapFlow, folder: string): Promise<number> => {
  await client.connect();
  const status = await client.status(folder, { messages: true });
  await client.logout();
  return status === false ? 0 : (status.messages ?? 0);
};

const emptyOut = async (client: ImapFlow): Promise<void> => {
  await client.connect();
  await client.mailboxOpen('INBOX');
  await client.messageDelete('1:*');
  await client.logout();
};
