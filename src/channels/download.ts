import { MediaError } from './channel.ts';

/** Milliseconds from the first packet to the last; a photo over a slow line gets through in this time. */
const timeout = 20_000;

/**
 * Fetches at most `longest` bytes. Redirects are not followed: who may be asked was decided for this address only.
 * Throws `MediaError` only.
 */
export async function download(url: URL, longest: number, signal: AbortSignal): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]) });
    return await readAnswer(response, longest);
  } catch (error) {
    // The original names the address, which may hold a token.
    throw error instanceof MediaError ? error : new MediaError('unavailable');
  }
}

async function readAnswer(response: Response, longest: number): Promise<Uint8Array> {
  const { status, body, headers } = response;
  const refusal = refusalOf(status, Number(headers.get('content-length') ?? 0), longest);
  if (refusal !== undefined || body === null) {
    await body?.cancel();
    throw new MediaError(refusal ?? 'gone');
  }
  return readBody(body, longest);
}

function refusalOf(status: number, announced: number, longest: number): MediaError['code'] | undefined {
  if (status === 429 || status >= 500) return 'unavailable';
  if (status !== 200) return 'gone';
  return announced > longest ? 'too_big' : undefined;
}

/** Counted as it comes: what was announced need not be true. Leaving the loop ends the connection. */
async function readBody(body: ReadableStream<Uint8Array>, longest: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > longest) throw new MediaError('too_big');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
