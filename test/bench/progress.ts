/** Says on standard error how far it is; standard output belongs to the tables. */
export function progress(line: string): void {
  process.stderr.write(`… ${line}\n`);
}

/** Says it on standard output. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
