import { rootCertificates, type ConnectionOptions } from 'node:tls';

/** How a mail server is reached. */
export interface ServerSettings {
  host: string;
  port: number;
  security: 'tls' | 'starttls' | 'none';
  user: string | null;
  secret: string | null;
  /** PEM of a certificate to trust besides those of the public authorities. */
  certificate: string | null;
}

/** What TLS is told about it. */
export const tlsOf = ({ certificate }: Pick<ServerSettings, 'certificate'>): ConnectionOptions =>
  certificate === null ? {} : { ca: [...rootCertificates, certificate] };
