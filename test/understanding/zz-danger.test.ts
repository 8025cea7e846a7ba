import { it } from 'vitest';
import { findDanger } from '../../src/understanding/safety.ts';
import { stripAccents } from '../../src/understanding/fold.ts';
import { calm } from './hard-negatives/calm.ts';
import { emergencies } from './emergencies.ts';
it('x', () => {
  let out = '';
  for (const [d, s] of emergencies) { const g = findDanger(s); const h = findDanger(stripAccents(s)); if (g !== d) out += `${g === undefined ? 'MISS' : 'sub'} ${d} got ${g} | ${s}\n`; if (h !== g) out += `   twin ${g} vs ${h} | ${s}\n`; }
  for (const s of calm) { const g = findDanger(s); if (g) out += `FALSE ${g} | ${s}\n`; const h = findDanger(stripAccents(s)); if (h !== g) out += `   twin ${g} vs ${h} | ${s}\n`; }
  console.log(out);
});
