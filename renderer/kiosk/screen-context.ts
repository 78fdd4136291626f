import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Intent, Snapshot } from '../../core/contract/kiosk.ts';
import { type Words, wordsFor } from '../ui/words/kiosk-words.ts';
import type { Screen, ScreenState } from './screen-store.ts';

export const ScreenContext = createContext<Screen | null>(null);

export const useScreen = (): Screen => {
  const screen = useContext(ScreenContext);
  if (screen === null) throw new Error('outside of the screen');
  return screen;
};

export const useScreenState = <T>(select: (state: ScreenState) => T): T =>
  useStore(useScreen().store, select);

/** The snapshot that is being shown: one for the whole screen, a moment after the store's. */
export const SnapshotContext = createContext<Snapshot | null>(null);

/** A part of the snapshot shown; only for pages, which are not there before there is one. */
export const useSnapshot = <T>(select: (snapshot: Snapshot) => T): T => {
  const snapshot = useContext(SnapshotContext);
  if (snapshot === null) throw new Error('no snapshot yet');
  return select(snapshot);
};

/** Sends what was chosen on the page shown, which the host may meanwhile have left. */
export const useSend = (): ((intent: Intent) => void) => {
  const { send } = useScreen();
  const stepKey = useSnapshot(snapshot => snapshot.stepKey);
  return intent => send(intent, stepKey);
};

/** The words in the language of the screen, for the person it speaks to. */
export const useWords = (): Words =>
  useSnapshot(({ language, addressee }) => wordsFor(language, addressee));
