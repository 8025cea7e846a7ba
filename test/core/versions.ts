import { compareVersions, newSession, variableNames, type Change, type Flow, type Flows, type FlowVersion, type Session } from '../../src/core/mod.ts';

/** Somebody who has agreed at the welcome and stands nowhere. */
export const known: Session = { ...newSession, profile: { ...newSession.profile, consent: 'granted' } };

/** All flows of one program, with the texts of all of them by key. */
export interface Program {
  /** In the order of the alphabet the programs were written. */
  readonly name: string;
  readonly flows: readonly Flow[];
  readonly texts?: Readonly<Record<string, string>>;
}

/**
 * Flows as a running program sees them when the `older` ones had run before it; the `newer` ones it has learnt of since.
 * A version is called after the first program that had it, so that a flow that did not change keeps its hash.
 */
export function flowsIn(current: Program, { older = [], newer = [] }: { readonly older?: readonly Program[]; readonly newer?: readonly Program[] } = {}): Flows {
  const names = new Map<string, string>();
  const literal = (flow: Flow): string => JSON.stringify(flow);
  for (const { name, flows } of [...older, current, ...newer].toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    for (const flow of flows) if (!names.has(literal(flow))) names.set(literal(flow), name);
  }
  const versionsOf = (programs: readonly Program[]) =>
    programs.flatMap(({ flows }) => flows.map((flow) => ({ flow, hash: names.get(literal(flow)) ?? '' })));
  const keyed = (programs: readonly Program[]) => new Map(versionsOf(programs).map(({ flow, hash }) => [`${flow.id}@${hash}`, flow]));
  const all = keyed([...older, current, ...newer]);
  const gaps = Object.fromEntries(Object.entries(current.texts ?? {}).map(([key, text]) => [key, variableNames(text)]));
  const now = new Map(versionsOf([current]).map((version): [string, FlowVersion] => [version.flow.id, version]));
  const changes = new Map(
    versionsOf(older).flatMap(({ flow, hash }): readonly (readonly [string, Change])[] => {
      const next = now.get(flow.id);
      return next && next.hash !== hash ? [[`${flow.id}@${hash}`, compareVersions(flow, { next, gaps, find: (id) => now.get(id)?.flow })]] : [];
    }),
  );
  return {
    find: (id, hash) => all.get(`${id}@${hash}`),
    current: (id) => now.get(id),
    change: (id, hash) => changes.get(`${id}@${hash}`),
  };
}
