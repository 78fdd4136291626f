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

/** A part of the snapshot; only for pages, which are not shown before there is one. */
export const useSnapshot = <T>(select: (snapshot: Snapshot) => T): T =>
  useScreenState(({ snapshot }) => {
    if (snapshot === null) throw new Error('no snapshot yet');
    return select(snapshot);
  });

export const useSend = (): ((intent: Intent) => void) => useScreen().send;

/** The words in the language of the screen, for the person it speaks to. */
export const useWords = (): Words =>
  wordsFor(
    useScreenState(({ snapshot }) => snapshot?.language ?? 'vi'),
    useScreenState(({ snapshot }) => snapshot?.addressee ?? 'unknown'),
  );
