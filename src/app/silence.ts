import { SendError, type Channel } from '../channels/channel.ts';

/** Remembers which channels gave no answer last, so that nothing that may have arrived is repeated into the void. */
export interface Silence {
  /** Any answer, even a refusal, shows that the platform hears us. */
  note(channel: Channel, error?: SendError): void;
  /** True while a channel whose last answer got lost does not even answer a question without content. */
  isSilent(channel: Channel): Promise<boolean>;
}

/** A platform that does not answer a question without content in so many milliseconds is still away. */
const probeTimeout = 5_000;

/** What may be repeated only once the channel answers again. */
export const stillSilent = new SendError('the platform has not answered since', { code: 'unknown_outcome', retryable: true });

/** `givingUp` ends a question that is under way. */
export function createSilence(givingUp: AbortSignal): Silence {
  const silent = new Set<string>();
  return {
    note: ({ id }, error) => {
      if (error?.code === 'unknown_outcome') silent.add(id);
      else if (error?.code !== 'unavailable') silent.delete(id);
    },
    isSilent: async (channel) => {
      if (!silent.has(channel.id)) return false;
      const probing = channel.probe?.(AbortSignal.any([AbortSignal.timeout(probeTimeout), givingUp])) ?? Promise.resolve();
      const answered = await probing.then(() => true, isAnswer);
      if (answered) silent.delete(channel.id);
      return !answered;
    },
  };
}

function isAnswer(error: unknown): boolean {
  return error instanceof SendError && !['unavailable', 'unknown_outcome'].includes(error.code);
}
