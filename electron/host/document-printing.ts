import type { DocumentJob } from '../../core/contract/sheet.ts';
import type { Ids } from '../../core/ports/ports.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import type { DocumentJournal, PrintResult } from '../storage/kiosk-store.ts';

export interface DocumentPrintingParts {
  readonly bridge: Pick<DeviceBridge, 'printDocument'>;
  readonly documents: DocumentJournal;
  readonly ids: Ids;
}

/** A document of a visit to be put on A4 paper. */
export interface DocumentOrder extends Pick<DocumentJob, 'copies' | 'sides'> {
  readonly visitId: string;
  /** Which of the visit's documents it is, such as `referral-copy`. */
  readonly document: string;
  /** Lays it out; `again`: it is on paper already, or may be, and has to say so. */
  readonly sheet: (again: boolean) => DocumentJob['sheet'];
}

/**
 * A4 documents: journaled, printed, and journaled again with what the printer said. What was under
 * way when the kiosk or its device process died counts as on paper.
 * @throws FaultError `storage-failed` when the disk refuses; nothing was printed then
 */
export const createDocumentPrinting =
  ({ bridge, documents, ids }: DocumentPrintingParts) =>
  async ({ visitId, document, sheet, ...how }: DocumentOrder): Promise<PrintResult> => {
    const jobId = ids.uuid();
    const job = { jobId, sheet: sheet(documents.mayBeOnPaper(visitId, document)), ...how };
    documents.begin({ jobId, visitId, document });
    const { outcome, fault } = await bridge.printDocument(job);
    const result = { outcome, ...(fault === undefined ? {} : { fault }) };
    try {
      documents.settle(jobId, result);
    } catch {
      // What came out came out: the patient is told so, and the journal says `uncertain` later.
    }
    return result;
  };
