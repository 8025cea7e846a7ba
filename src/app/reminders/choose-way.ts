/** How somebody can be reminded. `template` goes to their id, `phone_template` to their number. */
export type Means = 'message' | 'template' | 'phone_template' | 'other_channel';

/** One address of a contact as a reminder sees it. */
export interface Way {
  readonly address: number;
  readonly isBlocked: boolean;
  /** Free words reach it now. */
  readonly isOpen: boolean;
  /** Its channel sends approved templates. */
  readonly takesTemplates: boolean;
}

export interface Situation {
  /** Those whose channel is on; where they wrote last comes first. */
  readonly ways: readonly Way[];
  /** There is an approved template for this kind, and its parameters fit. */
  readonly templates: { readonly user: boolean; readonly phone: boolean };
  /** A number that they gave for this very matter and allowed to be kept. */
  readonly hasPhone: boolean;
  /** What was tried of this reminder already; each is tried once. */
  readonly tried: readonly { readonly means: string; readonly address: number }[];
  /** Nobody is disturbed now. */
  readonly isQuiet: boolean;
  /** Where nothing reaches them somebody shall call. */
  readonly wantsCall: boolean;
}

/** The next step; `stop`: nothing is left. */
export type Choice = { readonly means: Means; readonly address: number } | { readonly means: 'ticket' } | { readonly means: 'stop' };

/** The first way that is open and was not tried; whoever has blocked every chat is left alone. */
export function chooseWay(situation: Situation): Choice {
  const { ways, tried, isQuiet, wantsCall } = situation;
  const wantsNothing = ways.every(({ isBlocked }) => isBlocked);
  const sendings = isQuiet || wantsNothing ? [] : sendingsOf(situation);
  const untried = sendings.find((sending) => !tried.some((each) => isSame(each, sending)));
  return untried ?? { means: wantsCall ? 'ticket' : 'stop' };
}

function sendingsOf({ ways, templates, hasPhone }: Situation): readonly { readonly means: Means; readonly address: number }[] {
  const [preferred, ...others] = ways.filter(({ isBlocked }) => !isBlocked);
  const open = (way: Way | undefined, means: Means) => (way?.isOpen ? [{ means, address: way.address }] : []);
  const byTemplate = (isThere: boolean, means: Means, among: readonly Way[]) =>
    isThere ? among.filter(({ takesTemplates }) => takesTemplates).slice(0, 1).map(({ address }) => ({ means, address })) : [];
  return [
    ...open(preferred, 'message'),
    ...byTemplate(templates.user, 'template', ways.filter(({ isBlocked }) => !isBlocked)),
    // It goes to the number: that they do not want our account in their list says nothing about it.
    ...byTemplate(templates.phone && hasPhone, 'phone_template', ways),
    ...others.flatMap((way) => open(way, 'other_channel')),
  ];
}

/** Words are words, on whichever of the channels; a template goes to the person or their number, not to a chat. */
function isSame(one: Situation['tried'][number], other: Situation['tried'][number]): boolean {
  const isWords = (means: string): boolean => means === 'message' || means === 'other_channel';
  return isWords(one.means) ? isWords(other.means) && one.address === other.address : one.means === other.means;
}
