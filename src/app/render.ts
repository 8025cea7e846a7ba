import type { OutboundOption } from '../channels/channel.ts';
import type { Effect, Language, Profile, ShownOption, ShownValue, Text, Value, Wording } from '../core/mod.ts';
import type { Places } from '../services/clinic/mod.ts';
import { pronounsFor } from './pronouns.ts';
import type { Texts } from './texts.ts';
import { writeChoice, writeValue } from './values.ts';

/** A message as it is stored and later sent. */
export interface RenderedMessage {
  readonly text: string;
  readonly options: readonly OutboundOption[];
  /** Media id of a picture, and what it shows. */
  readonly picture?: { readonly id: number; readonly description: string };
  /** Parts of the text and of the labels that only this step needs; masked once it is over. */
  readonly secrets?: readonly string[];
  /** Offers the channel's own way of giving it, where there is one. */
  readonly asks?: 'phone';
}

/** Language → fact id → value. */
export type Facts = Readonly<Record<Language, Readonly<Record<string, string>>>>;

export interface RenderContext {
  readonly texts: Texts;
  readonly facts: Facts;
  readonly places: () => Places;
  readonly session: number;
}

type Shown = Extract<Effect, { type: 'say' | 'ask' }>;

/** Words an effect as the message that the person reads. */
export function render(effect: Shown, context: RenderContext): RenderedMessage {
  const text = effect.type === 'ask' ? askText(effect, context) : write(effect.wording, effect.profile, context);
  const options = effect.type === 'ask' ? askOptions(effect, context) : closingOptions(effect, context);
  const shown = [text, ...options.map(({ label }) => label)];
  const secrets = secretsOf(effect, context).filter((secret) => shown.some((part) => part.includes(secret)));
  return {
    text,
    options,
    ...(effect.type === 'say' && effect.picture ? { picture: { id: Number(effect.picture), description: text } } : {}),
    ...(secrets.length > 0 ? { secrets } : {}),
    ...(effect.type === 'ask' && effect.answer === 'phone' ? { asks: 'phone' } : {}),
  };
}

function askText(effect: Extract<Shown, { type: 'ask' }>, context: RenderContext): string {
  const { lead, step, profile } = effect;
  const before = lead ? [writePlain(lead, profile, context)] : [];
  const progress = step ? [writePlain(systemKey('step'), profile, context, { step: step[0], steps: step[1] })] : [];
  return [...before, [...progress, write(effect.wording, profile, context)].join(' ')].join('\n');
}

function systemKey(key: string): Text {
  return { flow: 'system', key };
}

function writePlain(text: Text, profile: Profile, context: RenderContext, slots: Readonly<Record<string, Value>> = {}): string {
  return write({ text, slots, definitions: {} }, profile, context);
}

function write(wording: Wording, profile: Profile, context: RenderContext): string {
  const named = Object.entries(wording.texts ?? {}).map(([name, text]) => [name, writePlain(text, profile, context)]);
  return context.texts.write(wording.text, profile.language, {
    ...writtenSlots(wording, profile, context),
    ...Object.fromEntries(named),
    ...pronounsFor(profile),
    fact: context.facts[profile.language],
  });
}

function writtenSlots({ slots, definitions }: Wording, profile: Profile, { places }: RenderContext): Readonly<Record<string, string>> {
  const pairs = Object.entries(slots).map(([name, value]) => [name, writeValue(value, definitions[name]?.type, profile.language, places())]);
  return Object.fromEntries(pairs);
}

function secretsOf(effect: Shown, context: RenderContext): readonly string[] {
  const { slots, definitions } = effect.wording;
  const { profile } = effect;
  const inText = Object.entries(slots).flatMap(([name, value]) =>
    // An emptied one would be found between all letters.
    definitions[name]?.sensitive && value !== '' ? [writeValue(value, definitions[name].type, profile.language, context.places())] : [],
  );
  const onButtons = effect.type === 'ask' ? effect.options.flatMap(({ value }) => (value?.sensitive ? [writeShown(value, profile, context)] : [])) : [];
  return [...new Set([...inText, ...onButtons])];
}

function writeShown({ value, type }: ShownValue, { language }: Profile, { places }: RenderContext): string {
  return writeChoice(value, type, language, places());
}

function askOptions(effect: Extract<Shown, { type: 'ask' }>, context: RenderContext): readonly OutboundOption[] {
  const prefix = `#${context.session}.${effect.question}`;
  const answers = effect.options.map((option, index): OutboundOption => ({
    label: `${index + 1}. ${writeLabel(option, effect.profile, context)}`,
    payload: `${prefix}.${index + 1}`,
    role: 'answer',
  }));
  const navigation = (id: string, number = ''): OutboundOption => ({
    label: number + writePlain(systemKey(`option.${id}`), effect.profile, context),
    payload: `${prefix}.${id}`,
    role: 'navigation',
  });
  return [
    ...answers,
    ...(effect.canGoBack ? [navigation('back', '0. ')] : []),
    ...(offersPerson(effect.options) ? [] : [navigation('person')]),
  ];
}

function writeLabel({ label, value }: ShownOption, profile: Profile, context: RenderContext): string {
  return writePlain(label, profile, context, value ? { [value.gap]: writeShown(value, profile, context) } : {});
}

function offersPerson(options: readonly ShownOption[]): boolean {
  return options.some(({ id }) => id === 'person');
}

function closingOptions(effect: Extract<Shown, { type: 'say' }>, context: RenderContext): readonly OutboundOption[] {
  if (!effect.closing) return [];
  return [{ label: writePlain(systemKey('option.menu'), effect.profile, context), payload: '#menu', role: 'navigation' }];
}

/** The same message with its sensitive numbers masked but for the last three signs. */
export function maskRendered(message: RenderedMessage): RenderedMessage {
  const { secrets = [], picture, options, ...rest } = message;
  const cover = (text: string): string => secrets.reduce((masked, secret) => masked.replaceAll(secret, () => `•••${secret.replace(/\s/g, '').slice(-3)}`), text);
  const shown = picture ? { picture: { ...picture, description: cover(picture.description) } } : {};
  return { ...rest, ...shown, text: cover(message.text), options: options.map((option) => ({ ...option, label: cover(option.label) })) };
}
