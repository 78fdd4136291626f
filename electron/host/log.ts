import { type Logger, pino } from 'pino';

/**
 * The program's log: one JSON line each on standard error, time in UTC. Callers name what happened
 * and codes; what a patient is or has never goes in.
 */
export const createLog = (level: 'error' | 'warn' | 'info' | 'debug'): Logger =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
