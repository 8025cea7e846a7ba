/** A table that is asked with words people typed: "constructor" and "toString" are no entries of it. */
export function lookUpTable<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null), entries);
}
