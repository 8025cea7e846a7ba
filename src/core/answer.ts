import { ask, openNode, prompt, show, valueOf } from './ask.ts';
import type { Event } from './event.ts';
import type { Value } from './flow.ts';
import { outdated, showOrMenu } from './in-between.ts';
import { emit, fill, replaceTop, systemFlows, systemText, topFrame, withLead, without, withSession, type Machine } from './machine.ts';
import { enter, goTo, run } from './run.ts';
import type { Entry, Prompt } from './session.ts';
import { requestPerson } from './ticket.ts';

/** Follows an option of the open question; one of an earlier question is answered with the present one. */
export function chooseOption(machine: Machine, question: number, option: string, confirm: boolean): Machine {
  const { open } = machine.session;
  if (!open || open.number !== question || !open.options.includes(option)) return outdated(machine, 'tap');
  const read = withSession(machine, { misread: 0 });
  if (open.prompt) return answerPrompt(read, open.prompt, option);
  return confirm ? prompt(read, { kind: 'confirm_option', option }) : takeOption(read, option);
}

/** Follows an option of the flow's question; one that stands for a value, or that is all one can answer, goes into its slot. */
function takeOption(machine: Machine, option: string): Machine {
  const asked = openNode(machine);
  const chosen = asked?.node.options?.find(({ id }) => id === option);
  if (!asked || !chosen) return ask(machine);
  const { slot, answer: reads } = asked.node;
  const value = valueOf(asked, chosen)?.value ?? (reads === 'none' ? option : undefined);
  const frame = slot !== undefined && value !== undefined ? fill(asked.frame, { [slot]: value }) : asked.frame;
  return run(goTo(replaceTop(without(machine, 'open'), frame), chosen.to));
}

function answerPrompt(machine: Machine, asked: Prompt, option: string): Machine {
  if (option === 'person') return requestPerson(machine);
  const quiet = without(machine, 'open');
  // A prompt may lie over nothing; then there is no question to go back to.
  const declined = topFrame(quiet.session) ? ask(quiet, { again: true }) : enter(quiet, { flow: systemFlows.menu });
  switch (asked.kind) {
    case 'confirm_value':
      return option === 'yes' ? accept(quiet, asked.value) : declined;
    case 'choose_value': {
      const chosen = asked.values.find((_, index) => option === `value_${index}`);
      return chosen === undefined ? declined : accept(quiet, chosen);
    }
    case 'confirm_option':
      return option === 'yes' ? takeOption(quiet, asked.option) : declined;
    case 'offer_flow':
      return option === 'switch' ? enter(quiet, asked.entry) : declined;
    case 'offer_person':
      return declined;
    case 'guess': {
      const guessed = asked.entries[Number(option.slice('guess_'.length))];
      return guessed ? enter(quiet, guessed) : declined;
    }
  }
}

/** Takes a typed answer, after asking whether it was meant so where it could be read otherwise. */
export function answer(machine: Machine, value: Value, confirm: boolean): Machine {
  const read = withSession(machine, { misread: 0 });
  if (!openNode(read)?.node.to) return misread(machine, []);
  return confirm ? prompt(read, { kind: 'confirm_value', value }) : accept(without(read, 'open'), value);
}

/** Nothing is put into the slot before the person has chosen. */
export function chooseAmong(machine: Machine, values: readonly Value[]): Machine {
  const read = withSession(machine, { misread: 0 });
  if (!openNode(read)?.node.to || values.length === 0) return misread(machine, []);
  return prompt(read, { kind: 'choose_value', values });
}

/** Puts a typed answer into the slot of the question and goes on. */
function accept(machine: Machine, value: Value): Machine {
  const asked = openNode(machine);
  if (!asked?.node.to) return machine;
  const frame = asked.node.slot ? fill(asked.frame, { [asked.node.slot]: value }) : asked.frame;
  return run(goTo(replaceTop(machine, frame), asked.node.to));
}

/** First time: other words. Second: a person is offered. Then in turn, so that no text comes twice in a row. */
export function misread(machine: Machine, guesses: readonly Entry[]): Machine {
  const count = machine.session.misread + 1;
  const frame = topFrame(machine.session);
  const where = { flow: frame?.flow ?? '', node: frame?.node ?? '' };
  const counted = emit(withSession(machine, { misread: count }), { type: 'record', what: 'not_understood', ...where });
  if (count % 2 === 0) return prompt(counted, { kind: 'offer_person' });
  if (!frame && guesses.length > 0) return prompt(counted, { kind: 'guess', entries: guesses.slice(0, 3) });
  const lead = count === 1 ? 'lead.not_understood' : 'lead.not_understood_again';
  if (!frame) return withLead(enter(counted, { flow: systemFlows.menu }), lead);
  const { open } = counted.session;
  if (open?.prompt?.kind === 'offer_person') return ask(counted, { lead: systemText(lead) });
  return show(counted, { lead: systemText(lead), again: count === 1 });
}

/** A photo is looked at where the question has a use for it, whatever lies over that question. */
export function receiveMedia(machine: Machine, { media, photo }: Extract<Event, { type: 'media_received' }>): Machine {
  const asked = openNode(machine);
  const exit = asked?.node.photo;
  if (photo === undefined || !asked || !exit) return showOrMenu(machine, `lead.media_${media}`);
  const read = withSession(without(machine, 'open'), { misread: 0 });
  return run(goTo(replaceTop(read, fill(asked.frame, { [exit.slot]: photo })), exit.to));
}
