import { useState } from 'react';
import type { DeskPayment } from '../../core/contract/desk-money.ts';
import { Field, Form, Section, Submit } from './controls.tsx';
import { useDesk } from './desk-context.ts';
import { digits, dongIn, faultWords, say } from './desk-words.ts';
import type { Said } from './said.ts';

const SHORTEST_REASON = 3;

/** Asks for a refund; somebody else decides. */
export const RefundPanel = ({
  payment: { paymentId, unallocated, refundRequested },
  onSaid,
}: {
  readonly payment: DeskPayment;
  readonly onSaid: (said: Said) => void;
}) => {
  const call = useDesk(state => state.call);
  const most = unallocated - refundRequested;
  const [amount, setAmount] = useState(digits(Math.max(most, 0)));
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<{ amount?: string; reason?: string }>({});
  // The same id again is the same refund: a click that is repeated asks for one.
  const [refundId, setRefundId] = useState(() => crypto.randomUUID());

  const request = async (): Promise<void> => {
    const sum = dongIn(amount);
    const isWrong = sum === undefined || sum > most;
    const hasReason = reason.trim().length >= SHORTEST_REASON;
    setWrong({
      ...(isWrong ? { amount: say('money.refund.wrong', { most: digits(most) }) } : {}),
      ...(hasReason ? {} : { reason: say('money.refund.noReason') }),
    });
    if (isWrong || !hasReason) return;
    const answer = await call('requestRefund', {
      refundId,
      paymentId,
      amount: sum,
      reason: reason.trim(),
    });
    if (answer.ok) {
      setRefundId(crypto.randomUUID());
      setReason('');
    }
    onSaid(
      answer.ok
        ? { words: say('money.refund.done'), tone: 'ok' }
        : { words: faultWords(answer.error.code), tone: 'attention' },
    );
  };

  return (
    <Section title={say('money.refund.title')}>
      <Form label={say('money.refund.title')} onSubmit={() => void request()}>
        <Field
          id="refund-amount"
          label={say('money.refund.amount')}
          value={amount}
          onChange={setAmount}
          wrong={wrong.amount}
          isMoney
        />
        <Field
          id="refund-reason"
          label={say('money.refund.reason')}
          hint={say('money.refund.reasonHint')}
          value={reason}
          onChange={setReason}
          wrong={wrong.reason}
          isWide
        />
        <Submit label={say('money.refund.go')} isDisabled={most <= 0} />
      </Form>
    </Section>
  );
};
