/** A reader of EMVCo codes of our own, so that the library is not its own judge. */

/** Tag → value; throws when lengths do not add up. */
export function readFields(content: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let rest = content;
  while (rest.length > 0) {
    const tag = rest.slice(0, 2);
    const length = Number(rest.slice(2, 4));
    const value = rest.slice(4, 4 + length);
    if (!/^\d{2}$/.test(tag) || value.length !== length || fields.has(tag)) throw new Error(`Expected a field, got a broken one at tag ${tag}`);
    fields.set(tag, value);
    rest = rest.slice(4 + length);
  }
  return fields;
}

/** CRC-16/CCITT-FALSE: polynomial 1021, start FFFF, four upper-case hexadecimal digits. */
export function checksum(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
