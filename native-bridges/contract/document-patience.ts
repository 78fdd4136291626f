/** How long an A4 job is followed from its first byte on; then it is taken back. */
export const DOCUMENT_FOLLOWED_MS = 180_000;

/**
 * Whoever asked for it waits longer: taking back takes a while with a slow printer, and what became
 * of the job is known only then.
 */
export const DOCUMENT_ANSWERED_MS = DOCUMENT_FOLLOWED_MS + 60_000;
