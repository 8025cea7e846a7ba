import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import { openStage, type Stage } from '../conversations/stage.ts';
import '../support/provided.ts';
import { accessibilityFaults, keepScreenshot, openPage, startBrowser } from './pages.ts';

const browserPath = inject('browserPath');

/** Nothing is registered on a machine without a browser; the closing lines of the run say so. */
describe.each(browserPath === '' ? [] : [browserPath])('the whole assistant in a browser', (executablePath) => {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    [browser, stage] = await Promise.all([startBrowser(executablePath), openStage({ name: 'embedded' }, flows)]);
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  /** Types on the keyboard wherever the focus is, and waits for the answer. */
  const type = async (page: Page, text: string, answer: string): Promise<void> => {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await page.locator('.message:not(.mine) .bubble', { hasText: answer }).last().waitFor();
  };

  it('leads a stall keeper by keyboard alone from the first word to the picture, and shows it all again after a reload', async () => {
    const { page, context, complaints } = await openPage(browser, `${stage.root}/`, { viewport: { width: 320, height: 640 } });
    await page.locator('#log[aria-busy=false]').waitFor({ state: 'attached' });
    await type(page, 'lam ma qr cho sap', 'Cho giữ không');
    await type(page, '1', 'Dùng ngân hàng nào');
    await type(page, 'agribank', 'Số tài khoản là số nào');
    await type(page, '8888 000 123 456', 'thu bao nhiêu tiền');
    await keepScreenshot(page, 'seller');
    await type(page, 'trăm hai', 'Ý là 120.000 đồng');
    await type(page, '1', 'ghi gì');
    await type(page, '1', 'Coi lại giùm');
    await type(page, '1', 'Mã nhận tiền đây');
    const picture = page.locator('.message img').last();
    await picture.waitFor();
    await expect.poll(() => picture.evaluate((image) => Reflect.get(image, "naturalWidth"))).toBeGreaterThan(400);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await keepScreenshot(page, 'picture');

    await page.reload();
    await page.locator('#log[aria-busy=false]').waitFor({ state: 'attached' });
    await page.locator('.message img').last().waitFor();
    const shown = (await page.locator('.message .bubble').allTextContents()).join('\n');
    expect(shown).toContain('Mã nhận tiền đây');
    // The account number was only for the picture: the history does not hold it any more.
    expect(shown).not.toContain('8888 0001 2345 6');
    expect(shown).not.toContain('8888 000 123 456');
    expect(complaints).toEqual([]);
    await context.close();
  });
});
