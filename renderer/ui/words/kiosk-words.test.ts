import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../../core/contract/errors.ts';
import {
  coverageReasonSchema,
  portalFindingSchema,
  routeReasonSchema,
} from '../../../core/contract/coverage.ts';
import { counterReasonSchema, priorityGroupSchema } from '../../../core/contract/hub.ts';
import { addresseeSchema } from '../../../core/contract/kiosk.ts';
import { languageSchema } from '../../../core/contract/primitives.ts';
import { kioskEn } from '../../../core/words/kiosk.en.ts';
import { kioskVi } from '../../../core/words/kiosk.vi.ts';
import { wordsFor } from './kiosk-words.ts';

type Tree = { readonly [key: string]: string | Tree };

const leaves = (tree: Tree, path = ''): [key: string, words: string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[path + key, value] as [string, string]]
      : leaves(value, `${path}${key}.`),
  );

const RESOURCES: Readonly<Record<string, Tree>> = { vi: kioskVi, en: kioskEn };
const FORM = /_(you|child|one|other)$/;
const baseKeys = (tree: Tree) => new Set(leaves(tree).map(([key]) => key.replace(FORM, '')));

describe('the words of the kiosk', () => {
  it('exist under the same keys in every language', () => {
    expect(baseKeys(kioskEn)).toEqual(baseKeys(kioskVi));
  });

  it('name the same values in every language, apart from the form of address', () => {
    const holes = (tree: Tree) =>
      Object.fromEntries(
        [...baseKeys(tree)].sort().map(base => [
          base,
          [
            ...new Set(
              leaves(tree)
                .filter(([key]) => key.replace(FORM, '') === base)
                .flatMap(([, words]) => words.match(/\{\{\w+\}\}/g) ?? [])
                .filter(hole => !/you/i.test(hole)),
            ),
          ].sort(),
        ]),
      );
    expect(holes(kioskEn)).toEqual(holes(kioskVi));
  });

  it.each(Object.keys(RESOURCES))('are never blank, loud or blunt in %s', language => {
    for (const [key, words] of leaves(RESOURCES[language] ?? {})) {
      expect(words.trim(), key).not.toBe('');
      expect(words, key).not.toMatch(/!/);
      expect(words, key).not.toMatch(/không hợp lệ|invalid|error|lỗi/i);
    }
  });

  it('are composed characters, so that every tone is one glyph of the font', () => {
    for (const [key, words] of leaves(kioskVi)) expect(words, key).toBe(words.normalize('NFC'));
  });

  const sources = import.meta.glob<string>(['../../kiosk/**/*.ts{,x}', '../../ui/**/*.ts{,x}'], {
    query: '?raw',
    import: 'default',
    eager: true,
  });

  it('are all used: no section is left over from a page that is gone', () => {
    const code = Object.entries(sources)
      .filter(([path]) => !path.includes('.test.'))
      .map(([, text]) => text)
      .join('\n');
    const unused = Object.keys(kioskVi).filter(
      section => !["'", '"', '`'].some(quote => code.includes(`${quote}${section}.`)),
    );
    expect(unused).toEqual([]);
  });

  it('single sentences are used too, where they are not looked up by a code', () => {
    const code = Object.values(sources).join('\n');
    const unused = [...baseKeys(kioskVi)].filter(key => {
      const parts = key.split('.');
      const parents = parts.map((_, depth) => parts.slice(0, depth + 1).join('.'));
      const asked = [`'${key}'`, `"${key}"`, ...parents.map(parent => `${parent}.\${`)];
      const stem = /^(\w+\.[a-z]+)[A-Z]\w*$/.exec(key)?.[1];
      return ![...asked, ...(stem === undefined ? [] : [`\`${stem}\${`])].some(form =>
        code.includes(form),
      );
    });
    expect(unused.filter(key => !/^identify\.(card|code)How$/.test(key))).toEqual([]);
    expect(code).toContain('`identify.${shown}How`');
  });
});

describe.each(languageSchema.options)('in %s', language => {
  const { say } = wordsFor(language, 'unknown');

  it.each(Object.keys(FAULTS) as (keyof typeof FAULTS)[])(
    'fault %s says what happened and what to do',
    code => {
      expect(say(`faults.${code}.what`)).toMatch(/^\p{Lu}.+\.$/u);
      expect(say(`faults.${code}.next`)).toMatch(/^\p{Lu}.+\.$/u);
    },
  );

  it.each(counterReasonSchema.options)('the way to the counter because of %s has words', reason => {
    expect(say(`counter.titles.${reason}`)).not.toContain('counter.');
    expect(say(`counter.leads.${reason}`)).not.toContain('counter.');
  });

  it.each(coverageReasonSchema.options)('cover that is %s has a plain reason', reason => {
    expect(say(`coverage.reasons.${reason}.what`)).not.toContain('coverage.');
    expect(say(`coverage.reasons.${reason}.why`)).not.toContain('coverage.');
  });

  it.each(routeReasonSchema.options)(
    'the route that is decided by %s has a plain reason',
    reason => {
      expect(say(`coverage.routes.${reason}.what`)).not.toContain('coverage.');
      expect(say(`coverage.routes.${reason}.why`)).not.toContain('coverage.');
    },
  );

  it('what the portal says in particular has words', () => {
    for (const finding of portalFindingSchema.options) {
      const isNote = finding === 'renewed' || finding === 'replaced' || finding === 'extended';
      const key = isNote ? `coverage.notes.${finding}` : `coverage.findings.${finding}.what`;
      expect(say(key as Parameters<typeof say>[0])).not.toContain('coverage.');
    }
  });

  it.each(priorityGroupSchema.options)('priority group %s has a name', group => {
    expect(say(`priority.groups.${group}`)).not.toContain('priority.');
  });

  it('no form of address leaves a hole in a sentence', () => {
    const values = new Proxy({}, { get: () => 'x', has: () => true, ownKeys: () => [] });
    const keys = [...baseKeys(kioskVi)] as Parameters<typeof say>[0][];
    for (const addressee of addresseeSchema.options) {
      for (const key of keys) {
        const words = wordsFor(language, addressee).say(key, {
          ...values,
          ...Object.fromEntries(
            ['page', 'pages', 'amount', 'count', 'room', 'time', 'digit', 'day', 'first', 'last']
              .concat([
                'group',
                'age',
                'label',
                'name',
                'price',
                'percent',
                'place',
                'floor',
                'way',
                'letter',
                'sign',
                'cashier',
                'chosen',
                'number',
                'taxCode',
                'received',
                'due',
                'extra',
                'bill',
                'date',
              ])
              .map(name => [name, 2]),
          ),
        });
        expect(words, `${key} ${addressee}`).not.toMatch(/\{\{|\}\}| {2}|^\s|\s$/);
        expect(words, `${key} ${addressee}`).not.toBe(key);
      }
    }
  });
});

describe('forms of address', () => {
  const title = (addressee: Parameters<typeof wordsFor>[1]) =>
    wordsFor('vi', addressee).say('confirm.title');

  it('use no pronoun until an age is known', () => {
    expect(title('unknown')).toBe('Thông tin này có đúng không?');
  });

  it('say bác to elders, anh/chị to adults, and speak to the one who comes with a child', () => {
    expect(title('elder')).toBe('Đây có phải là bác không?');
    expect(title('adult')).toBe('Đây có phải là anh/chị không?');
    expect(title('child')).toBe('Đây có phải là cháu đi khám không?');
  });

  it('begin a sentence with a capital letter', () => {
    expect(wordsFor('vi', 'elder').say('clinic.title')).toBe('Bác muốn khám phòng nào?');
  });

  it('make no difference in English', () => {
    const say = (addressee: Parameters<typeof wordsFor>[1]) =>
      wordsFor('en', addressee).say('clinic.title');
    expect(new Set(addresseeSchema.options.map(say)).size).toBe(1);
  });
});

describe('numbers in words', () => {
  it('have the plural forms of the language', () => {
    const { say } = wordsFor('en', 'unknown');
    expect(say('ticket.ahead', { count: 1 })).toBe('1 person before you');
    expect(say('ticket.ahead', { count: 4 })).toBe('4 people before you');
    expect(wordsFor('vi', 'elder').say('ticket.ahead', { count: 1 })).toBe('Trước còn 1 người');
  });

  it('write money as people write it', () => {
    expect(wordsFor('vi', 'unknown').money(150_000)).toBe('150.000 đ');
    expect(wordsFor('en', 'unknown').money(1_250_000)).toBe('1,250,000 VND');
  });
});
