const LOCAL = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})$/;

/**
 * Providers write local time without saying so: `2026-11-23 08:15:00` is seven hours ahead of UTC.
 * @returns ISO 8601 in UTC, or undefined for anything else.
 */
export const instantOfVietnamTime = (text: string): string | undefined => {
  if (!LOCAL.test(text)) return undefined;
  const date = new Date(`${text.replace(' ', 'T')}+07:00`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};
