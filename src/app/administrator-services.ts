import { claimAdministrator, endAdministrator } from '../store/administrators.ts';
import type { Service, ServiceContext, ServiceResult } from './service.ts';

/** What the flow for those who look after the assistant may call. */
export const administratorServices: Readonly<Record<string, Service>> = {
  'alerts.claim': ({ code }, context) => claim(code, context),
  'alerts.stop': async (_input, { transaction, address }) => ({ outcome: (await endAdministrator(transaction, address)) ? 'done' : 'none' }),
};

async function claim(code: unknown, context: ServiceContext): Promise<ServiceResult> {
  const { transaction, sealer, channel, now } = context;
  if (typeof code !== 'string' || code === '') return { outcome: 'failed' };
  const outcome = await claimAdministrator(transaction, sealer, context, code, now);
  // Zalo lets us write for seven days after their last message only.
  return { outcome: outcome === 'done' && channel === 'zalo' ? 'done_on_zalo' : outcome, values: { code: '' } };
}
