import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** Only for what hangs: a busy machine takes its time. Milliseconds. */
const patience = 120_000;

/** Starts the browser of this machine without a window. */
export function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox'], timeout: patience });
}

/** From here on the page does nothing at a later time, such as sending a message again. */
export async function stopTimers(page: Page): Promise<void> {
  await page.evaluate('window.setTimeout = () => 0');
}

/** From here on no time passes for the page, however slow the machine is. */
export async function stopClock(page: Page): Promise<void> {
  await page.evaluate('((now) => { performance.now = () => now; })(performance.now())');
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained about: errors of scripts, things the content policy refused. */
  readonly complaints: readonly string[];
}

/** Opens an address like a person who was never there. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('Failed to load resource')) complaints.push(line.text());
  });
  await page.goto(url);
  return { page, context, complaints };
}

/** What axe finds against people who see, hear or move differently; the strict contrast of 7:1 included. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  const found: unknown = await page.evaluate(`
    axe.run(document, { rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } } })
      .then(({ violations, passes }) => [
        ...violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + ' ' + failureSummary)),
        ...(passes.some(({ id }) => id === 'color-contrast-enhanced') ? [] : ['the contrast was not measured']),
      ])`);
  return Array.isArray(found) ? found.map(String) : ['axe gave no list'];
}

/** Keeps a picture of the page where SCREENSHOTS names a folder; for a person to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `webchat-${name}.png`) });
}
