import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../root.ts';
import type { ConsentOutcome } from './port.ts';
import { outcomeWords } from './words.ts';

export const stylePath = '/oauth/zalo/style.css';

export const style = readFileSync(join(projectRoot, 'src', 'http', 'zalo-connect', 'public', 'style.css'), 'utf8');

/** Made of fixed words only, so nothing in it has to be escaped. */
export function outcomePage(outcome: ConsentOutcome): { readonly status: number; readonly html: string } {
  const { status, title, lines } = outcomeWords[outcome];
  const html = `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} – Cầu Số</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<main>
<p>Cầu Số · nối Zalo OA</p>
<h1>${title}</h1>
${lines.map((line) => `<p>${line}</p>`).join('\n')}
</main>
</body>
</html>
`;
  return { status, html };
}

/** The file as Zalo hands it out, its own sentence included; what exactly Zalo compares is not documented. */
export function verificationFile(code: string): string {
  return `<!DOCTYPE html>
<html lang="en">

<head>
    <meta property="zalo-platform-site-verification" content="${code}" />
</head>

<body>
There Is No Limit To What You Can Accomplish Using Zalo!
</body>

</html>
`;
}
