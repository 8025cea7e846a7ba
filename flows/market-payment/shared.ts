/** What is offered where the assistant cannot help any further. */
export const personOrLater = [
  { id: 'person', label: 'offer.person', to: 'ask_person' },
  { id: 'later', label: 'offer.later', to: 'later' },
] as const;

/** Where a photo is sent, it is taken for one of the seller's code. */
export const lookAtPhoto = { slot: 'photo', to: 'qr_look' } as const;
