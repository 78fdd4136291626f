import { describe, expect, it, vi } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import type { StepView } from '../../core/contract/kiosk.ts';
import type { Language } from '../../core/contract/primitives.ts';
import type { Sound } from '../../core/contract/sound.ts';
import { followWithSounds, soundOf } from './visit-sounds.ts';

describe('the sounds of a visit', () => {
  const page = (stepKey: number, step: StepView, language: Language = 'vi') => ({
    stepKey,
    step,
    language,
    cardPresent: false,
  });
  const confirm: StepView = {
    name: 'confirm',
    rows: [{ field: 'name', value: 'THỬ', source: 'typed', flags: [] }],
    authenticity: 'not-checked',
    method: 'typed',
    record: 'unknown',
    portrait: false,
  };

  it('are heard once for each page, in the language of the screen', () => {
    const playSound = vi.fn((_sound: Sound) => Promise.resolve());
    const follow = followWithSounds({ playSound });
    follow(page(1, { name: 'welcome' }));
    follow(page(2, confirm));
    follow(page(2, confirm));
    follow(page(3, confirm, 'en'));
    expect(playSound.mock.calls).toEqual([
      [{ name: 'success', language: 'vi' }],
      [{ name: 'success', language: 'en' }],
    ]);
  });

  it('remind of a card that still lies there', () => {
    const step: StepView = { name: 'farewell' };
    expect(soundOf({ step, cardPresent: true })).toBe('take-card');
    expect(soundOf({ step, cardPresent: false })).toBeUndefined();
  });

  it('say that something did not work', () => {
    const step = { name: 'identify', whose: 'own', notice: 'card-unreadable' } as const;
    expect(soundOf({ step, cardPresent: false })).toBe('failure');
  });

  it('hold nothing up where there is no loudspeaker', async () => {
    const follow = followWithSounds({
      playSound: () => Promise.reject(new FaultError('device-absent')),
    });
    follow(page(1, confirm));
    await Promise.resolve();
  });
});
