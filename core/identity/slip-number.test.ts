import { expect, test } from 'vitest';
import { slipNumberIn } from './slip-number.ts';

test.each([
  ['GCT26-999906', 'GCT26-999906'],
  [' 123/2026/gcv \r', '123/2026/GCV'],
  ['01 999 / 2026 / 15', '01999/2026/15'],
  ['', undefined],
  ['https://example.test/slip/1', undefined],
  ['001148999921||Nguyễn Thị Hòa|12031948', undefined],
  ['{"so":"1"}', undefined],
  ['1'.repeat(51), undefined],
])('in %j the number is %j', (text, number) => {
  expect(slipNumberIn(text)).toBe(number);
});
