import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { findDanger } from '../../src/understanding/safety.ts';
import { stripAccents } from '../../src/understanding/fold.ts';
it('places', () => {
  const units = JSON.parse(readFileSync('/work/shared/data/ca-mau-communes.json', 'utf8')); const list: any[] = Array.isArray(units) ? units : units.communes ?? Object.values(units).find(Array.isArray);
  let out = ''; const names = new Set<string>(); for (const u of list) { names.add(u.name); for (const m of u.mergedFrom ?? []) names.add(m.name); }
  for (const n of names) for (const t of [`${n}`, `tôi ở ${n} có gì lạ không`, `chợ ${n} có quét mã chưa`, `con ở ${n} cho hỏi nộp đơn ở đâu`, `nhà tui ở ${n} muốn gặp bác sĩ`]) for (const x of [t, stripAccents(t)]) { const d = findDanger(x); if (d) out += `${d} | ${x}\n`; }
  for (const f of ['/work/shared/data/utterances.dev.jsonl', '/tmp/hold.jsonl', '/tmp/hold2.jsonl', '/tmp/hold3.jsonl', '/work/shared/data/inputs.dev.jsonl']) for (const l of readFileSync(f, 'utf8').trim().split('\n')) { const d = JSON.parse(l); if (d.intent === 'emergency') continue; for (const x of [d.text, stripAccents(d.text)]) { const g = findDanger(x); if (g && !(g === 'fraud' && d.intent?.includes('scam'))) out += `${g} | ${d.intent} ${x}\n`; } }
  for (const l of readFileSync('/work/shared/data/utterances.dev.jsonl', 'utf8').trim().split('\n')) { const d = JSON.parse(l); if (d.intent === 'emergency' && !findDanger(stripAccents(d.text))) out += `MISS nodia ${d.text}\n`; }
  console.log(out);
});
