/** What is offered where the assistant cannot help any further. */
export const personOrLater = [
  { id: 'person', label: 'offer.person', to: 'ask_person' },
  { id: 'later', label: 'offer.later', to: 'later' },
] as const;

/** The same where another place may help. */
export const otherPlace = [{ id: 'place', label: 'offer.place', to: 'forget_place' }, ...personOrLater] as const;
