/** The two channels between a page and the host; there are no others. */
export const CALL_CHANNEL = 'tiep-don:call';
export const PUSH_CHANNEL = 'tiep-don:push';
