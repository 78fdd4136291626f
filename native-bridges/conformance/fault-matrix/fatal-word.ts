/** What the bad canvas cannot draw. */
export const FATAL_WORD = 'VỠ';
