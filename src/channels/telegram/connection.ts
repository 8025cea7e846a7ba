import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import https from 'node:https';

/** One call on its way. */
export interface Attempt {
  /** True while a new connection is being made, that is: as long as nothing can have been sent. */
  connecting: boolean;
}

const attempts = new AsyncLocalStorage<Attempt>();

/** Runs a call so that `attempt` tells afterwards whether it ever got through to the other side. */
export function watchAttempt<T>(attempt: Attempt, call: () => Promise<T>): Promise<T> {
  return attempts.run(attempt, call);
}

/**
 * An agent with kept connections that reports to `watchAttempt`. A blocked network usually swallows packets, and a
 * time-out before the connection stood must not look like a message that may have been sent.
 */
export function createAgent(apiRoot: string): http.Agent {
  const secure = apiRoot.startsWith('https:');
  const options = { keepAlive: true, keepAliveMsecs: 10_000 };
  const agent = secure ? new https.Agent(options) : new http.Agent(options);
  const open = agent.createConnection.bind(agent);
  agent.createConnection = (target, callback) => {
    const attempt = attempts.getStore();
    const socket = open(target, callback);
    if (attempt === undefined || !socket) return socket;
    attempt.connecting = true;
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      attempt.connecting = false;
    });
    return socket;
  };
  return agent;
}
