import { z } from 'zod';
import { deskContract, type DeskContract } from '../../../core/contract/desk.ts';
import { type Connection, createConnection } from './connection.ts';
import { httpCarrier } from './http-carrier.ts';

export type DeskConnection = Connection<DeskContract, never>;

/** The desk's page asks its own origin, the hub. */
export const connectDesk = (): DeskConnection =>
  createConnection(deskContract, z.never(), httpCarrier('/desk'));
