import QRCode from 'qrcode';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createFakeWebChat } from '../support/fake-web-chat.ts';
import type { FakeWebChat } from '../support/fake-web-chat.ts';
import '../support/provided.ts';
import { startWebChat } from '../support/web-chat-server.ts';
import type { WebChatServer } from '../support/web-chat-server.ts';
import { createMarketScript, menu } from './market-script.ts';
import { accessibilityFaults, keepScreenshot, openPage, startBrowser, stopClock, stopTimers } from './pages.ts';
import type { OpenPage } from './pages.ts';

const browserPath = inject('browserPath');
const phone = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true };
const laptop = { viewport: { width: 1280, height: 800 } };

/** Nothing is registered on a machine without a browser; the closing lines of the run say so. */
describe.each(browserPath === '' ? [] : [browserPath])('the chat page', (executablePath) => {
  let browser: Browser;
  let chat: FakeWebChat;
  let server: WebChatServer;
  let opened: OpenPage[];

  beforeAll(async () => {
    browser = await startBrowser(executablePath);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    opened = [];
    chat = createFakeWebChat(createMarketScript(), Date.now);
    const bytes = await QRCode.toBuffer('00020101021238540010A00000072701240006970405011099999999990208QRIBFTTA53037045802VN6304', { width: 480 });
    const picture = { bytes, mediaType: 'image/png' };
    const port = { ...chat, picture: async (_visitor: string, id: string) => (id === 'qr' ? picture : undefined) };
    server = await startWebChat(port, { beatMs: 500 });
  });
  afterEach(async () => {
    const complaints = opened.flatMap((each) => each.complaints);
    await Promise.all(opened.map(({ context }) => context.close()));
    await server.close();
    if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join('; ')}`);
  });

  const open = async (options: Parameters<typeof openPage>[2] = laptop): Promise<OpenPage> => {
    const each = await openPage(browser, `${server.root}/`, options);
    opened.push(each);
    await each.page.locator('#log[aria-busy=false]').waitFor({ state: 'attached' });
    return each;
  };
  const platformId = (): string => chat.received[0]?.platformId ?? '';
  const bubbles = (page: Page): Locator => page.locator('.message .bubble');
  const mine = (page: Page): Locator => page.locator('.message.mine .bubble');
  const box = (page: Page): Locator => page.getByLabel('Viết tin ở đây');
  const say = async (page: Page, text: string): Promise<void> => {
    await box(page).fill(text);
    await page.getByRole('button', { name: 'Gửi', exact: true }).click();
  };
  const question = (page: Page, text: string): Locator => page.locator('.message:not(.past)', { hasText: text });
  const texts = (): string[] => chat.received.map(({ content }) => (content.type === 'text' ? content.text : content.type));
  const focused = (page: Page): Promise<unknown> => page.evaluate('document.activeElement.id || document.activeElement.textContent');

  it('a whole dialogue needs nothing but a keyboard', async () => {
    const { page } = await open();
    expect(await focused(page)).toBe('text');
    await page.keyboard.type('Chào');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('bà con');
    await page.keyboard.press('Enter');
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await question(page, 'Tiền vào ngân hàng nào ạ?').waitFor();
    await page.getByRole('button', { name: '1. Agribank' }).waitFor();
    const steps: unknown[] = [];
    while (steps.at(-1) !== '1. Agribank' && steps.length < 8) {
      await page.keyboard.press('Shift+Tab');
      steps.push(await focused(page));
    }
    await page.keyboard.press('Enter');
    await question(page, 'Cần gì thêm không ạ?').waitFor();
    expect(steps.at(-1)).toBe('1. Agribank');
    expect(await focused(page)).toBe('text');
    expect(texts()).toEqual(['Chào\nbà con', '1', 'tap']);
    await keepScreenshot(page, 'laptop-light');
  });

  it('a page that is loaded again shows everything said so far, once', async () => {
    const { page } = await open();
    await say(page, 'Chào');
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    await say(page, '1');
    await question(page, 'Tiền vào ngân hàng nào ạ?').waitFor();
    const before = await bubbles(page).allTextContents();
    await page.reload();
    await page.locator('#log[aria-busy=false]').waitFor({ state: 'attached' });
    expect(before).toHaveLength(4);
    expect(await bubbles(page).allTextContents()).toEqual(before);
  });

  it('a picture is shown with its words, at full width, and can be kept', async () => {
    const { page } = await open(phone);
    await page.getByRole('button', { name: 'Bắt đầu' }).tap();
    await page.getByRole('button', { name: '1. Mã nhận tiền' }).tap();
    await page.getByRole('button', { name: '1. Agribank' }).tap();
    const picture = page.getByRole('img', { name: 'Mã QR nhận tiền vào tài khoản Agribank' });
    await picture.waitFor();
    await expect.poll(() => page.evaluate('document.querySelector("figure img").naturalWidth')).toBeGreaterThan(100);
    const widths = await page.evaluate('["figure img", "figure"].map((each) => document.querySelector(each).clientWidth)');
    const link = page.getByRole('link', { name: 'Tải ảnh' });
    expect(await link.getAttribute('download')).toBe('cau-so');
    const [download] = await Promise.all([page.waitForEvent('download'), link.tap()]);
    expect(download.suggestedFilename()).toBe('cau-so.png');
    expect(new Set(widths as number[]).size).toBe(1);
  });

  it('on a phone 320 px wide nothing sticks out and everything to press is big enough', async () => {
    const { page } = await open(phone);
    await keepScreenshot(page, 'phone-welcome');
    await page.getByRole('button', { name: 'Bắt đầu' }).tap();
    await page.getByRole('button', { name: '1. Mã nhận tiền' }).tap();
    await question(page, 'Tiền vào ngân hàng nào ạ?').waitFor();
    chat.say(platformId(), { text: `Từ dài: ${'x'.repeat(300)}\nhttps://dichvucong.gov.vn/${'y'.repeat(100)}`, options: [] });
    await page.getByText('Từ dài').waitFor();
    const overflow = await page.evaluate(
      '[document.documentElement, document.getElementById("log")].map((each) => each.scrollWidth - each.clientWidth)',
    );
    const heights = await page.evaluate('[...document.querySelectorAll("button")].map((each) => each.offsetHeight).filter((height) => height > 0)');
    const size = await page.evaluate('parseFloat(getComputedStyle(document.querySelector(".bubble")).fontSize)');
    expect(overflow).toEqual([0, 0]);
    expect(Math.min(...(heights as number[]))).toBeGreaterThanOrEqual(48);
    expect(size).toBeGreaterThanOrEqual(18);
    await keepScreenshot(page, 'phone-light');
  });

  it('what was written without a network goes out in order once it is back', async () => {
    const { page, context } = await open();
    await say(page, 'Chào');
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    await context.setOffline(true);
    for (const text of ['Một', 'Hai', 'Ba']) await say(page, text);
    await page.getByText('Mất mạng. Tin sẽ gửi khi có mạng lại.').waitFor();
    await page.getByText('Chưa gửi được.').waitFor();
    await keepScreenshot(page, 'laptop-offline');
    expect(texts()).toEqual(['Chào']);
    await context.setOffline(false);
    await expect.poll(texts).toEqual(['Chào', 'Một', 'Hai', 'Ba']);
    await expect.poll(() => mine(page).allTextContents()).toEqual(['Chào', 'Một', 'Hai', 'Ba']);
    await expect.poll(() => page.locator('#notice').isVisible()).toBe(false);
  });

  it('a page lives through a restart of the server: nothing typed or said meanwhile is lost', async () => {
    const { page } = await open();
    await say(page, 'Chào');
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    await server.close();
    await say(page, 'Còn đó không?');
    await page.getByText('Chưa gửi được.').waitFor();
    chat.say(platformId(), { text: 'Lời nhắc: chiều nay họp ấp.', options: [] });
    server = await startWebChat(chat, {}, Number(new URL(server.root).port));
    await page.getByText('Lời nhắc: chiều nay họp ấp.').waitFor();
    await expect.poll(texts).toEqual(['Chào', 'Còn đó không?']);
    await expect.poll(() => mine(page).allTextContents()).toEqual(['Chào', 'Còn đó không?']);
  });

  it('an answer too long for the screen is read from its first line, with a way to the rest', async () => {
    const { page } = await open(phone);
    await page.getByRole('button', { name: 'Bắt đầu' }).tap();
    await page.getByRole('button', { name: '1. Mã nhận tiền' }).tap();
    await page.getByRole('button', { name: '1. Agribank' }).tap();
    await page.getByRole('button', { name: 'Xem tiếp' }).waitFor();
    const top = (): Promise<unknown> =>
      page.evaluate('Math.round(document.querySelector("li:has(figure)").getBoundingClientRect().top - log.getBoundingClientRect().top)');
    await expect.poll(top).toBe(0);
    await page.getByRole('button', { name: 'Xem tiếp' }).tap();
    await page.getByRole('button', { name: 'Xem tiếp' }).waitFor({ state: 'hidden' });
    const rest = async (): Promise<number> => Math.abs(Number(await page.evaluate('log.scrollHeight - log.scrollTop - log.clientHeight')));
    await expect.poll(rest).toBeLessThanOrEqual(1);
  });

  it('pressing twice sends once', async () => {
    const { page } = await open();
    await stopClock(page);
    await box(page).fill('Chào');
    await page.getByRole('button', { name: 'Gửi', exact: true }).dblclick();
    await page.getByRole('button', { name: '1. Mã nhận tiền' }).dblclick();
    await question(page, 'Tiền vào ngân hàng nào ạ?').waitFor();
    expect(texts()).toEqual(['Chào', 'tap']);
    expect(await mine(page).allTextContents()).toEqual(['Chào', '1. Mã nhận tiền']);
  });

  it('a message that could not be sent stays, and "Gửi lại" sends it once', async () => {
    const { page } = await open();
    await stopTimers(page);
    chat.beBusy(1);
    await say(page, 'Chào');
    await page.getByText('Máy đang đông người.').waitFor();
    await page.getByRole('button', { name: 'Gửi lại' }).click();
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    expect(texts()).toEqual(['Chào']);
    expect(await mine(page).allTextContents()).toEqual(['Chào']);
    expect(await focused(page)).toBe('text');
  });

  it('a message whose answer was lost on the way is neither lost nor doubled', async () => {
    const { page } = await open();
    const posts: string[] = [];
    await page.route('**/chat/messages', async (route) => {
      posts.push(String(route.request().postDataJSON().id));
      const response = await route.fetch();
      await (posts.length === 1 ? route.abort() : route.fulfill({ response }));
    });
    await say(page, 'Chào');
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    await expect.poll(() => posts.length).toBe(2);
    await say(page, 'Cảm ơn');
    await expect.poll(() => mine(page).allTextContents()).toEqual(['Chào', 'Cảm ơn']);
    expect(posts[1]).toBe(posts[0]);
    expect(texts()).toEqual(['Chào', 'Cảm ơn']);
  });

  it('a message that is refused says why and lets the next one through', async () => {
    const { page } = await open();
    await page.route('**/chat/messages', (route) => route.fulfill({ status: 400, json: { error: 'Tin này chưa đọc được.' } }), { times: 1 });
    await say(page, 'Chào');
    await page.getByText('Tin này chưa đọc được.').waitFor();
    await say(page, 'Chào lần nữa');
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    expect(texts()).toEqual(['Chào lần nữa']);
  });

  it('two open pages of one visitor show the same', async () => {
    const { page, context } = await open();
    await say(page, 'Chào');
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    const second = await context.newPage();
    await second.goto(`${server.root}/`);
    await question(second, 'Cần làm việc gì ạ?').waitFor();
    await say(second, '1');
    for (const each of [page, second]) await question(each, 'Tiền vào ngân hàng nào ạ?').waitFor();
    expect(await bubbles(page).allTextContents()).toEqual(await bubbles(second).allTextContents());
  });

  it('markup in a message is shown as text', async () => {
    const { page } = await open();
    const markup = '<img src=x onerror="document.title=1"><b>đậm</b>&amp;<script>document.title=2</script>';
    await say(page, markup);
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    chat.say(platformId(), { text: markup, options: [{ label: '<i>nghiêng</i>', payload: 'x', role: 'answer' }] });
    await page.getByRole('button', { name: '<i>nghiêng</i>' }).waitFor();
    const shown = await bubbles(page).allTextContents();
    expect([shown[0], shown.at(-1)]).toEqual([markup, markup]);
    expect(await page.locator('.message img, .message b, .message i').count()).toBe(0);
    expect(await page.title()).toBe('Cầu Số');
  });

  it('only official links and numbers to call can be tapped', async () => {
    const { page } = await open();
    await say(page, 'https://dichvucong.gov.vn');
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    const text = 'Gọi 115, hoặc 1900 0368. Xem https://dichvucong.gov.vn/p/home. Đừng vào https://dichvucong.gov.vn.example/ nhé.';
    chat.say(platformId(), { text, options: [] });
    await page.getByText('Đừng vào').waitFor();
    const links = await page.evaluate('[...document.querySelectorAll(".bubble a")].map((link) => [link.getAttribute("href"), link.rel])');
    expect(links).toEqual([
      ['tel:115', ''],
      ['tel:19000368', ''],
      ['https://dichvucong.gov.vn/p/home', 'noopener noreferrer'],
    ]);
  });

  it('a button of an earlier question still works, but stands back', async () => {
    const { page } = await open();
    await say(page, 'Chào');
    await page.getByRole('button', { name: '1. Mã nhận tiền' }).click();
    await question(page, 'Tiền vào ngân hàng nào ạ?').waitFor();
    await keepScreenshot(page, 'laptop-past');
    await page.locator('.past').getByRole('button', { name: '2. Làm khai sinh' }).click();
    await expect.poll(() => chat.received.at(-1)?.content).toEqual({ type: 'tap', payload: menu.options[1]?.payload });
  });

  it('waiting for an answer longer than a second is said', async () => {
    const { page } = await open();
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/chat/messages', async (route) => {
      await held;
      await route.continue();
    });
    await say(page, 'Chào');
    await page.getByText('Đang gửi…').waitFor();
    await page.getByText('Đang trả lời…').waitFor();
    answer();
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    await expect.poll(() => page.getByText('Đang trả lời…').isVisible()).toBe(false);
  });

  it('a chat can be taken away from a shared phone, after a question that says what stays', async () => {
    const { page, context } = await open(phone);
    await page.getByRole('button', { name: 'Bắt đầu' }).tap();
    await question(page, 'Cần làm việc gì ạ?').waitFor();
    const second = await context.newPage();
    await second.goto(`${server.root}/`);
    await question(second, 'Cần làm việc gì ạ?').waitFor();
    await page.bringToFront();
    const [before] = await context.cookies();
    await page.getByRole('button', { name: 'Xóa khỏi máy này' }).tap();
    await page.getByText('nhắn: xóa dữ liệu').waitFor();
    await keepScreenshot(page, 'phone-forget');
    await page.getByRole('button', { name: 'Giữ lại' }).tap();
    expect(await bubbles(page).count()).toBe(2);
    await page.getByRole('button', { name: 'Xóa khỏi máy này' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Xóa khỏi máy này' }).tap();
    await page.getByRole('button', { name: 'Bắt đầu' }).waitFor();
    await second.getByRole('button', { name: 'Bắt đầu' }).waitFor();
    expect([await bubbles(page).count(), await bubbles(second).count()]).toEqual([0, 0]);
    expect((await context.cookies())[0]?.value).not.toBe(before?.value);
  });

  it('without JavaScript the page says what to do', async () => {
    const { page, context } = await openPage(browser, `${server.root}/`, { ...phone, javaScriptEnabled: false });
    const what = await page.locator('noscript').boundingBox();
    await keepScreenshot(page, 'phone-noscript');
    expect(what?.height).toBeGreaterThan(100);
    expect(await page.getByRole('button').count()).toBe(0);
    await context.close();
  });

  it.each(['light', 'dark'] as const)('people who see, hear or move differently can use it: %s', async (colorScheme) => {
    const { page, context } = await open({ ...phone, colorScheme });
    const atWelcome = await accessibilityFaults(page);
    await page.getByRole('button', { name: 'Bắt đầu' }).tap();
    await page.getByRole('button', { name: '1. Mã nhận tiền' }).tap();
    await page.getByRole('button', { name: '1. Agribank' }).tap();
    await question(page, 'Cần gì thêm không ạ?').waitFor();
    await keepScreenshot(page, `phone-${colorScheme}-picture`);
    await context.setOffline(true);
    await say(page, 'Cảm ơn');
    await page.getByText('Mất mạng.').waitFor();
    await page.getByText('Chưa gửi được.').waitFor();
    await keepScreenshot(page, `phone-${colorScheme}-offline`);
    const inChat = await accessibilityFaults(page);
    await page.getByRole('button', { name: 'Xóa khỏi máy này' }).tap();
    const inDialog = await accessibilityFaults(page);
    expect({ atWelcome, inChat, inDialog }).toEqual({ atWelcome: [], inChat: [], inDialog: [] });
  });
});

it.each(browserPath === '' ? ['nothing'] : [])('the chat page is left out, on a machine with %s to show it in', () => {
  expect(process.env['REQUIRE']).not.toBe('all');
});
