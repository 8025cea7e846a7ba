// A process of its own that sends on Zalo, for the test of tokens that several processes share. Says "ready", and begins when
// standard input says so. Argument: JSON with databaseUrl, dataKey, root, appId, appSecret, oaSecretKey, userId, count.
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuild } from '../../scripts/build.mjs';

const settings = JSON.parse(process.argv[2] ?? '{}');
const build = ensureBuild(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const load = (path) => import(pathToFileURL(join(build, path)).href);

const { createOauth, createTokenKeeper, createZaloChannel } = await load('src/channels/zalo-oa/mod.js');
const { createChannelTokens } = await load('src/store/channel-tokens.js');
const { openPostgres } = await load('src/store/postgres.js');
const { createSealer } = await load('src/store/seal.js');

const { appId, appSecret, oaSecretKey, root, userId, count } = settings;
const database = await openPostgres(settings.databaseUrl, () => undefined);
const store = createChannelTokens(database, createSealer([Buffer.from(settings.dataKey, 'base64')]), { channel: 'zalo', account: appId });
const quiet = { warn: () => undefined, error: () => undefined };
const tokens = createTokenKeeper({ store, oauth: createOauth({ appId, appSecret, root }), clock: () => new Date(), log: quiet });
const channel = createZaloChannel({ appId, oaSecretKey, apiRoot: root }, { tokens });

process.stdout.write('ready\n');
await once(process.stdin, 'data');
const result = { sent: 0, failed: [] };
const sendSome = async (times) => {
  for (let time = 0; time < times; time += 1) {
    try {
      await channel.send({ channel: 'zalo', account: appId, platformId: userId }, { text: `tin ${process.pid} ${time}`, options: [] }, new AbortController().signal);
      result.sent += 1;
    } catch (error) {
      result.failed.push(error.code ?? String(error));
    }
  }
};
await Promise.all([sendSome(Math.ceil(count / 2)), sendSome(Math.floor(count / 2))]);
process.stdout.write(`${JSON.stringify(result)}\n`);
await database.close();
process.exit(0);
