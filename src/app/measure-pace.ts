import type { Pace, PaceRequest } from '../queue/pace.ts';
import type { Metrics } from './metrics.ts';

/** The same pace, with how long each message waits for its slot in the metrics. */
export function measurePace(pace: Pace, metrics: Pick<Metrics, 'paced'>): Pace {
  return {
    ...pace,
    take: async (request, signal) => {
      const since = performance.now();
      await pace.take(request, signal);
      // An account is named after its channel.
      const [channel = ''] = request.account.split(':');
      metrics.paced(channel, request.priority, performance.now() - since, perSecond(request.limits));
    },
  };
}

function perSecond({ messagesPerSecond, callsPerMinute }: PaceRequest['limits']): number | undefined {
  return messagesPerSecond ?? (callsPerMinute === undefined ? undefined : callsPerMinute / 60);
}
