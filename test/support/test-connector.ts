import type { AppointmentConnector, OutsideAnswer, OutsideRequest } from '../../src/services/appointments/mod.ts';

/** What goes wrong with one call: nothing; it never arrives; or its answer is lost. */
export type ConnectorFault = 'none' | 'not_arrived' | 'answer_lost';

/** A hospital's system that times out and loses answers as told. Unlike what is promised, it books a second time when it is asked a second time. */
export interface TestConnector extends AppointmentConnector {
  /** Every booking that it has made, ended ones too. */
  readonly booked: readonly string[];
  readonly ended: readonly string[];
  readonly calls: readonly string[];
}

export function createTestConnector(faults: readonly ConnectorFault[], answer: OutsideAnswer = { state: 'confirmed' }): TestConnector {
  const booked: string[] = [];
  const ended: string[] = [];
  const calls: string[] = [];
  const left = [...faults];
  const under = async <T>(name: string, work: () => T): Promise<T> => {
    calls.push(name);
    const fault = left.shift() ?? 'none';
    if (fault === 'not_arrived') throw new Error('timed out');
    const done = work();
    if (fault === 'answer_lost') throw new Error('timed out');
    return done;
  };
  return {
    booked,
    ended,
    calls,
    request: ({ key }: OutsideRequest) =>
      under('request', () => {
        if (answer.state === 'confirmed' || answer.state === 'received') booked.push(key);
        return answer;
      }),
    cancel: (key) =>
      under('cancel', () => {
        ended.push(key);
      }),
    find: (key) => under('find', () => (booked.includes(key) ? answer : undefined)),
  };
}
