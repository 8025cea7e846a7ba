import { readFileSync, writeFileSync } from 'node:fs';
const file = process.argv[2];
const lock = JSON.parse(readFileSync(file, 'utf8'));
const oses = ['darwin','linux','win32','android','freebsd','openharmony','aix','sunos','netbsd','openbsd'];
let n = 0;
for (const [path, p] of Object.entries({ ...lock.packages })) {
  for (const [name, version] of Object.entries(p.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    if (path === '' || lock.packages[key] || lock.packages[`${path}/${key}`]) continue;
    const parts = name.split(/[\/-]/);
    const os = oses.find((o) => parts.includes(o));
    const cpu = ['arm64','x64','arm','ppc64','riscv64','s390x','ia32','loong64','wasm32'].find((c) => parts.includes(c));
    const libc = parts.some(x=>/^musl/.test(x)) ? ['musl'] : os==='linux' && parts.some(x=>/^gnu/.test(x)) ? ['glibc'] : undefined;
    console.log(name, version, os, cpu, libc ?? '');
    lock.packages[key] = { version, ...(cpu && { cpu: [cpu] }), ...(p.dev && { dev: true }), ...(libc && { libc }), optional: true, ...(os && { os: [os] }) };
    n++;
  }
}
const root = lock.packages['']; delete lock.packages[''];
lock.packages = { '': root, ...Object.fromEntries(Object.entries(lock.packages).sort(([a],[b]) => a.localeCompare(b,'en'))) };
writeFileSync(file, JSON.stringify(lock, null, 2) + '\n');
console.log(n);
