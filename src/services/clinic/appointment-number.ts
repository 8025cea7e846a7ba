/** "482 159": in groups that can be read aloud. */
export function writeNumber(number: string): string {
  return number.replace(/(\d{3})(?=\d)/g, '$1 ');
}

/** The six digits again, however they were grouped; nothing for what is no such number. */
export function readNumber(value: unknown): string | undefined {
  const digits = typeof value === 'string' || typeof value === 'number' ? String(value).replaceAll(' ', '') : '';
  return /^\d{6}$/.test(digits) ? digits : undefined;
}
