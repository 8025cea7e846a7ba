/**
 * The vocabulary of a flow: a script as plain data, so that it can be drawn, printed, diffed, rehearsed and stored.
 * `defineFlow` makes a wrong node name a compile error.
 */

/** What a slot can hold. Everything survives JSON unchanged. */
export type Value = string | number | boolean | readonly string[];

/** Answers by slot name, never by position. A slot that is not set is absent. */
export type Slots = Readonly<Record<string, Value>>;

/**
 * What kind of answer a question reads; `understanding/answers` has one parser for each.
 * `none`: only the options count. `any`: whatever was typed (kept as text, at most 200 characters). `link_code`: the
 * eight digits that join two accounts; the message that holds them is never kept.
 */
export type AnswerType = 'none' | 'any' | 'yesno' | 'money' | 'bank' | 'account' | 'link_code' | 'name' | 'note' | PersonalAnswerType;

/**
 * What is asked for an appointment, and what the slot then holds. `date`: "YYYY-MM-DD", "any", "earliest".
 * `time`: "HH:MM", "morning", "noon", "afternoon", "evening", "any", "earliest". `datetime`: "YYYY-MM-DDTHH:MM",
 * "YYYY-MM-DD morning" (and so on), "any", "any morning", "earliest". `phone`: E.164, or "same" for the number that the
 * person writes from. `birth`: "YYYY", "YYYY-MM", "YYYY-MM-DD". `age`: years, or "9m" months, "10d" days.
 * `commune`: the official code. `facility`: the id of a place. `person`: a name and a `birth`, as a list of two.
 */
export type PersonalAnswerType = 'date' | 'time' | 'datetime' | 'phone' | 'birth' | 'age' | 'commune' | 'facility' | 'person';

/** How a slot is read, shown and kept. `sensitive` values are masked in stored messages. */
export interface SlotDefinition {
  readonly type: AnswerType;
  readonly sensitive?: true;
  readonly default?: Value;
}

/** A key in the flow's own text file (`locales/<language>/<flow id>.json`). */
export type TextKey = string;

export type Condition =
  | { readonly slot: string; readonly is: Value }
  | { readonly slot: string; readonly isSet: boolean };

export interface Option<NodeId extends string> {
  /** Stable name of the choice; also what a slot of this question receives. */
  readonly id: string;
  /** Label shown to people, in the flow's texts. */
  readonly label: TextKey;
  /**
   * Slot with the value that this choice stands for: the label can show it, the slot of the question receives it, and the
   * choice is left out while it is empty.
   */
  readonly value?: string;
  readonly to: NodeId;
}

/** Says something and goes on. `picture` names the slot that holds a media id. */
export interface MessageNode<NodeId extends string> {
  readonly kind: 'message';
  readonly text: TextKey;
  readonly picture?: string;
  readonly to: NodeId;
}

/** Asks and waits. Options lead where they say; a typed answer goes into `slot` and leads to `to`. */
export interface QuestionNode<NodeId extends string> {
  readonly kind: 'question';
  readonly text: TextKey;
  /** The same question in other words, for when the first answer was not understood. */
  readonly again?: TextKey;
  readonly answer: AnswerType;
  readonly slot?: string;
  readonly options?: readonly Option<NodeId>[];
  /** Where a typed answer leads; needed unless `answer` is `none`. */
  readonly to?: NodeId;
  /** Progress shown to the reader: step 2 of 4. */
  readonly step?: readonly [number, number];
  /** Nobody answered for so long: go on by ourselves. */
  readonly wait?: { readonly minutes: number; readonly to: NodeId };
  /** Where a photo leads that is sent here; the slot then says how it can be fetched. Without it photos are not looked at. */
  readonly photo?: { readonly slot: string; readonly to: NodeId };
}

/** Asks a service. Each outcome that the service can have leads somewhere; `failed` is always possible. */
export interface CallNode<NodeId extends string> {
  readonly kind: 'call';
  readonly service: string;
  /** Argument name → slot name. */
  readonly input?: Readonly<Record<string, string>>;
  /** Name of a returned value → slot name. */
  readonly output?: Readonly<Record<string, string>>;
  readonly exits: { readonly done: NodeId; readonly failed: NodeId; readonly [outcome: string]: NodeId };
}

export interface BranchNode<NodeId extends string> {
  readonly kind: 'branch';
  readonly cases: readonly { readonly when: Condition; readonly to: NodeId }[];
  readonly otherwise: NodeId;
}

/** Sets slots to fixed values; `null` empties one. */
export interface SetNode<NodeId extends string> {
  readonly kind: 'set';
  readonly slots: Readonly<Record<string, Value | null>>;
  readonly to: NodeId;
}

/** Asks for a message later. `input`: argument name → slot name. */
export interface ReminderNode<NodeId extends string> {
  readonly kind: 'reminder';
  readonly reminder: string;
  readonly input?: Readonly<Record<string, string>>;
  readonly to: NodeId;
}

/** Gives the chat to a person, with a topic that decides who. */
export interface HandoffNode<NodeId extends string> {
  readonly kind: 'handoff';
  readonly topic: string;
  readonly to: NodeId;
}

/** Runs another flow and comes back. `entry`: one of that flow's entries instead of its start. */
export interface SubflowNode<NodeId extends string> {
  readonly kind: 'subflow';
  readonly flow: string;
  readonly entry?: string;
  /** Slot of the subflow → own slot, read when it starts. */
  readonly input?: Readonly<Record<string, string>>;
  /** Slot of the subflow → own slot, written when it ends. */
  readonly output?: Readonly<Record<string, string>>;
  readonly to: NodeId;
}

export interface EndNode {
  readonly kind: 'end';
  /** Last words; left out where the next thing speaks for itself. */
  readonly text?: TextKey;
  readonly picture?: string;
}

export type Node<NodeId extends string = string> =
  | MessageNode<NodeId>
  | QuestionNode<NodeId>
  | CallNode<NodeId>
  | BranchNode<NodeId>
  | SetNode<NodeId>
  | ReminderNode<NodeId>
  | HandoffNode<NodeId>
  | SubflowNode<NodeId>
  | EndNode;

export interface Flow<NodeId extends string = string> {
  /** Also the name of its text files. */
  readonly id: string;
  /** `service`: what residents come for, stands in the menu. `system`: belongs to the assistant itself. */
  readonly kind: 'service' | 'system';
  readonly start: NodeId;
  /** Intent (as in `understanding/intents`) → the node at which it enters. */
  readonly entries?: Readonly<Record<string, NodeId>>;
  /** Topic of the ticket when somebody asks for a person in the middle of this flow. */
  readonly topic: string;
  readonly slots: Readonly<Record<string, SlotDefinition>>;
  /** Slots that hold a value from the start: whoever tells people this flow unasked always gives them. */
  readonly given?: readonly string[];
  readonly nodes: Readonly<Record<NodeId, Node<NodeId>>>;
}

/** Checks at compile time that every exit names a node, and returns the flow unchanged. */
export function defineFlow<const NodeId extends string>(
  flow: Omit<Flow<NodeId>, 'start' | 'entries' | 'nodes'> & {
    readonly start: NoInfer<NodeId>;
    readonly entries?: Readonly<Record<string, NoInfer<NodeId>>>;
    readonly nodes: Readonly<Record<NodeId, Node<NoInfer<NodeId>>>>;
  },
): Flow {
  return flow;
}

/** One version of a flow. The hash covers the literal, not the wording. */
export interface FlowVersion {
  readonly flow: Flow;
  readonly hash: string;
}
