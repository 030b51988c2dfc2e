import { createTransport } from 'nodemailer';
import type { Finding } from '#server/cli-finding.ts';

const PATIENCE_MS = 10_000;

/** The outgoing mail server: connects, asks for TLS, signs in, and says goodbye. No mail is sent. */
export const checkOutgoing = async (smtpUrl: string | null): Promise<Finding[]> => {
  const check = 'smtp';
  if (smtpUrl === null) return [{ check, state: 'note', code: 'caught' }];
  const { hostname, port, protocol } = new URL(smtpUrl);
  const values = { place: port === '' ? hostname : `${hostname}:${port}` };
  const secured = await tryOut(smtpUrl, true);
  if (secured === null) return [{ check, state: 'ok', code: 'ok', values }];
  const plain = protocol === 'smtps:' ? secured : await tryOut(smtpUrl, false);
  if (plain === null) return [{ check, state: 'warn', code: 'not_encrypted', values: { ...values, why: secured.why } }];
  const code =
    plain.code === 'EAUTH' ? 'sign_in' : plain.code === 'ETLS' || plain.code === 'ESOCKET' ? 'tls' : 'unreachable';
  return [{ check, state: 'bad', code, values: { ...values, why: plain.why } }];
};

/** null when all of it went well. */
const tryOut = async (smtpUrl: string, requireTLS: boolean): Promise<{ code: string; why: string } | null> => {
  const url = new URL(smtpUrl);
  if (requireTLS) url.searchParams.set('requireTLS', 'true');
  for (const name of ['connectionTimeout', 'greetingTimeout', 'socketTimeout'])
    url.searchParams.set(name, String(PATIENCE_MS));
  const transport = createTransport(url.href);
  try {
    await transport.verify();
    return null;
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    return { code, why: message };
  } finally {
    transport.close();
  }
};
