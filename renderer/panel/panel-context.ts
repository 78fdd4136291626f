import { createContext, useContext } from 'react';
import { panelWords, type Say } from './panel-words.ts';
import type { PanelStore, PanelView } from './panel-store.ts';

export const PanelContext = createContext<PanelStore | undefined>(undefined);

const usePanelStore = (): PanelStore => {
  const store = useContext(PanelContext);
  if (store === undefined) throw new Error('the panel has no store');
  return store;
};

export const usePanel = <T>(select: (view: PanelView) => T): T => usePanelStore()(select);

export const useSay = (): Say => panelWords(usePanel(view => view.language));
