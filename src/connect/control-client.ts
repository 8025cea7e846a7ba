import { request } from 'node:http';
import { z } from 'zod';
import { listedAppointmentShape, staffAnswerShape, type AppointmentDesk } from '../store/appointment-desk.ts';
import { facilityShape } from '../store/facility.ts';
import type { FacilityDesk } from '../store/facility-desk.ts';
import type { Rekey, RekeyBegin, RekeyEnd } from '../store/rekey.ts';
import type { Portion } from '../store/seal-anew.ts';
import type { AdministratorDesk } from './administrator-desk.ts';
import type { ListedTemplate, TemplateDesk, TemplateFinding } from './template-desk.ts';
import type { ZaloDesk, ZaloLink, ZaloStatus } from './zalo-desk.ts';

/** The running assistant as a command sees it. */
export interface RunningAssistant {
  health(): Promise<{ readonly database: boolean; readonly queue: boolean }>;
  readonly administrators: AdministratorDesk;
  /** Makes a backup, however long that takes, and resolves with the path of its file. */
  backUp(): Promise<string>;
  readonly rekey: Rekey;
  readonly appointments: AppointmentDesk;
  readonly facilities: FacilityDesk;
  readonly templates: TemplateDesk;
  /** Rejects with a clear line when Zalo is off there. */
  readonly zalo: ZaloDesk;
}

/** Milliseconds; longer than the assistant waits for Zalo. */
const patience = 15_000;
/** A day: the assistant is at it, or its end is noticed at once. */
const endlessPatience = 86_400_000;
/** All facilities that a table may hold come to less. */
const longestAnswer = 10_000_000;

const health = z.object({ database: z.boolean(), queue: z.boolean() });
const backup = z.object({ file: z.string() });
const status: z.ZodType<ZaloStatus> = z.object({
  health: z.object({
    state: z.enum(['ok', 'overdue', 'ends_soon', 'refused', 'missing']),
    refreshDaysLeft: z.number(),
    accessHoursLeft: z.number(),
  }),
  account: z.object({ oaId: z.string(), name: z.string(), packageName: z.string(), isVerified: z.boolean() }).optional(),
  fault: z
    .object({
      code: z.enum(['blocked', 'gone', 'rate_limited', 'out_of_quota', 'refused', 'misconfigured', 'unavailable', 'unknown_outcome', 'window_closed']),
      text: z.string(),
    })
    .optional(),
}).transform(({ health: found, account, fault }) => ({ health: found, account, fault }));
const link: z.ZodType<ZaloLink> = z.object({ url: z.string(), state: z.string(), expiresAt: z.number(), callbackUrl: z.string(), codeChallenge: z.string() });
const begin: z.ZodType<RekeyBegin> = z.object({ key: z.string(), others: z.number() });
const portion: z.ZodType<Portion> = z
  .object({ rows: z.number(), sealed: z.number(), busy: z.number(), unreadable: z.number(), last: z.string().optional() })
  .transform(({ last, ...counts }) => ({ ...counts, last }));
const end: z.ZodType<RekeyEnd> = z.object({
  removed: z.array(z.string()),
  needed: z.array(z.object({ key: z.string(), values: z.number() })),
  others: z.number(),
});
const code = z.object({ code: z.string(), expiresAt: z.number() });
const chats = z.array(z.object({ id: z.number(), channel: z.string(), since: z.number() }));
const removed = z.object({ removed: z.boolean() });
const appointments = z.array(listedAppointmentShape);
const facilities = z.array(facilityShape.extend({ version: z.number() }));
const savedRows = z.object({ stale: z.array(z.string()), told: z.number() });
const findings: z.ZodType<readonly TemplateFinding[]> = z.array(z.object({ verdict: z.enum(['ok', 'care', 'wrong']), text: z.string() }));
const listed: z.ZodType<readonly ListedTemplate[]> = z.array(
  z
    .object({
      kind: z.string(),
      means: z.enum(['user', 'phone']),
      template: z.string(),
      parameters: z.array(z.object({ name: z.string(), value: z.string(), longest: z.number().optional() }).transform(({ longest, ...rest }) => ({ ...rest, longest }))),
      checkedAt: z.number().optional(),
    })
    .transform(({ checkedAt, ...rest }) => ({ ...rest, checkedAt })),
);
const connected = z.object({ connected: z.boolean() });

/** Undefined when no assistant listens at this socket file. */
export async function findRunning(file: string): Promise<RunningAssistant | undefined> {
  const running = connectTo(file);
  try {
    await running.health();
    return running;
  } catch (error) {
    if (isNobody(error)) return undefined;
    throw error;
  }
}

function connectTo(file: string): RunningAssistant {
  const ask = async <T>(method: string, path: string, shape: z.ZodType<T>, milliseconds = patience, body?: unknown): Promise<T> => {
    const { code, text } = await call(file, method, path, milliseconds, body);
    if (code === 404) throw new Error(path.startsWith('/zalo') ? 'The running assistant has Zalo off; start it again with the settings of Zalo' : 'The running assistant is of another version; start it again');
    if (code === 204) return shape.parse(undefined);
    if (code !== 200) throw new Error(`The running assistant could not answer (${code}); look into its log`);
    return shape.parse(JSON.parse(text));
  };
  return {
    health: () => ask('GET', '/health', health),
    administrators: {
      createCode: () => ask('POST', '/administrators/code', code),
      list: () => ask('GET', '/administrators', chats),
      remove: async (id) => (await ask('DELETE', `/administrators/${id}`, removed)).removed,
    },
    backUp: async () => (await ask('POST', '/backup', backup, endlessPatience)).file,
    rekey: {
      begin: () => ask('POST', '/rekey/begin', begin),
      sealNext: (column, after) => {
        const place = new URLSearchParams({ column, ...(after === undefined ? {} : { after }) });
        return ask('POST', `/rekey/next?${place.toString()}`, portion, endlessPatience);
      },
      end: () => ask('POST', '/rekey/end', end, endlessPatience),
    },
    appointments: {
      list: (filter) => ask('POST', '/appointments/list', appointments, patience, filter),
      change: (order) => ask('POST', '/appointments/change', staffAnswerShape, patience, order),
    },
    facilities: {
      list: () => ask('GET', '/facilities', facilities),
      save: (rows) => ask('PUT', '/facilities', savedRows, endlessPatience, rows),
    },
    templates: {
      list: () => ask('GET', '/templates', listed),
      set: (wish) => ask('POST', `/templates?${new URLSearchParams({ wish: JSON.stringify(wish) }).toString()}`, findings),
      remove: async (kind) => (await ask('DELETE', `/templates/${encodeURIComponent(kind)}`, z.object({ removed: z.number() }))).removed,
      check: () => ask('POST', '/templates/check', findings, endlessPatience),
    },
    zalo: {
      status: () => ask('GET', '/zalo', status),
      createLink: () => ask('POST', '/zalo/link', link.optional()),
      hasConnected: async (state) => (await ask('GET', `/zalo/connected?state=${encodeURIComponent(state)}`, connected)).connected,
    },
  };
}

function call(file: string, method: string, path: string, milliseconds: number, body: unknown): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const asking = request({ socketPath: file, method, path, headers, signal: AbortSignal.timeout(milliseconds), agent: false });
    asking.once('error', reject);
    asking.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > longestAnswer) asking.destroy(new Error('The answer of the running assistant was too long'));
      });
      response.once('end', () => resolve({ code: response.statusCode ?? 0, text }));
      response.once('error', reject);
    });
    asking.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** No file, one that a killed process left behind, or a path too long for a socket. */
const nobody: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'ECONNREFUSED', 'EINVAL', 'ENAMETOOLONG'];

function isNobody(error: unknown): boolean {
  return error instanceof Error && 'code' in error && nobody.includes(error.code);
}
