import { communes, type Commune } from '../../understanding/answers/communes.ts';

/** A commune of the province by its official code. */
export function communeOf(code: string): Commune | undefined {
  return communes.find((commune) => commune.code === code);
}

/** Things of the same former district come first: until July 2025 people went there for everything. */
export function inFormerDistrict<Thing extends { readonly formerDistrict?: string }>(things: readonly Thing[], code: string): readonly Thing[] {
  const district = communeOf(code)?.formerDistrict;
  return district === undefined ? [] : things.filter((thing) => thing.formerDistrict === district);
}
