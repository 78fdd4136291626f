import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTlv } from '../ber-tlv.ts';
import { definiteForm } from './definite-form.ts';

type Tree = { readonly leaf: Uint8Array } | { readonly tag: number; readonly parts: Tree[] };

const { tree } = fc.letrec<{ tree: Tree; leaf: Tree; node: Tree }>(tie => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('node')),
  leaf: fc.record({ leaf: fc.uint8Array({ maxLength: 200 }) }),
  node: fc.record({
    tag: fc.constantFrom(0x30, 0x31, 0xa0),
    parts: fc.array(tie('tree'), { maxLength: 4 }),
  }),
}));

const definite = (node: Tree): Uint8Array =>
  'leaf' in node
    ? encodeTlv(0x04, node.leaf)
    : encodeTlv(node.tag, Buffer.concat(node.parts.map(definite)));

/** As a stream writes it: no lengths known before the end, octet strings in pieces. */
const streamed = (node: Tree): Buffer => {
  const [tag, parts] =
    'leaf' in node ? [0x24, piecesOf(node.leaf)] : [node.tag, node.parts.map(streamed)];
  return Buffer.concat([Buffer.of(tag, 0x80), ...parts, Buffer.of(0, 0)]);
};

const piecesOf = (bytes: Uint8Array): Uint8Array[] => {
  const half = Math.floor(bytes.length / 2);
  return [encodeTlv(0x04, bytes.subarray(0, half)), encodeTlv(0x04, bytes.subarray(half))];
};

describe('definiteForm', () => {
  it('makes of a stream what the distinguished encoding would have been', () => {
    fc.assert(
      fc.property(tree, node => {
        expect(definiteForm(streamed(node))).toEqual(definite(node));
      }),
    );
  });

  it('leaves definite lengths as they are', () => {
    fc.assert(
      fc.property(tree, node => {
        expect(definiteForm(definite(node))).toEqual(definite(node));
      }),
    );
  });

  it('takes any bytes, and nests only so deep', () => {
    fc.assert(fc.property(fc.uint8Array(), bytes => void definiteForm(bytes)));
    const deep = new Uint8Array(100_000).map((_, at) => (at % 2 === 0 ? 0x30 : 0x80));
    expect(definiteForm(deep)).toBeUndefined();
    expect(definiteForm(Uint8Array.of(0x30, 0x80, 0x02, 0x01))).toBeUndefined();
    expect(definiteForm(Uint8Array.of(0x04, 0x80, 0x00, 0x00))).toBeUndefined();
  });
});
