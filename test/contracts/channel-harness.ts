import type { AddressKey, Channel } from '../../src/channels/channel.ts';

/** One thing a person has in front of them. */
export interface ShownMessage {
  /** The platform's id of it, as `send` returns it. */
  readonly id: string;
  readonly text: string;
  /** Labels of what can be tapped. */
  readonly options: readonly string[];
  readonly picture?: Uint8Array;
}

/**
 * What can go wrong on a platform. `lost_answer`: the message was taken, the answer never came. `silent`: no answer at
 * all. `refused`: our message is at fault.
 */
export type Trouble = 'rate_limited' | 'blocked' | 'unavailable' | 'unreachable' | 'lost_answer' | 'silent' | 'refused';

/** One channel in front of its strict fake platform, over real HTTP. Made new for every test. */
export interface ChannelHarness {
  readonly channel: Channel;
  /** A person who can be written to; a new one each time. */
  newAddress(): Promise<AddressKey>;
  shownTo(address: AddressKey): Promise<readonly ShownMessage[]>;
  /** The raw payload as it reached us when this person typed or tapped. */
  personTypes(address: AddressKey, text: string): Promise<unknown>;
  personTaps(address: AddressKey, label: string): Promise<unknown>;
  /** From now on sending to this address goes wrong; `rate_limited` names a wait of 7 seconds. */
  trouble(address: AddressKey, trouble: Trouble): Promise<void>;
  /** Resolves once a send to this address has reached the platform. */
  called(address: AddressKey): Promise<void>;
  close(): Promise<void>;
}

/** What a channel can do; tests for the rest are not made. */
export interface ChannelAbilities {
  /** Troubles its platform can have. */
  readonly troubles: readonly Trouble[];
  readonly taps: boolean;
  readonly pictures: boolean;
}
