import { SendError, type Channel, type OutboundMessage, type SendErrorCode } from '../../../src/channels/channel.ts';
import { day } from './people.ts';

/** What becomes of one call: it arrives, or what it throws. `lost` arrives although no answer comes, `vanished` does not. */
export type Fate = 'arrives' | 'lost' | 'vanished' | Exclude<SendErrorCode, 'unknown_outcome'>;

export interface Sent {
  readonly channel: string;
  readonly person: string;
  readonly means: 'words' | 'template' | 'phone';
  /** It arrived. */
  readonly landed: boolean;
  readonly unknown: boolean;
  readonly message: OutboundMessage;
}

/** Two platforms: one with a window and templates, one without; what becomes of each call is told by a script. */
export interface WayChannels {
  readonly zalo: Channel;
  readonly telegram: Channel;
  readonly sent: Sent[];
  /** Person, channel and means → what becomes of the calls one after the other; then all arrive. */
  readonly fates: Map<string, Fate[]>;
}

export function fateKey(person: string, channel: string, means: Sent['means']): string {
  return `${person} ${channel} ${means}`;
}

export function createWayChannels(): WayChannels {
  const sent: Sent[] = [];
  const fates: WayChannels['fates'] = new Map();
  const create = (id: string, more: Partial<Channel>): Channel => ({
    id,
    account: 'bot',
    limits: { textLength: 2_000, options: 5, labelLength: 20 },
    parse: () => [],
    send: async (to, message) => {
      const means = message.template ? (message.template.phone === undefined ? 'template' : 'phone') : 'words';
      const fate = fates.get(fateKey(to.platformId, id, means))?.shift() ?? 'arrives';
      const unknown = fate === 'lost' || fate === 'vanished';
      sent.push({ channel: id, person: to.platformId, means, landed: fate === 'arrives' || fate === 'lost', unknown, message });
      if (fate === 'arrives') return String(sent.length);
      throw toError(fate);
    },
    ...more,
  });
  return {
    zalo: create('zalo', { limits: { textLength: 2_000, options: 5, labelLength: 20, window: 7 * day }, describeTemplate: async () => [] }),
    telegram: create('telegram', {}),
    sent,
    fates,
  };
}

function toError(fate: Exclude<Fate, 'arrives'>): SendError {
  const code = fate === 'lost' || fate === 'vanished' ? 'unknown_outcome' : fate;
  const retryable = ['unknown_outcome', 'unavailable', 'rate_limited', 'out_of_quota'].includes(code);
  return new SendError(`made up: ${code}`, { code, retryable, ...(code === 'rate_limited' ? { retryAfter: 1_000 } : {}), ...(code === 'out_of_quota' ? { retryAfter: 3_600_000 } : {}) });
}
