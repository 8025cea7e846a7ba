import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig, type Config } from '../config.ts';
import type { Environment } from '../settings.ts';
import { serveZaloConnect } from '../http/zalo-connect/server.ts';
import { zaloConnectPort } from '../open-zalo.ts';
import { checkDataKeys } from '../store/data-keys.ts';
import { migrate } from '../store/migrate.ts';
import { isSet } from './check-settings.ts';
import { explainStore } from './check-store.ts';
import { judgeAccount, judgeTokens } from './check-zalo.ts';
import { findRunning } from './control-client.ts';
import { controlFile } from './control-socket.ts';
import { openOwnStore, type OwnStore } from './own-desk.ts';
import { showFinding } from './report.ts';
import { showStep, walk, type Terminal } from './walk.ts';
import type { ZaloDesk, ZaloLink } from './zalo-desk.ts';
import { consentStep, firstSteps, stepsAfter, stepsBefore } from './zalo-steps.ts';

const needs = ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_SECRET_KEY', 'PUBLIC_URL'] as const;

/** Milliseconds between two looks whether the consent has come. */
const lookEvery = 1_000;

/** Leads through Zalo's console and takes the first tokens. True when it went well. Rejects when `signal` is aborted. */
export async function connectZalo(environment: Environment, terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  const missing = needs.filter((name) => !isSet(environment, name));
  if (missing.length > 0) return beginWithSettings(missing, terminal, signal);
  const read = readConfig(environment);
  if ('faults' in read) return refuse(terminal, ['These settings have to be mended first:', ...read.faults]);
  const { publicUrl = '' } = read.config;
  if (!publicUrl.startsWith('https:')) return refuse(terminal, ['PUBLIC_URL is not https, and Zalo leads back and delivers to https only; set it to the https address of this server']);
  const host = await openHost(read.config, terminal);
  if (!host) return false;
  try {
    return await leadThrough(read.config, host, terminal, signal);
  } finally {
    await host.close();
  }
}

function refuse({ print }: Terminal, lines: readonly string[]): false {
  lines.forEach(print);
  return false;
}

async function beginWithSettings(missing: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<false> {
  terminal.print(`Not set yet: ${missing.join(', ')}`);
  await walk(terminal, firstSteps, 1, signal);
  return refuse(terminal, ['', `Set ${missing.join(', ')} and run this again. PUBLIC_URL is the https address under which the world reaches this server.`]);
}

/** Whoever holds the tokens and serves the pages: the running assistant, or this command. */
interface Host {
  readonly desk: ZaloDesk;
  /** The consent can only arrive while this command runs. */
  readonly servesItself: boolean;
  readonly close: () => Promise<void>;
}

async function openHost(config: Config, terminal: Terminal): Promise<Host | undefined> {
  const running = config.servers ? undefined : await findRunning(controlFile(config.dataDir));
  if (running) {
    terminal.print('The running assistant serves the pages that Zalo leads to.');
    return { desk: running.zalo, servesItself: false, close: async () => undefined };
  }
  const store = await openStore(config, terminal);
  return store && serveFrom(store, config, terminal);
}

async function openStore(config: Config, { print }: Terminal): Promise<OwnStore | undefined> {
  try {
    return await openOwnStore(config);
  } catch (error) {
    print(explainStore(error, config));
    return undefined;
  }
}

async function serveFrom(store: OwnStore, config: Config, terminal: Terminal): Promise<Host | undefined> {
  const { zalo, desk } = store;
  try {
    if (!config.zalo || !zalo || !desk) return undefined;
    await migrate(store.database, new Date());
    // The tokens will be sealed, so the key has to be one that every start asks for.
    await checkDataKeys(store.database, store.sealer);
    const server = await serveZaloConnect(zaloConnectPort(config.zalo, zalo), config);
    if (!server && !config.servers) throw new Error(`Expected port ${config.port} to be free, but another program listens there; stop it, or set PORT to another number`);
    terminal.print(
      server
        ? `No assistant runs here, so this command serves the pages that Zalo leads to, at ${server.url}; ${config.publicUrl} has to lead there.`
        : `Port ${config.port} is taken, by the running assistant as it seems; it serves the pages that Zalo leads to.`,
    );
    const close = async (): Promise<void> => {
      await server?.close();
      await store.close();
    };
    return { desk, servesItself: server !== undefined, close };
  } catch (error) {
    await store.close();
    terminal.print(explainStore(error, config));
    return undefined;
  }
}

async function leadThrough(config: Config, { desk, servesItself }: Host, terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  const { publicUrl = '', zalo } = config;
  const preview = await desk.createLink();
  if (!preview) return refuse(terminal, ['The running assistant has no https PUBLIC_URL; start it again with these settings']);
  const before = [...firstSteps, ...stepsBefore(publicUrl, zalo?.domainVerification, preview)];
  const after = stepsAfter(publicUrl);
  await walk(terminal, before, 1, signal);
  // Made now, so that its hour begins when it is shown.
  const link = (await desk.createLink()) ?? preview;
  showStep(terminal, consentStep(link), before.length + 1);
  if (!terminal.isInteractive) after.forEach((step, index) => showStep(terminal, step, before.length + 2 + index));
  if (!terminal.isInteractive && !servesItself) return true;
  if (!(await waitForConsent(desk, link, terminal, signal))) return false;
  await showAccount(desk, config, terminal);
  if (terminal.isInteractive) await walk(terminal, after, before.length + 2, signal);
  return true;
}

async function waitForConsent(desk: ZaloDesk, link: ZaloLink, { print }: Terminal, signal: AbortSignal): Promise<boolean> {
  print('');
  print('Waiting for the consent (Ctrl-C ends)…');
  while (Date.now() < link.expiresAt) {
    if (await desk.hasConnected(link.state)) return true;
    await sleep(lookEvery, undefined, { signal });
  }
  print('Nobody has consented within the hour. Run this again for a new link.');
  return false;
}

async function showAccount(desk: ZaloDesk, config: Config, { print }: Terminal): Promise<void> {
  print('Connected: the tokens are stored.');
  const status = await desk.status();
  const settings = config.zalo ?? { oaId: undefined, refreshToken: undefined };
  [judgeTokens(status, settings), ...judgeAccount(status, settings)].forEach((found) => print(`  ${showFinding(found)}`));
}
