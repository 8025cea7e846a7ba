import type { Environment } from '../settings.ts';
import { checkSettings, readableConfig } from './check-settings.ts';
import { checkStore } from './check-store.ts';
import { checkTelegram } from './check-telegram.ts';
import { checkZalo } from './check-zalo.ts';
import { finding, type Finding } from './report.ts';

/** Looks at every setting and channel and tells each finding as it is made. True when nothing that is switched on is wrong. */
export async function check(environment: Environment, tell: (found: Finding) => void): Promise<boolean> {
  let isWell = true;
  const tellAll = (findings: readonly Finding[]): void => {
    isWell &&= findings.every(({ verdict }) => verdict !== 'wrong');
    findings.forEach(tell);
  };
  tellAll(checkSettings(environment));
  const readable = readableConfig(environment);
  if (!readable) {
    tellAll([finding('wrong', 'channels', 'not tried before the settings above are mended')]);
    return isWell;
  }
  const { config, without } = readable;
  const notTried = (channel: string): readonly Finding[] => [finding('wrong', channel, 'not tried before its settings above are mended')];
  const store = await checkStore(config);
  try {
    tellAll(store.findings);
    tellAll(without.includes('telegram') ? notTried('telegram') : await checkTelegram(config, new Date()));
    tellAll(without.includes('zalo') ? notTried('zalo') : await checkZalo(config, store.desk));
  } finally {
    await store.close();
  }
  return isWell;
}
