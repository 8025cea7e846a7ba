// The static checks alone.
import { runChecks } from './checks.mjs';

process.exitCode = runChecks().length === 0 ? 0 : 1;
