import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { COLUMNS, parseRow, type BadRow, type Column, type HistoryRow } from './row.ts';

/** The file cannot be read as a history at all. */
export class NoHistory extends Error {}

/** More rows than this are refused: they are sorted in memory. */
const MOST_ROWS = 2_000_000;
const MOST_BYTES_OF_A_ROW = 65_536;
const SHOWN = 500;

/**
 * Reads a ServiceNow event log (CSV, gzip when its name ends in .gz) as a stream. Answers its rows in the order in
 * which they happened, and every line that is no row with the reason: one bad line does not cost the rest. Throws
 * NoHistory when a column is missing, when nothing in it is a row or when the file is broken off.
 */
export async function readHistory(file: string): Promise<{ rows: HistoryRow[]; bad: BadRow[] }> {
  const rows: HistoryRow[] = [];
  const bad: BadRow[] = [];
  const csv = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    max_record_size: MOST_BYTES_OF_A_ROW,
    skip_records_with_error: true,
    on_skip: (error, raw) => {
      bad.push({ line: Number(error?.['lines'] ?? 0), why: 'broken', text: (raw ?? '').slice(0, SHOWN) });
      return undefined;
    },
  });
  const take = async (source: AsyncIterable<{ record: string[]; info: { lines: number } }>): Promise<void> => {
    let places: Map<Column, number> | null = null;
    let width = 0;
    for await (const { record, info } of source) {
      if (places === null) {
        places = placesOf(record);
        width = record.length;
        continue;
      }
      if (rows.length >= MOST_ROWS) throw new NoHistory(`more than ${MOST_ROWS} rows`);
      const text = (): string => record.join(',').slice(0, SHOWN);
      if (record.length !== width) bad.push({ line: info.lines, why: 'columns', text: text() });
      else {
        const row = parseRow(info.lines, cellsOf(record, places));
        if ('bad' in row) bad.push({ line: info.lines, why: row.bad, text: text() });
        else rows.push(row);
      }
    }
  };
  const bytes = createReadStream(file);
  try {
    if (file.endsWith('.gz')) await pipeline(bytes, createGunzip(), csv, take);
    else await pipeline(bytes, csv, take);
  } catch (error) {
    throw error instanceof NoHistory ? error : new NoHistory(error instanceof Error ? error.message : String(error));
  }
  if (rows.length === 0) throw new NoHistory('no row in it');
  return { rows: rows.toSorted((one, other) => one.at - other.at || one.line - other.line), bad };
}

function placesOf(header: string[]): Map<Column, number> {
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new NoHistory(`columns missing: ${missing.join(', ')}`);
  return new Map(COLUMNS.map((column) => [column, header.indexOf(column)]));
}

function cellsOf(record: string[], places: Map<Column, number>): Record<Column, string> {
  return Object.fromEntries([...places].map(([column, place]) => [column, (record[place] ?? '').trim()])) as Record<
    Column,
    string
  >;
}
