import { pino, type DestinationStream } from 'pino';

/** Ids and codes of ours, never anything that a person wrote or that names one. */
export interface LogFields {
  readonly [field: string]: unknown;
  /** An error; only its class and code are logged, since texts may quote what people wrote. */
  readonly fault?: unknown;
}

/** The only way to log. `event` is a fixed word, so that no text with personal data can get in. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Logs JSON lines to standard output, or to `destination`. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const logger = destination ? pino({ level }, destination) : pino({ level });
  const at = (write: 'info' | 'warn' | 'error') => (event: string, fields: LogFields = {}) => {
    logger[write]({ ...fields, ...('fault' in fields ? { fault: faultCode(fields.fault) } : {}) }, event);
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** Class, code and the place in our code; never the message, which may quote data. */
function faultCode(fault: unknown): unknown {
  if (!(fault instanceof Error)) return { kind: typeof fault };
  const code = 'code' in fault ? String(fault.code) : undefined;
  // The stack begins with the message, which may have a line that looks like a place.
  const lines = (fault.stack ?? '').split('\n').slice(fault.message.split('\n').length);
  const place = lines.find((line) => line.trimStart().startsWith('at '))?.trim();
  return { kind: fault.name, ...(code ? { code } : {}), ...(place ? { place } : {}) };
}
