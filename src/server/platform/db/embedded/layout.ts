import path from 'node:path';

/** Where things lie under the data folder. `root` is made whole or not at all (see initialise.ts). */
export type Layout = {
  root: string;
  /** PostgreSQL's own data directory */
  cluster: string;
  password: string;
  /** logs by weekday, kept a week */
  logs: string;
  /** what the server says before its log is open */
  startLog: string;
};

export const layoutOf = (dataFolder: string): Layout => layoutAt(path.join(dataFolder, 'postgres'));

export const layoutAt = (root: string): Layout => ({
  root,
  cluster: path.join(root, 'cluster'),
  password: path.join(root, 'password'),
  logs: path.join(root, 'logs'),
  startLog: path.join(root, 'start.log'),
});
