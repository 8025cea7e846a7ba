import type { Flow } from '../core/mod.ts';
import type { Queryable } from './database.ts';

export interface StoredFlowVersion {
  readonly flow: Flow;
  readonly hash: string;
  /** Language → key → text. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Writes the current versions; the texts of a version follow the files for as long as its hash is current. */
export async function saveFlowVersions(database: Queryable, versions: readonly StoredFlowVersion[], now: Date): Promise<void> {
  for (const { flow, hash, texts, facts } of versions) {
    await database.query(
      `insert into causo.flow_version (flow, hash, literal, texts, facts, created_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (flow, hash) do update set texts = $4, facts = $5`,
      [flow.id, hash, JSON.stringify(flow), JSON.stringify(texts), JSON.stringify(facts), now],
    );
  }
}

/** Every version that a running session may still be pinned to. */
export async function loadFlowVersions(database: Queryable): Promise<readonly StoredFlowVersion[]> {
  return database.query<StoredFlowVersion & { readonly [column: string]: unknown }>(
    'select literal as flow, hash, texts, facts from causo.flow_version order by created_at',
  );
}
