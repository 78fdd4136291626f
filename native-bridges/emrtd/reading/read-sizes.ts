/** The most bytes of response data a reader model was found to pass on. */
export interface ReadSize {
  readonly short: number;
  readonly extended: number;
}

/** By reader model. */
export type ReadSizes = Map<string, ReadSize>;
