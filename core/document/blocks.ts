import type { PrintableBlock } from '../contract/printable.ts';

type Text = Extract<PrintableBlock, { kind: 'text' }>;

/** Blocks of a ticket, cut to what one may hold. */

export const RULE: PrintableBlock = { kind: 'rule' };

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;

export const line = (
  text: string,
  size: Text['size'],
  weight: Text['weight'] = 'regular',
): PrintableBlock => ({ kind: 'text', text: cut(text, 400), size, weight, align: 'center' });

export const pair = (label: string, value: string): PrintableBlock => ({
  kind: 'pair',
  label: cut(label, 80),
  value: cut(value, 200),
});

export const banner = (text: string): PrintableBlock => ({ kind: 'banner', text: cut(text, 120) });

export const space = (millimetres: number): PrintableBlock => ({ kind: 'space', millimetres });
