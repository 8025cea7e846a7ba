import type { Flow } from '../../src/core/mod.ts';

/** Flows that note which ways through them were taken. */
export interface WatchedFlows {
  readonly flows: readonly Flow[];
  /** From now on counts; starting the assistant reads every flow as a whole. */
  watch(): void;
  /** Every exit, as `flow: node > exit`, and every intent that enters a service, as `flow: entries > intent`. */
  all(flow: string): readonly string[];
  missing(flow: string): readonly string[];
}

type Note = (way: string) => void;

/** Copies flows so that reading where an exit or an entry leads is noted. The engine reads it only to go there. */
export function watchExits(flows: readonly Flow[]): WatchedFlows {
  const ways = new Map<string, readonly string[]>();
  const taken = new Set<string>();
  let watching = false;
  const note: Note = (way) => {
    if (watching) taken.add(way);
  };
  const watched = flows.map((flow) => {
    const found: string[] = [];
    const copy = watchFlow(flow, (way) => found.push(way), note);
    ways.set(flow.id, found);
    return copy;
  });
  const all = (flow: string): readonly string[] => ways.get(flow) ?? [];
  return {
    flows: watched,
    watch: () => {
      watching = true;
    },
    all,
    missing: (flow) => all(flow).filter((way) => !taken.has(way)),
  };
}

function watchFlow(flow: Flow, found: Note, note: Note): Flow {
  const nodes = Object.entries(flow.nodes).map(([name, node]) => [name, watchPart(node, `${flow.id}: ${name} >`, found, note)]);
  // Flows of the assistant are entered by commands, which know their way.
  const entries = flow.kind === 'service' && flow.entries && watchAll(flow.entries, `${flow.id}: entries >`, found, note);
  return { ...flow, ...(entries ? { entries } : {}), nodes: Object.fromEntries(nodes) };
}

/** A copy of a node or a part of it in which every exit is watched. */
function watchPart<Part>(part: Part, path: string, found: Note, note: Note): Part {
  if (Array.isArray(part)) {
    return part.map((item, index) => watchPart(item, `${path} ${nameOf(item, index)}`, found, note)) as Part;
  }
  if (typeof part !== 'object' || part === null) return part;
  const copy = Object.entries(part).map(([key, value]) => [key, key === 'exits' ? watchAll(value, path, found, note) : watchPart(value, `${path} ${key}`, found, note)]);
  return watchKeys(Object.fromEntries(copy), ['to', 'otherwise'], path, found, note);
}

function nameOf(item: unknown, index: number): string {
  return typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : String(index);
}

function watchAll<Exits extends object>(exits: Exits, path: string, found: Note, note: Note): Exits {
  return watchKeys({ ...exits }, Object.keys(exits), path, found, note);
}

function watchKeys<Part extends object>(part: Part, keys: readonly string[], path: string, found: Note, note: Note): Part {
  for (const [key, value] of Object.entries(part)) {
    if (!keys.includes(key)) continue;
    const way = `${path} ${key}`;
    found(way);
    Object.defineProperty(part, key, {
      enumerable: true,
      get: () => {
        note(way);
        return value;
      },
    });
  }
  return part;
}
