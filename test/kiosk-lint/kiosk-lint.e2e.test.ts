import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../browser/launch.ts';
import { lintPage } from './lint-page.ts';
import type { Panel } from './violation.ts';

const PANEL: Panel = { pixelsPerMillimetre: 4.03, reachLine: 634, textSize: 'normal' };

const FOOTER = ['footer-back', 'footer-staff', 'footer-size', 'footer-language']
  .map(
    (name, index) => `<button class="${name}" style="left:${40 + index * 250}px">${name}</button>`,
  )
  .join('');

/** A page with nothing wrong, and a place for something wrong. */
const pageWith = (body: string, footer = FOOTER): string => `<!doctype html><html lang="vi"><style>
  body { margin: 0; background: #fff; color: #10242b; font: 30px/1.5 sans-serif }
  footer button { position: absolute; top: 1780px; width: 220px; height: 112px; font: inherit }
  .at { position: absolute; left: 56px; top: 900px; width: 400px; height: 120px; font: inherit }
</style><h1>Ai đến khám?</h1>${body}<footer>${footer}</footer></html>`;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
});
afterAll(() => browser.close());

/** The font of these bare pages is the system's, which is not what they are about. */
const rulesBroken = async (html: string, panel = PANEL): Promise<string[]> => {
  await page.setContent(html);
  const violations = await lintPage(page, panel);
  return [...new Set(violations.map(({ rule }) => rule))].filter(rule => rule !== 'one-font');
};

describe('kiosk lint', () => {
  it('has nothing to say of a sound page', async () => {
    expect(await rulesBroken(pageWith('<button class="at">Tiếp tục</button>'))).toEqual([]);
  });

  it.each([
    ['touch-target-size', '<button class="at" style="height:60px">Nhỏ</button>'],
    ['touch-target-size', '<button class="at primary-button" style="height:90px">Chính</button>'],
    [
      'touch-target-gap',
      '<button class="at">Một</button><button class="at" style="top:1025px">Hai</button>',
    ],
    ['within-reach', '<button class="at" style="top:500px">Cao</button>'],
    ['within-reach', '<button class="at" style="left:900px">Ngoài</button>'],
    [
      'not-covered',
      '<button class="at">Dưới</button><div class="at" style="background:#eee;opacity:.9">Trên</div>',
    ],
    [
      'on-its-stage',
      '<main class="at"><button style="position:relative;top:-40px;width:400px;height:120px">Trên</button></main>',
    ],
    ['one-question', '<h1>Hai câu hỏi</h1>'],
    ['real-buttons', '<div role="button" class="at" tabindex="0">Giả</div>'],
    ['real-buttons', '<div class="at" style="cursor:pointer">Giả</div>'],
    ['real-buttons', '<p class="at" title="gợi ý">Rê chuột</p>'],
    ['few-choices', '<i class="choice">1</i>'.repeat(7)],
    ['not-clipped', '<p class="at" style="height:20px;overflow:hidden">Ẵ cắt mất dấu</p>'],
    ['not-clipped', '<p class="at" style="left:1000px">Ra ngoài màn hình</p>'],
    [
      'inside-its-box',
      '<button class="at" style="width:120px;white-space:nowrap">Một câu dài quá nút</button>',
    ],
    [
      'no-scrolling',
      '<div class="at" style="overflow:auto"><div style="height:900px">.</div></div>',
    ],
    ['marks-have-room', '<p class="at" style="line-height:.7">ẴẪỄ</p>'],
    ['large-enough', '<p class="at" style="font-size:24px">Chữ nhỏ</p>'],
    ['contrast-of-words', '<p class="at" style="color:#777">Chữ mờ</p>'],
    ['contrast-of-words', '<button class="at" disabled style="color:#999">Chưa bấm được</button>'],
  ])('%s: %s', async (rule, body) => {
    expect(await rulesBroken(pageWith(body))).toContain(rule);
  });

  it('always-there: a page without Back, or in another order', async () => {
    expect(await rulesBroken(pageWith('', FOOTER.replace('class="footer-back"', '')))).toContain(
      'always-there',
    );
  });

  it('language-is-said: a page that does not say its language', async () => {
    expect(await rulesBroken(pageWith('').replace('lang="vi"', ''))).toEqual(['language-is-said']);
  });

  it('large-enough: large print is held to larger letters', async () => {
    const html = pageWith('<p class="at">Ba mươi điểm ảnh</p>');
    expect(await rulesBroken(html)).toEqual([]);
    expect(await rulesBroken(html, { ...PANEL, textSize: 'large' })).toEqual(['large-enough']);
  });

  it('leaves alone what lies beneath something that must be answered first', async () => {
    expect(
      await rulesBroken(pageWith('<div inert><button class="at">Nghỉ</button></div>')),
    ).toEqual([]);
  });
});
