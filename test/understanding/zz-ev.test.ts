import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { findIntents } from '/work/main/src/understanding/intents.ts';
import { findDanger } from '/work/main/src/understanding/safety.ts';
it('eval', () => {
  const t0 = performance.now();
  const lines = readFileSync(process.env.EVAL ?? '/work/shared/data/utterances.dev.jsonl', 'utf8').trim().split('\n').map((l) => JSON.parse(l));
  const per: any = {}; let ok = 0; let out = '';
  for (const l of lines) {
    const f = findIntents(l.text); const top = f[0]?.intent ?? 'out_of_scope'; 
    const good = top === l.intent || (l.also ?? []).includes(top);
    const p = (per[l.intent] ??= [0, 0]); p[1]++; if (good) { p[0]++; ok++; } else out += `${l.id} ${l.intent} -> ${f.slice(0,3).map((x) => x.intent + ':' + x.score).join(' ')} | ${l.text}\n`;
  }
  let d = ''; let rec = 0, tot = 0, sub = 0;
  for (const l of lines) {
    const g = findDanger(l.text);
    if (l.intent === 'emergency') { tot++; if (g) rec++; else d += `MISS ${l.sub} | ${l.text}\n`; if (g === l.sub) sub++; else d += `  sub ${l.sub} got ${g} | ${l.text}\n`; }
    else if (g) d += `${g === 'fraud' ? 'fraud' : 'FALSE'} ${g} ${l.intent} | ${l.text}\n`;
  }
  console.log(out + '\n' + d);
  console.log(JSON.stringify(per)); console.log(ok, lines.length, ok / lines.length, 'danger', rec, tot, 'sub', sub, 'ms', performance.now() - t0);
});
