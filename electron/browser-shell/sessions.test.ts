import { describe, expect, it } from 'vitest';
import { createSessions } from './sessions.ts';

describe('sessions', () => {
  it('are found by their cookie and their role only', () => {
    const sessions = createSessions();
    const token = sessions.open('screen');
    expect(sessions.find('screen', token)?.role).toBe('screen');
    expect(sessions.find('panel', token)).toBeUndefined();
    expect(sessions.find('screen', `${token}x`)).toBeUndefined();
    expect(sessions.find('screen', undefined)).toBeUndefined();
  });

  it('of the screen: a new one ends the earlier one', () => {
    const sessions = createSessions();
    const older = sessions.open('screen');
    const olderSession = sessions.find('screen', older);
    const newer = sessions.open('screen');
    expect(olderSession?.ended.aborted).toBe(true);
    expect(sessions.find('screen', older)).toBeUndefined();
    expect(sessions.find('screen', newer)?.ended.aborted).toBe(false);
  });

  it('of the panel: several at once, and the screen is left alone', () => {
    const sessions = createSessions();
    const screen = sessions.open('screen');
    const panels = Array.from({ length: 9 }, () => sessions.open('panel'));
    expect(sessions.find('screen', screen)).toBeDefined();
    expect(panels.map(token => sessions.find('panel', token) !== undefined)).toEqual([
      false,
      ...Array.from({ length: 8 }, () => true),
    ]);
  });
});
