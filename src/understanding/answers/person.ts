import type { Read } from './answer.ts';
import { readBirth } from './birth.ts';
import { readName } from './name.ts';

const longest = 160;

/** Where what was said about the birth begins: a number, or a word for being born. */
const birthBegins = /\d|(?<![\p{L}\p{M}])(?:sinh|sanh|sn|ns|born)(?![\p{L}\p{M}])/iu;

/** "Trần Thị Bé năm 60": the year rather than the given name Năm, which stands behind a middle name. */
const yearWord = /(?<![\p{L}\p{M}])(?<!(?:thị|thi|văn|van)\s{1,3})(?:năm|nam)[\s:]{0,3}$/iu;

/** Reads a name together with a date of birth as far as it was said (as `readBirth` writes it), in either order. */
export function readPerson(text: string, now: number): Read<readonly [name: string, birth: string]> | undefined {
  const clean = text.slice(0, longest).normalize('NFC');
  const at = clean.search(birthBegins);
  if (at < 0) return undefined;
  const before = clean.slice(0, at);
  const behind = clean.slice(at);
  return join(readName(before.replace(yearWord, '')), readBirth(behind, now)) ?? readReversed(behind, now);
}

/** "1960 Trần Thị Bé": everything up to the last number belongs to the birth. */
function readReversed(text: string, now: number): ReturnType<typeof readPerson> {
  const [, birth, name] = /^(.{0,80}\d(?:\s{0,2}tuổi|\s{0,2}tuoi)?)(?!\d)[\s,.;:-]{1,5}(\D{1,80})$/iu.exec(text) ?? [];
  return birth === undefined || name === undefined ? undefined : join(readName(name), readBirth(birth, now));
}

function join(name: Read<string> | undefined, birth: Read<string> | undefined): ReturnType<typeof readPerson> {
  if (name === undefined || birth === undefined) return undefined;
  const value = [name.value, birth.value] as const;
  return name.confirm || birth.confirm ? { value, confirm: true } : { value };
}
