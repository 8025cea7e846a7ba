import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const debianFolder = '/usr/lib/postgresql';

/** The folder that holds both `postgres` and `initdb`, the newest where there are several. */
export function findPostgresFolder(): string | undefined {
  const folders = [...debianFolders(), ...foldersOnPath(), ...folderByConfig()];
  return folders.find((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')));
}

/** Path of `redis-server`. */
export function findRedis(): string | undefined {
  return foldersOnPath().map((folder) => join(folder, 'redis-server')).find((file) => existsSync(file));
}

function foldersOnPath(): readonly string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** Debian and Ubuntu keep the server programs off the path, one folder per major version. */
function debianFolders(): readonly string[] {
  if (!existsSync(debianFolder)) return [];
  const versions = readdirSync(debianFolder).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(debianFolder, version, 'bin'));
}

function folderByConfig(): readonly string[] {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()];
  } catch {
    return [];
  }
}
