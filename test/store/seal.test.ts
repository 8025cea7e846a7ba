import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer } from '../../src/store/seal.ts';

const oldKey = randomBytes(32);
const newKey = randomBytes(32);
const sealer = createSealer([newKey, oldKey]);
const before = createSealer([oldKey]);
const after = createSealer([newKey]);

describe('sealing', () => {
  it('gives back whatever JSON can hold, NUL and emoji included', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(sealer.unseal(sealer.seal(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }));
    expect(sealer.unseal(sealer.seal({ text: 'bà Tư \0 👵🏽' }))).toEqual({ text: 'bà Tư \0 👵🏽' });
  });

  it('gives back bytes of any length unchanged', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      expect(sealer.unsealBytes(sealer.sealBytes(bytes))).toEqual(Buffer.from(bytes));
    }));
  });

  it('refuses a value with any bit changed', () => {
    const sealed = sealer.seal({ text: 'số tài khoản' });
    fc.assert(fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      expect(() => sealer.unseal(changed)).toThrow();
    }));
  });

  it('refuses a value that was cut short', () => {
    const sealed = sealer.seal('một hai ba');
    fc.assert(fc.property(fc.nat(sealed.length - 1), (length) => {
      expect(() => sealer.unseal(sealed.subarray(0, length))).toThrow();
    }));
  });

  it('never seals the same thing the same way twice', () => {
    expect(sealer.seal('chào')).not.toEqual(sealer.seal('chào'));
  });

  it('does not show what it sealed', () => {
    expect(sealer.seal({ text: '0071000123456' }).includes('0071000123456')).toBe(false);
  });

  it('opens a value that lies in the middle of a larger buffer', () => {
    const sealed = sealer.seal('ở giữa');
    const larger = Buffer.concat([randomBytes(7), sealed, randomBytes(9)]);
    expect(sealer.unseal(new Uint8Array(larger.buffer, larger.byteOffset + 7, sealed.length))).toBe('ở giữa');
  });
});

describe('changing the key', () => {
  it('opens what the old key sealed', () => {
    expect(sealer.unseal(before.seal('cũ'))).toBe('cũ');
  });

  it('seals with the first key only', () => {
    expect(after.unseal(sealer.seal('mới'))).toBe('mới');
    expect(() => before.unseal(sealer.seal('mới'))).toThrow(/DATA_KEY/);
  });

  it('names the setting to mend when the key is not in the list, and nothing of the value', () => {
    expect(() => after.unseal(before.seal('bí mật'))).toThrow(
      'Expected a value sealed by a key of DATA_KEY; add the old key to the end of the list',
    );
  });

  it('refuses an empty list of keys', () => {
    expect(() => createSealer([])).toThrow('Expected DATA_KEY to hold at least one key');
  });
});

describe('looking up by a keyed hash', () => {
  it('gives the same hash in every process with the same first key', () => {
    expect(sealer.lookUp('contact 7')).toEqual(after.lookUp('contact 7'));
    expect(createSealer([newKey]).lookUp('contact 7')).toEqual(after.lookUp('contact 7'));
  });

  it('finds under all keys what was noted under an older one, and the newest first', () => {
    expect(sealer.lookUps('contact 7')).toEqual([after.lookUp('contact 7'), before.lookUp('contact 7')]);
    expect(after.lookUps('contact 7')).toEqual([after.lookUp('contact 7')]);
  });

  it('gives another hash for another text and under another key', () => {
    expect(sealer.lookUp('contact 7')).not.toEqual(sealer.lookUp('contact 8'));
    expect(sealer.lookUp('contact 7')).not.toEqual(before.lookUp('contact 7'));
    expect(sealer.lookUp('contact 7')).toHaveLength(32);
  });
});
