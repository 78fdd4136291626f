import { type FaultCode } from '../../../core/contract/errors.ts';
import { type SpooledPrinter } from '../../contract/print-spooler.ts';

/** PRINTER_STATUS_* (winspool.h), the cause a person can see first; `attribute`: PRINTER_ATTRIBUTE_*. */
const PRINTER_FAULTS: readonly (
  | { readonly status: number; readonly fault: FaultCode }
  | { readonly attribute: number; readonly fault: FaultCode }
)[] = [
  { status: 0x0000_0004, fault: 'device-absent' }, // PENDING_DELETION
  { status: 0x0000_0010, fault: 'printer-paper-end' }, // PAPER_OUT
  { status: 0x0040_0000, fault: 'printer-cover-open' }, // DOOR_OPEN
  { status: 0x0000_0008, fault: 'printer-jam' }, // PAPER_JAM
  { status: 0x0000_0040, fault: 'printer-jam' }, // PAPER_PROBLEM
  { status: 0x0010_0000, fault: 'printer-jam' }, // USER_INTERVENTION
  { status: 0x0000_0080, fault: 'printer-offline' }, // OFFLINE
  { status: 0x0000_1000, fault: 'printer-offline' }, // NOT_AVAILABLE
  { status: 0x0000_0002, fault: 'printer-offline' }, // ERROR
  { status: 0x0000_0001, fault: 'printer-offline' }, // PAUSED
  // What Windows sets where the cable of a USB printer is pulled.
  { attribute: 0x0000_0400, fault: 'printer-offline' }, // WORK_OFFLINE
];

/** Why nothing can be printed now; undefined where the spooler knows of no reason. */
export const spoolerFault = ({ status, attributes }: SpooledPrinter): FaultCode | undefined =>
  PRINTER_FAULTS.find(row =>
    'status' in row ? (status & row.status) !== 0 : (attributes & row.attribute) !== 0,
  )?.fault;

/** JOB_STATUS_PRINTED or JOB_STATUS_COMPLETE: everything went to the printer. */
export const isHandedOver = (job: number): boolean => (job & (0x0080 | 0x1000)) !== 0;

/** JOB_STATUS_DELETING or JOB_STATUS_DELETED. */
export const isTakenOut = (job: number): boolean => (job & (0x0004 | 0x0100)) !== 0;

/** PAUSED, ERROR, OFFLINE, PAPEROUT, BLOCKED_DEVQ, USER_INTERVENTION. */
export const isHeldUp = (job: number): boolean =>
  (job & (0x0001 | 0x0002 | 0x0020 | 0x0040 | 0x0200 | 0x0400)) !== 0;
