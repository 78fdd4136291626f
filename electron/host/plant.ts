import type { CustomerPays, PlantPart } from '../../core/contract/panel.ts';

/** What of the demonstration can be taken away, and whether it is there now. */
export interface Plant {
  state(): readonly { readonly part: PlantPart; readonly up: boolean }[];
  set(part: PlantPart, up: boolean): Promise<void> | void;
  /** A customer pays the code shown last; absent where nobody plays one. @returns whole đồng. */
  readonly pay?: ((way: CustomerPays) => Promise<number | null>) | undefined;
  subscribe(listener: () => void): () => void;
}
