import { InvalidArgumentError } from 'commander';

/** A TCP port, 0 for any free one. */
export const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('not a port (0-65535)');
  return port;
};
