import type { Queryable } from '../../store/database.ts';
import { addSteps } from '../../store/reminder-steps.ts';
import { waysOf, type StoredWay } from '../../store/reminder-ways.ts';
import { listTemplates, type StoredTemplate } from '../../store/templates.ts';
import { askToCall, giveUp } from './ask-to-call.ts';
import { chooseWay, type Choice } from './choose-way.ts';
import type { Reminding } from './reminding.ts';
import { survey, toReminding, type Surveyed, type Told, type WaySettings } from './situation.ts';

/** How a reminder goes out first; without an address nothing of ours reaches them, and what was left to do is done. */
export interface Route {
  readonly means: Choice['means'];
  readonly to?: { readonly reminding: Reminding; readonly address: number; readonly channel: string };
}

/** Finds the first way of each reminder and notes it, in a few statements however many they are. By the id of the reminder. */
export async function findRoutes(transaction: Queryable, settings: WaySettings, told: readonly Told[], now: Date): Promise<ReadonlyMap<number, Route>> {
  if (told.length === 0) return new Map();
  const stored = await waysOf(transaction, told.map(({ contact }) => contact));
  const templates = await listTemplates(transaction);
  const routes = new Map<number, Route>();
  for (const each of told) {
    const ways = stored.filter(({ contact }) => contact === each.contact);
    routes.set(each.reminder, await findRoute(transaction, settings, each, ways, templates, now));
  }
  await addSteps(transaction, [...routes.values()].flatMap(({ to }) => (to ? [{ ...to.reminding, address: to.address }] : [])), now);
  return routes;
}

async function findRoute(transaction: Queryable, settings: WaySettings, told: Told, ways: readonly StoredWay[], all: readonly StoredTemplate[], now: Date): Promise<Route> {
  const { choice, messages } = await choose(transaction, settings, told, ways, all.filter(({ kind }) => kind === told.kind), now);
  const way = 'address' in choice ? ways.find(({ address }) => address === choice.address) : undefined;
  if ('address' in choice && way) return { means: choice.means, to: { reminding: toReminding(told, choice, messages), address: way.address, channel: way.channel } };
  const [last] = ways;
  const topic = settings.callTopic(told.kind);
  if (choice.means === 'ticket' && last && topic !== undefined) await askToCall(transaction, settings.sealer, told, { topic, address: last.address }, now);
  else await giveUp(transaction, told, now);
  return { means: choice.means };
}

/** Most go out as words, for which no template has to be filled and no number looked up. */
async function choose(
  transaction: Queryable,
  settings: WaySettings,
  told: Told,
  ways: readonly StoredWay[],
  templates: readonly StoredTemplate[],
  now: Date,
): Promise<{ readonly choice: Choice; readonly messages: Surveyed['messages'] }> {
  const bare = await survey(transaction, settings, told, { ways, templates: [], tried: [] }, now);
  const first = chooseWay(bare.situation);
  if (first.means === 'message' || templates.length === 0) return { choice: first, messages: {} };
  const { situation, messages } = await survey(transaction, settings, told, { ways, templates, tried: [] }, now);
  return { choice: chooseWay(situation), messages };
}
