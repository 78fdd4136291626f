import { describe, expect, it } from 'vitest';
import { snapshotSchema, stepViewSchema } from '../../core/contract/kiosk.ts';
import { SNAPSHOT_IDS, SNAPSHOTS } from './snapshots.ts';

describe('the gallery', () => {
  it.each(SNAPSHOT_IDS)('%s is a snapshot the host could send', id => {
    expect(snapshotSchema.parse(SNAPSHOTS[id])).toEqual(SNAPSHOTS[id]);
  });

  it('shows every step there is', () => {
    const shown = new Set(SNAPSHOT_IDS.map(id => SNAPSHOTS[id].step.name));
    const all = stepViewSchema.options.map(option => option.shape.name.value);
    expect([...shown].sort()).toEqual([...all].sort());
  });
});
