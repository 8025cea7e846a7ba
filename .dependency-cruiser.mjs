// The table "Folders and what each may import" as rules. A folder may always import its own files.

/** Reading files of the project needs its root; only the pure core may not. */
const root = '^src/root[.]ts$';
const channelContract = '^src/channels/channel[.]ts$';
/** Cleaning a text and fitting it to a limit is the same on every platform. */
const channelText = '^src/channels/text[.]ts$';
/** Fetching a bounded file from an address is the same too. */
const channelDownload = '^src/channels/download[.]ts$';
const core = '^src/core/';

/** These put things together and may name any implementation. */
const entries = '^src/(main|chat|channels-cli|data-cli|inspect/cli)[.]ts$';

/** Folder → what else of the project it may import. */
const allowed = {
  'src/core': [],
  'src/understanding': [core, root],
  'src/inspect': [core, '^src/understanding/', channelContract, root],
  'src/store': [core, channelContract, root],
  'src/queue': [core, channelContract, root],
  'src/services': [core, '^src/store/', '^src/understanding/answers/(banks|communes)[.]ts$', root],
  'src/app': [core, '^flows/', '^src/(understanding|inspect|store|queue|services)/', channelContract, root],
  'src/http': [core, '^src/app/', channelContract, root],
  // Commands and their socket: like the entries they put things together, but nothing of turns.
  'src/connect': ['^src/app/(log|time)[.]ts$', '^src/(channels|http|queue|store)/', '^src/(config|settings|setting-faults|open-database|open-zalo)[.]ts$', root],
  // Backups and restores; a running assistant is asked over the socket of the commands.
  'src/backup': ['^src/app/log[.]ts$', '^src/store/', '^src/connect/control-(client|socket)[.]ts$', '^src/(config|open-database)[.]ts$', root],
  // What staff do about appointments on the command line.
  'src/appointments': ['^src/(app|store)/'],
  // What an administrator keeps up about places, in files and on the command line.
  'src/facilities': ['^src/(app|services|store|understanding)/'],
  flows: [core],
};

/** Package → the only place of the project that may import it. */
const homes = {
  telegraf: '^src/channels/telegram/',
  axios: '^src/channels/zalo-[^/]+/',
  '(bullmq|ioredis|js-redis-server)': '^src/queue/',
  '(drizzle-orm|pg|@electric-sql/pglite)': '^src/store/',
  'csv-parse': '^src/facilities/',
  '(fastify|@fastify/[^/]+)': '^src/http/',
};

const own = '^(src|flows|workers|scripts|test)/';

function folderRule([folder, others]) {
  return {
    name: `${folder} imports only what the table allows`,
    severity: 'error',
    from: { path: `^${folder}/`, pathNot: [entries] },
    to: { path: own, pathNot: [`^${folder}/`, ...others] },
  };
}

function homeRule([name, home]) {
  return {
    name: `${name} is used only in ${home}`,
    severity: 'error',
    from: { pathNot: [home] },
    to: { path: `^(node_modules/)?(@types/)?${name}(/|$)` },
  };
}

export default {
  forbidden: [
    ...Object.entries(allowed).map(folderRule),
    ...Object.entries(homes).map(homeRule),
    { name: 'src/core uses no package and no part of Node', severity: 'error', from: { path: core }, to: { pathNot: [own] } },
    {
      name: 'a channel imports only the contract and its own folder',
      severity: 'error',
      from: { path: '^src/channels/([^/]+)/' },
      to: { path: own, pathNot: ['^src/channels/$1/', channelContract, channelText, channelDownload, root] },
    },
    {
      name: 'the channel contract imports nothing',
      severity: 'error',
      from: { path: channelContract },
      to: { path: '.' },
    },
    { name: 'the product does not import its tests', severity: 'error', from: { path: '^(src|flows|workers)/' }, to: { path: '^test/' } },
    { name: 'facts import only facts', severity: 'error', from: { path: '^flows/facts/' }, to: { path: own, pathNot: ['^flows/facts/', core] } },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/http/web-chat/public/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
