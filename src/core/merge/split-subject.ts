const MOST_LETTERS = 120;
/** `Re:`, `AW:`, `Odg:`, `Fwd:`, `Re[2]:`, as often as a mail was answered. */
const ANSWERED = /^(?:\s*\p{L}{2,4}(?:\[\d+\])?\s*:)+/u;

/** What words begin with: their first line that is more than a greeting, cut at a word; empty where there is none. */
export function firstLine(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line));
  // "Dear Petra," stands above what is meant
  const line = lines.find((each) => !(each.length <= 40 && /[,!]$/.test(each))) ?? lines[0] ?? '';
  if (line.length <= MOST_LETTERS) return line;
  const cut = line.slice(0, MOST_LETTERS - 1).toWellFormed();
  return `${cut.slice(0, cut.lastIndexOf(' ') + 1 || cut.length).trimEnd()}…`;
}

interface Moved {
  /** Of the mail; empty where the channel has none. */
  messageSubject: string;
  /** Of the ticket it leaves. */
  ticketSubject: string;
  text: string;
}

/** What the ticket of a split-off message is called: by its own subject, else by what it says, never by the old one if there is another. */
export function subjectOfSplit({ messageSubject, ticketSubject, text }: Moved): string {
  const bare = (subject: string): string => subject.replace(ANSWERED, '').trim().toLowerCase();
  const isOwn = bare(messageSubject) !== '' && bare(messageSubject) !== bare(ticketSubject);
  return isOwn ? messageSubject : firstLine(text) || ticketSubject;
}
