/** The release this is; the same as package.json says, which a test sees to. */
export const VERSION = '0.1.0';
