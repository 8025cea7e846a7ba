import { it } from 'vitest';
import { readFileSync, writeFileSync, mkdirSync, readdirSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flows } from '../../flows/mod.ts';
import { openStage } from './stage.ts';
import { watchExits } from './exits.ts';
import { faultsOf, mayBeThree } from './message-rules.ts';

const here = dirname(fileURLToPath(import.meta.url));
function clip(s: string, fromEnd: boolean, n: number): string {
  const words = s.split(' ');
  if (s.length <= n) return s;
  let out = '';
  if (!fromEnd) { for (const w of words) { if ((out + ' ' + w).trim().length > n) break; out = (out + ' ' + w).trim(); } return out; }
  for (const w of words.toReversed()) { if ((w + ' ' + out).trim().length > n) break; out = (w + ' ' + out).trim(); }
  return out;
}
function part(text: string): string {
  const flat = text.split('\n');
  if (flat.length === 1 && text.length <= 64) return text;
  const a = clip(flat[0]!, false, 36), b = clip(flat.at(-1)!, true, 36);
  return `${a} … ${b}`;
}
it('records', async () => {
  const drafts = JSON.parse(readFileSync('/tmp/rec/drafts.json', 'utf8')) as any;
  const only = process.env['ONLY'];
  const watched = watchExits(flows);
  const stage = await openStage({ name: 'embedded' }, watched.flows);
  watched.watch();
  const seen = new Set<string>();
  let out = '';
  for (const [name, draft] of Object.entries<any>(drafts)) {
    if (only && !name.includes(only)) continue;
    const chat = await stage.drivers[0]!.open();
    const steps: any[] = [];
    out += `\n######## ${name}: ${draft.title}\n`;
    for (const they of draft.steps) {
      const before = await chat.heard();
      out += `> ${typeof they === 'string' ? they : JSON.stringify(they)}\n`;
      stage.advance(10_000);
      try {
        const find = (list: readonly string[], w: string) => { const f = list.find((l) => l === w || l.replace(/^\d\. /, '') === w || (/^\d$/.test(w) && l.startsWith(`${w}. `))); if (!f) throw new Error(`no button ${w} in ${list.join('|')}`); return f; };
        if (typeof they === 'string') await chat.write([they]);
        else if (they.at_once) await chat.write(they.at_once);
        else if (they.twice) await chat.writeTwice(they.twice);
        else if (they.media) await chat.send(they.media, they.caption);
        else if (they.tap) await chat.tap(find(before.findLast((h) => h.buttons.length > 0)!.buttons, they.tap));
        else if (they.old_tap) await chat.tap(find(before.toReversed().slice(1).flatMap((h) => h.buttons), they.old_tap));
        else if (they.after_minutes) { stage.advance(they.after_minutes * 60_000); await stage.work(); }
      } catch (e) { out += `!!!!!! ${String(e)}\n`; break; }
      const got = (await chat.heard()).slice(before.length);
      for (const m of got) {
        out += `    ${m.hasPicture ? '[picture] ' : ''}${m.text.replaceAll('\n', '\n    ')}\n` + (m.buttons.length ? `    [${m.buttons.join('] [')}]\n` : '');
        for (const f of faultsOf(m)) out += `!!!!!! ${f}\n`;
      }
      const turns = they.at_once?.length ?? 1;
      if (got.length > (mayBeThree(got) ? 3 : 2) * turns) out += `!!!!!! ${got.length} in a row\n`;
      const step: any = { they, we: got.map((m) => part(m.text)) };
      const buttons = got.at(-1)?.buttons ?? [];
      const key = buttons.join('|');
      if (buttons.length && !seen.has(key)) { seen.add(key); step.buttons = buttons; }
      if (got.some((m) => m.hasPicture)) step.picture = true;
      steps.push(step);
    }
    const file = join(here, `${name}.json`);
    mkdirSync(dirname(file), { recursive: true });
    const head = { title: draft.title, ...(draft.language === 'en' ? { language: 'en' } : {}), covers: draft.covers };
    const lines = steps.map((s) => `    ${JSON.stringify(s).replace(/","/g, '", "').replace(/":(?=["{[t])/g, '": ').replace(/,"(?=\w+": )/g, ', "').replace(/^\{/, '{ ').replace(/\}$/, ' }')}`);
    writeFileSync(file, `{\n${Object.entries(head).map(([k, v]) => `  ${JSON.stringify(k)}: ${JSON.stringify(v)},`).join('\n')}\n  "steps": [\n${lines.join(',\n')}\n  ]\n}\n`);
    chat.close();
  }
  out += '\n=== missing\n' + flows.flatMap((f) => { const m = watched.missing(f.id); return [`${f.id} ${watched.all(f.id).length - m.length}/${watched.all(f.id).length}`, ...m.map((w) => `   ${w}`)]; }).join('\n');
  writeFileSync('/tmp/rec/out.txt', out);
  await stage.close();
});
