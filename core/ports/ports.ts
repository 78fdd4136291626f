/** Effects the pure core and the use cases need, supplied at the edge; tests supply their own. */

/** The only source of time. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
}

/** The only source of identifiers. */
export interface Ids {
  /** RFC 9562 UUID, random (version 4) or time-ordered (version 7). */
  uuid(): string;
}

/** Where keys live: a systemd credential, a 0600 key file, or the desktop's safe storage. */
export interface Secrets {
  /** The bytes kept under `name`; made at the first call with `bytes` random bytes. */
  obtain(name: string, bytes: number): Promise<Uint8Array> | Uint8Array;
  /** Destroys what is kept under `name`. */
  destroy(name: string): Promise<void> | void;
}
