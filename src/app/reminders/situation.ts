import type { Channel, TemplateMessage } from '../../channels/channel.ts';
import type { Places } from '../../services/clinic/mod.ts';
import type { Queryable } from '../../store/database.ts';
import type { StoredWay } from '../../store/reminder-ways.ts';
import { appointmentPhone } from '../../store/reminder-ways.ts';
import type { Sealer } from '../../store/seal.ts';
import type { StoredTemplate, TemplateMeans } from '../../store/templates.ts';
import { writeTemplateValues, type TemplateFlow } from '../template-values.ts';
import { nextAllowed } from './allowed-time.ts';
import type { Choice, Situation, Way } from './choose-way.ts';
import type { Reminding } from './reminding.ts';
import { trackingOf } from './tracking.ts';

/** What choosing a way looks at besides the rows of the contact. */
export interface WaySettings {
  readonly sealer: Sealer;
  readonly channels: readonly Channel[];
  /** The places as they are now. */
  readonly places: () => Places;
  /** The flow that tells reminders of a kind, as it is now. */
  readonly flowOf: (kind: string) => TemplateFlow | undefined;
  /** Where a reminder of this kind reaches nobody, somebody of this topic shall call; undefined: nobody. */
  readonly callTopic: (kind: string) => string | undefined;
}

/** A reminder that has to find its way. */
export type Told = Omit<Reminding, 'means' | 'template'> & { readonly contact: number };

export interface Surveyed {
  readonly situation: Situation;
  /** The templates with this reminder's values, as they would go out. */
  readonly messages: Readonly<Partial<Record<TemplateMeans, TemplateMessage>>>;
}

/** Looks at everything on which the way of a reminder depends. */
export async function survey(
  transaction: Queryable,
  settings: WaySettings,
  told: Told,
  { ways, templates, tried }: { readonly ways: readonly StoredWay[]; readonly templates: readonly StoredTemplate[]; readonly tried: Situation['tried'] },
  now: Date,
): Promise<Surveyed> {
  const phone = templates.some(({ means }) => means === 'phone') ? await findPhone(transaction, settings.sealer, told) : undefined;
  const messages = fillTemplates(settings, told, templates, phone);
  const situation: Situation = {
    ways: ways.flatMap((way) => toWay(settings.channels, way, now)),
    templates: { user: messages.user !== undefined, phone: messages.phone !== undefined },
    hasPhone: phone !== undefined,
    tried,
    isQuiet: nextAllowed(now, true) > now,
    wantsCall: settings.callTopic(told.kind) !== undefined,
  };
  return { situation, messages };
}

/** A channel that is off leads nowhere. */
function toWay(channels: readonly Channel[], { address, channel: id, account, isBlocked, lastInboundAt }: StoredWay, now: Date): readonly Way[] {
  const channel = channels.find((each) => each.id === id && each.account === account);
  if (!channel) return [];
  const { window } = channel.limits;
  const isOpen = window === undefined || (lastInboundAt !== null && now.getTime() <= lastInboundAt.getTime() + window);
  return [{ address, isBlocked, isOpen, takesTemplates: channel.describeTemplate !== undefined }];
}

/** Only a number that was given for the very appointment. */
async function findPhone(transaction: Queryable, sealer: Sealer, { values, contact }: Told): Promise<string | undefined> {
  const { request } = values;
  if (typeof request !== 'string' || !/^\d{1,15}$/.test(request)) return undefined;
  const phone = await appointmentPhone(transaction, sealer, Number(request), contact);
  return phone !== undefined && /^\+84\d{9,10}$/.test(phone) ? phone : undefined;
}

function fillTemplates({ flowOf, places }: WaySettings, told: Told, templates: readonly StoredTemplate[], phone: string | undefined): Surveyed['messages'] {
  const flow = flowOf(told.kind);
  const values = flow && templates.length > 0 ? writeTemplateValues(flow, told.values, places()) : {};
  const filled = templates.flatMap((template) => {
    const message = fill(template, values, told);
    if (!message || (template.means === 'phone' && phone === undefined)) return [];
    return [[template.means, template.means === 'phone' && phone !== undefined ? { ...message, phone } : message] as const];
  });
  return Object.fromEntries(filled);
}

/** Nothing for a template that lacks a value, or whose value is too long for Zalo, which would refuse it as a whole. */
function fill({ template, parameters }: StoredTemplate, values: Readonly<Record<string, string>>, { reminder, version }: Told): TemplateMessage | undefined {
  const filled = parameters.map(({ name, value, longest = 200 }) => ({ name, text: values[value] ?? '', longest }));
  if (filled.some(({ text, longest }) => text === '' || [...text].length > longest)) return undefined;
  return { id: template, parameters: Object.fromEntries(filled.map(({ name, text }) => [name, text])), tracking: trackingOf({ reminder, version }) };
}

/** A reminder on the way that was chosen for it. */
export function toReminding({ contact: _contact, ...told }: Told, { means }: Extract<Choice, { address: number }>, messages: Surveyed['messages']): Reminding {
  const template = means === 'template' ? messages.user : means === 'phone_template' ? messages.phone : undefined;
  return { ...told, means, ...(template ? { template } : {}) };
}

