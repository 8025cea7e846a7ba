const onset = '(?:b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?';
const nucleus =
  '(?:a|e|i|o|u|y|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|ieu|oai|oao|oay|oeo|uai|uao|uay|uoi|uou|uya|uye|uyu|yeu)';
const coda = '(?:ch|c|m|ng|nh|n|p|t)?';
const shape = new RegExp(`^${onset}${nucleus}${coda}$`);

/** True when a folded word can be one Vietnamese syllable. */
export function isSyllable(folded: string): boolean {
  return folded.length <= 7 && shape.test(folded);
}

/**
 * Two words typed without the space between them ("danhmuc"), or undefined. The first word is as long as possible,
 * and the second begins with a consonant where it can.
 */
export function splitJoined(folded: string): readonly [string, string] | undefined {
  if (folded.length < 5 || folded.length > 13 || isSyllable(folded)) return undefined;
  const splits: (readonly [string, string])[] = [];
  for (let at = Math.min(6, folded.length - 2); at >= 2; at -= 1) splits.push([folded.slice(0, at), folded.slice(at)]);
  const possible = splits.filter(([first, second]) => isSyllable(first) && isSyllable(second));
  return possible.find(([, second]) => !/^[aeiouy]/.test(second)) ?? possible[0];
}
