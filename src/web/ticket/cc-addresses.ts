/** What was written in the line for copies, as addresses, and what of it is none. */
export function ccAddresses(line: string): { addresses: string[]; wrong: string[] } {
  const parts = line
    .split(/[\s,;]+/)
    .map((part) => part.replaceAll(/^<|>$/g, '').toLowerCase())
    .filter((part) => part !== '');
  const isAddress = (part: string): boolean => /^[^@\s"(),:;<>[\\\]]{1,64}@[^@\s.]+(\.[^@\s.]+)+$/.test(part);
  return { addresses: [...new Set(parts.filter(isAddress))], wrong: parts.filter((part) => !isAddress(part)) };
}
