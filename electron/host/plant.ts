import type { PlantPart } from '../../core/contract/panel.ts';

/** What of the demonstration can be taken away, and whether it is there now. */
export interface Plant {
  state(): readonly { readonly part: PlantPart; readonly up: boolean }[];
  set(part: PlantPart, up: boolean): Promise<void> | void;
  subscribe(listener: () => void): () => void;
}
