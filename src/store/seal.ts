import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts what is stored and finds it again by keyed hashes. */
export interface Sealer {
  /** AES-256-GCM under the first key. */
  seal(value: unknown): Buffer;
  /** Opens what any of the keys sealed. Throws when it was changed or the key is not in the list. */
  unseal(sealed: Uint8Array): unknown;
  sealBytes(bytes: Uint8Array): Buffer;
  unsealBytes(sealed: Uint8Array): Buffer;
  /** Names the first key without giving it away. */
  readonly fingerprint: Buffer;
  /** Names all keys, the first one first, in hexadecimal. */
  readonly fingerprints: readonly string[];
  /** Keyed hash for equality look-up under the first key. */
  lookUp(text: string): Buffer;
  /** The same under every key, the first one first: what was noted before a change of keys is still found. */
  lookUps(text: string): readonly Buffer[];
}

const keyIdLength = 4;
const ivLength = 12;
const tagLength = 16;
const headLength = keyIdLength + ivLength + tagLength;

interface Key {
  readonly id: Buffer;
  readonly encryption: Buffer;
  readonly hashing: Buffer;
}

/**
 * `secrets`: 32 random bytes each; the first encrypts, all decrypt, so that a key can be changed without a stop.
 * Layout of a sealed value: key id (4) · nonce (12) · tag (16) · ciphertext.
 */
export function createSealer(secrets: readonly Uint8Array[]): Sealer {
  const keys = secrets.map(deriveKey);
  const [first] = keys;
  if (!first) throw new Error('Expected DATA_KEY to hold at least one key');

  const sealBytes = (bytes: Uint8Array): Buffer => {
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv('aes-256-gcm', first.encryption, iv);
    const body = cipher.update(bytes);
    const end = cipher.final();
    return Buffer.concat([first.id, iv, cipher.getAuthTag(), body, end]);
  };
  const unsealBytes = (sealed: Uint8Array): Buffer => {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const id = bytes.subarray(0, keyIdLength);
    const key = keys.find((candidate) => candidate.id.equals(id));
    if (!key) throw new Error('Expected a value sealed by a key of DATA_KEY; add the old key to the end of the list');
    const decipher = createDecipheriv('aes-256-gcm', key.encryption, bytes.subarray(keyIdLength, keyIdLength + ivLength));
    decipher.setAuthTag(bytes.subarray(keyIdLength + ivLength, headLength));
    return Buffer.concat([decipher.update(bytes.subarray(headLength)), decipher.final()]);
  };
  const lookUpUnder = ({ hashing }: Key, text: string): Buffer => createHmac('sha256', hashing).update(text).digest();
  return {
    seal: (value) => sealBytes(Buffer.from(JSON.stringify(value), 'utf8')),
    unseal: (sealed): unknown => JSON.parse(unsealBytes(sealed).toString('utf8')),
    sealBytes,
    unsealBytes,
    fingerprint: first.id,
    fingerprints: keys.map(({ id }) => id.toString('hex')),
    lookUp: (text) => lookUpUnder(first, text),
    lookUps: (text) => keys.map((key) => lookUpUnder(key, text)),
  };
}

function deriveKey(secret: Uint8Array): Key {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `cau-so ${purpose}`, 32));
  return {
    id: createHash('sha256').update(secret).digest().subarray(0, keyIdLength),
    encryption: derive('seal'),
    hashing: derive('look-up'),
  };
}
