import type { Bounce } from '#core/intake/inbound.ts';
import { messageIdsOf, oneLine } from './header.ts';

const MAX_CHARS = 100_000;
const ADDRESS = /[^\s<>()[\]\\,;:"']{1,64}@[^\s<>()[\]\\,;:"']{1,189}/;
const FAILURE =
  /(?:could not be delivered|couldn['’]t be delivered|was(?:n['’]t| not) delivered|undeliverable|delivery (?:to the following recipients? )?(?:has )?failed|user unknown|unknown user|no such user|mailbox (?:is )?(?:full|unavailable|not found)|recipient (?:address )?rejected|permanent (?:fatal )?errors?|unable to deliver|returned to sender|address(?:es)? (?:not found|had permanent)|quota exceeded|does not exist|not yet been delivered)/i;
/** The sending system has not given up. */
const DELAYED =
  /(?:not yet been delivered|delivery attempts will continue|will (?:continue to try|keep trying|be retried)|delivery is delayed|message (?:is|has been) delayed|no action is required on your part)/i;

/** Whether a text reads like a mail system's failure notice. */
export const tellsOfFailure = (text: string): boolean => FAILURE.test(text.slice(0, MAX_CHARS));

/**
 * What a bounce says, from its machine-readable `status` part when there is one (RFC 3464), from its words otherwise.
 * `original` is the message that came back or its headers; both may be empty.
 */
export const readBounce = (parts: { status: string; original: string; text: string }): Bounce => {
  const status = unfolded(parts.status.slice(0, MAX_CHARS));
  const words = parts.text.slice(0, MAX_CHARS);
  const action = field(status, 'action')?.toLowerCase() ?? null;
  const code = field(status, 'status') ?? /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(words)?.[1] ?? null;
  const recipient = field(status, 'final-recipient') ?? field(status, 'original-recipient') ?? words;
  return {
    finalRecipient: ADDRESS.exec(recipient)?.[0]?.toLowerCase() ?? null,
    status: /\d\.\d{1,3}\.\d{1,3}/.exec(code ?? '')?.[0] ?? null,
    diagnostic: bounded(field(status, 'diagnostic-code') ?? /^.*\b[45]\d\d[ -].{5,300}$/m.exec(words)?.[0] ?? null),
    originalMessageId: originalId(parts.original) ?? originalId(words),
    final: isFinal(action, code) && (action !== null || !DELAYED.test(words)),
  };
};

const isFinal = (action: string | null, status: string | null): boolean => {
  if (action !== null) return action === 'failed';
  return status === null || status.startsWith('5');
};

const unfolded = (text: string): string => text.replace(/\r?\n[ \t]+/g, ' ');

const field = (text: string, name: string): string | null =>
  new RegExp(`^${name}[ \\t]*:[ \\t]*(\\S.{0,999})$`, 'im').exec(text)?.[1]?.trim() ?? null;

const originalId = (text: string): string | null =>
  messageIdsOf(field(unfolded(text.slice(0, MAX_CHARS)), 'message-id'))[0] ?? null;

const bounded = (text: string | null): string | null => (text === null ? null : oneLine(text, 500));
