import MailComposer from 'nodemailer/lib/mail-composer';

/** A mail that leaves: complete, and the same whenever it is sent again. */
export interface OutgoingMail {
  /** The mailbox it comes from, by whose own server it leaves if it has one; null = none. */
  mailboxId: number | null;
  from: { name: string; address: string };
  to: string[];
  cc: string[];
  replyTo: string | null;
  /** Where bounces go. */
  returnPath: string;
  subject: string;
  text: string;
  html: string;
  /** Message-IDs without angle brackets. */
  messageId: string;
  inReplyTo: string | null;
  references: string[];
  headers: Record<string, string>;
  files: readonly { name: string; mediaType: string; bytes: Buffer }[];
}

/** Its bytes. Nothing in it is fetched or read from disk: what a person wrote is text, not an instruction. */
export const rawOf = (mail: OutgoingMail): Promise<Buffer> =>
  new MailComposer({
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.messageId}>`,
    ...(mail.inReplyTo === null ? {} : { inReplyTo: `<${mail.inReplyTo}>` }),
    references: mail.references.map((id) => `<${id}>`),
    headers: mail.headers,
    attachments: mail.files.map(({ name, mediaType, bytes }) => ({
      filename: name,
      contentType: mediaType,
      content: bytes,
      contentDisposition: 'attachment' as const,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
