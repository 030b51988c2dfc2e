/** How somebody is called in a sentence. */
export const firstName = (name: string): string => name.trim().split(/\s+/, 1)[0] ?? name;
