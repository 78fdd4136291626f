import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { jsonIn } from '../../../core/contract/json-text.ts';
import { isSameText } from '../constant-time.ts';
import { believedNotice, type NoticeDoubt, refusedNotice } from '../notice-reading.ts';
import { type NoticeReading, type RawNotice } from '../provider.ts';
import { instantOfVietnamTime } from '../vietnam-time.ts';

/** How SePay proves that a notice is its own. */
export type SepayProof =
  | { readonly type: 'api-key'; readonly key: string }
  | { readonly type: 'signature'; readonly secret: string };

/** A line of the bank's account as SePay's notice has it. */
const noticeSchema = z.object({
  id: z.int().positive(),
  transactionDate: z.string(),
  accountNumber: z.string().min(1).max(50),
  subAccount: z.string().nullish(),
  content: z.string().max(2000).nullish(),
  transferType: z.enum(['in', 'out']),
  transferAmount: z.int().nonnegative(),
  referenceCode: z.string().max(200).nullish(),
});

/** A signed notice is good for so long, either way: a recorded one is of no use later. */
const TOLERANCE_MS = 5 * 60_000;

const doubtOf = (notice: RawNotice, proof: SepayProof): NoticeDoubt | undefined => {
  if (proof.type === 'api-key') {
    const given = notice.headers.authorization;
    if (given === undefined) return 'not-signed';
    return isSameText(given, `Apikey ${proof.key}`) ? undefined : 'wrong-signature';
  }
  const signature = notice.headers['x-sepay-signature'];
  const timestamp = notice.headers['x-sepay-timestamp'];
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return 'not-signed';
  const right = createHmac('sha256', proof.secret)
    .update(`${timestamp}.`)
    .update(notice.body)
    .digest('hex');
  if (!isSameText(signature, `sha256=${right}`)) return 'wrong-signature';
  const age = notice.receivedAt - Number(timestamp) * 1000;
  return Math.abs(age) <= TOLERANCE_MS ? undefined : 'too-old';
};

/**
 * A line is known again by the bank's reference, since the id of a notice and the id of the same line
 * in SePay's list differ. A line without a reference has only the id.
 */
export const readSepayNotice = (notice: RawNotice, proof: SepayProof): NoticeReading => {
  const doubt = doubtOf(notice, proof);
  if (doubt !== undefined) return refusedNotice(doubt);
  const line = noticeSchema.safeParse(jsonIn(notice.body.toString('utf8')));
  const paidAt = line.success ? instantOfVietnamTime(line.data.transactionDate) : undefined;
  if (!line.success || paidAt === undefined) return refusedNotice('unreadable');
  const { id, accountNumber, subAccount, content, transferType, transferAmount, referenceCode } =
    line.data;
  if (transferType === 'out' || transferAmount === 0) return believedNotice([]);
  const bankReference =
    referenceCode === undefined || referenceCode === null || referenceCode === ''
      ? `sepay-${id}`
      : referenceCode;
  const credit = {
    bankReference,
    account: accountNumber,
    amount: transferAmount,
    narrative: content ?? '',
    ...(subAccount ? { virtualAccount: subAccount } : {}),
    paidAt,
  };
  return believedNotice([credit]);
};
