import type { Queryable } from './database.ts';

/** To the id of the person, or to a phone number. */
export type TemplateMeans = 'user' | 'phone';

export interface TemplateSlot {
  /** As the template calls it. */
  readonly name: string;
  /** Which value of the reminder stands there. */
  readonly value: string;
  /** Characters that the platform takes; undefined while it has not been asked. */
  readonly longest: number | undefined;
}

/** The approved template of a kind of reminder, by one of the two means. */
export interface StoredTemplate {
  readonly kind: string;
  readonly means: TemplateMeans;
  readonly template: string;
  readonly parameters: readonly TemplateSlot[];
  /** When the platform last confirmed it; null: never. */
  readonly checkedAt: Date | null;
}

const columns = 'kind, means, template_id as template, parameters, checked_at as "checkedAt"';

/** All templates, by kind. */
export async function listTemplates(database: Queryable): Promise<readonly StoredTemplate[]> {
  return database.query<StoredTemplate & { readonly [column: string]: unknown }>(`select ${columns} from causo.template order by kind, means desc`);
}

/** Those of one kind. */
export async function templatesOf(database: Queryable, kind: string): Promise<readonly StoredTemplate[]> {
  return database.query<StoredTemplate & { readonly [column: string]: unknown }>(`select ${columns} from causo.template where kind = $1`, [kind], 'templates_of');
}

/** Puts a template in the place of whatever the kind had by this means. */
export async function setTemplate(database: Queryable, { kind, means, template, parameters, checkedAt }: StoredTemplate): Promise<void> {
  await database.query(
    `insert into causo.template (kind, means, template_id, parameters, checked_at) values ($1, $2, $3, $4::jsonb, $5)
     on conflict (kind, means) do update set template_id = $3, parameters = $4::jsonb, checked_at = $5`,
    [kind, means, template, JSON.stringify(parameters), checkedAt],
  );
}

/** Removes all templates of a kind but those by `kept`. Returns how many went. */
export async function removeTemplates(database: Queryable, kind: string, kept: readonly TemplateMeans[] = []): Promise<number> {
  const rows = await database.query('delete from causo.template where kind = $1 and means <> all($2::text[]) returning kind', [kind, kept]);
  return rows.length;
}
