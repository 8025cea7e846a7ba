import { readConfig } from '../../src/config.ts';
import { start } from '../../src/start.ts';

// Workers alone by a clock that is so many milliseconds ahead: nobody is reminded at night, when this may be run.
const ahead = Number(process.env['CLOCK_AHEAD'] ?? 0);
const read = readConfig(process.env);
if ('faults' in read) throw new Error(read.faults.join('\n'));
const running = await start(read.config, 'workers', undefined, () => new Date(Date.now() + ahead));
process.on('SIGTERM', () => void running.stop().then(() => process.exit(0)));
console.log(`Ready: ${running.healthUrl ?? ''}`);
