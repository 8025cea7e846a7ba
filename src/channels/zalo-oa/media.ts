import { MediaError } from '../channel.ts';
import { download } from '../download.ts';

/** Where Zalo keeps what people send; seen in real traffic. */
const hosts = /\.(zdn|zadn)\.vn$/;

/**
 * Fetches a file by the link of its event. Only hosts of Zalo are asked, over https, and whatever else was put where Zalo
 * itself was replaced (`ownOrigin`): a link in an event must not make us call machines of somebody else's choice.
 */
export async function fetchFile(link: string, ownOrigin: string | undefined, longest: number, signal: AbortSignal): Promise<Uint8Array> {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (!url || !(isOfZalo(url) || url.origin === ownOrigin)) throw new MediaError('gone');
  return download(url, longest, signal);
}

function isOfZalo({ protocol, hostname, port, username, password }: URL): boolean {
  return protocol === 'https:' && port === '' && username === '' && password === '' && hosts.test(hostname);
}
