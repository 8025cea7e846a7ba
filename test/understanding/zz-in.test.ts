import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { understandLine } from '../../src/understanding/understand-line.ts';
it('in', () => {
  const per: any = {}; let out = '';
  for (const l of readFileSync('/work/shared/data/inputs.dev.jsonl', 'utf8').trim().split('\n')) {
    const d = JSON.parse(l); if (!['yesno', 'choice', 'money', 'name'].includes(d.type)) continue;
    const r: any = understandLine(l, 1); const p = (per[d.type] ??= [0, 0, 0]); p[1]++;
    const ok = r.value === d.value || (d.also ?? []).includes(r.value); if (ok) p[0]++; const c = (r.confirm === true) === (d.confirm === true); if (c) p[2]++;
    if (!ok || !c) out += `${d.type} | ${d.text} | want ${d.value} ${d.confirm ?? ''} got ${JSON.stringify(r)}\n`;
  }
  console.log(out, JSON.stringify(per));
});
