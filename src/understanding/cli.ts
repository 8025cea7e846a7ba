/** `npm run -s understand`: reads JSON lines on standard input and writes one JSON line for each. */
import { createInterface } from 'node:readline';
import { understandLine } from './understand-line.ts';

const usage = `Reads JSON lines on standard input and writes one JSON line for each.

  {"id","text"}                           -> {"id","intent","alternatives":[{"intent","score"}]}
  {"id","text","type","now","options"?}   -> {"id","value","confirm"?}

Types: yesno, choice (options = how many are shown; 0 = back), money, name, date, time, datetime, phone, birth, age,
commune (full name, or a list to choose from), cccd (only to notice it). "now" is an ISO time; without it the clock counts.
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() !== '') await write(`${JSON.stringify(understandLine(line, number))}\n`);
  }
}

// Waits for a slow reader, so that memory stays small however long the input is.
async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', () => resolve()));
}

await main();
