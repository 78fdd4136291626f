import { useState } from 'react';
import type { Output } from '../../core/contract/contract.ts';
import type { DeskContract } from '../../core/contract/desk.ts';
import { LONGEST_STATEMENT } from '../../core/contract/desk-statements.ts';
import {
  BANK_PROFILE_IDS,
  BANK_PROFILES,
  type BankProfileId,
} from '../../core/statement/bank-profiles.ts';
import { Chip, Choice, DeskButton, Field, Form, News, Section, Submit } from './controls.tsx';
import { useDesk, useLoaded } from './desk-context.ts';
import { dayAndTime, digits, faultWords, say } from './desk-words.ts';
import { Loading, PageFrame } from './page-frame.tsx';
import { StatementReport } from './statement-report.tsx';
import { Table } from './table.tsx';

type Progress = Output<DeskContract, 'statementProgress'>;

/** Where an import is: nothing asked yet, the file on its way, or what the hub says of it. */
type Stage =
  | { readonly stage: 'choosing'; readonly wrong?: string }
  | { readonly stage: 'sending'; readonly isTrial: boolean }
  | { readonly stage: 'at-work'; readonly isTrial: boolean; readonly progress: Progress };

const LOOK_EVERY_MS = 250;

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(new Error('the file cannot be read'));
    reader.onload = () =>
      resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : '');
    reader.readAsDataURL(file);
  });

const pause = (ms: number): Promise<void> =>
  new Promise(resolve => {
    setTimeout(resolve, ms);
  });

const progressWords = (stage: Stage): string | undefined => {
  if (stage.stage === 'sending') return say('statements.progress.sending');
  if (stage.stage === 'choosing' || stage.progress.state !== 'working') return undefined;
  const { done, of } = stage.progress;
  if (of === 0) return say('statements.progress.reading');
  const key = stage.isTrial ? 'statements.progress.trying' : 'statements.progress.writing';
  return say(key, { done: digits(done), of: digits(of) });
};

const ProgressBar = ({ stage }: { readonly stage: Stage }) => {
  const words = progressWords(stage);
  if (words === undefined) return null;
  const working =
    stage.stage === 'at-work' && stage.progress.state === 'working' ? stage.progress : undefined;
  return (
    <div className="desk-progress">
      <p role="status">{words}</p>
      <progress
        aria-label={say('statements.title')}
        {...(working === undefined || working.of === 0
          ? {}
          : { value: working.done, max: working.of })}
      />
    </div>
  );
};

const useImport = (onKept: () => void) => {
  const call = useDesk(state => state.call);
  const [stage, setStage] = useState<Stage>({ stage: 'choosing' });

  const bringIn = async (
    wish: { file: File; bank: BankProfileId; account?: string },
    isTrial: boolean,
  ): Promise<void> => {
    setStage({ stage: 'sending', isTrial });
    const { file, ...rest } = wish;
    const content = await base64Of(file).catch(() => undefined);
    if (content === undefined) {
      setStage({ stage: 'choosing', wrong: say('statements.files.unreadable') });
      return;
    }
    const started = await call('startStatement', { ...rest, content, isTrial });
    if (!started.ok) {
      setStage({ stage: 'choosing', wrong: faultWords(started.error.code) });
      return;
    }
    for (;;) {
      const answer = await call('statementProgress', { importId: started.value.importId });
      if (!answer.ok && answer.error.code !== 'no-answer') {
        setStage({ stage: 'choosing', wrong: faultWords(answer.error.code) });
        return;
      }
      if (answer.ok) {
        setStage({ stage: 'at-work', isTrial, progress: answer.value });
        if (answer.value.state !== 'working') break;
      }
      await pause(LOOK_EVERY_MS);
    }
    if (!isTrial) onKept();
  };
  return { stage, bringIn, again: () => setStage({ stage: 'choosing' }) };
};

const BANKS = BANK_PROFILE_IDS.map(id => ({ value: id, label: BANK_PROFILES[id].name }));

/** A statement is looked at first, and brought in when what would happen is right. */
export const StatementsPage = () => {
  const list = useLoaded('statements', { limit: 20 });
  const open = useDesk(state => state.open);
  const { stage, bringIn, again } = useImport(() => void list.reload());
  const [bank, setBank] = useState<BankProfileId>('vietcombank');
  const [account, setAccount] = useState('');
  const [file, setFile] = useState<File>();
  const [wrong, setWrong] = useState<string>();
  const isBusy = progressWords(stage) !== undefined;
  const report =
    stage.stage === 'at-work' && stage.progress.state === 'done'
      ? stage.progress.report
      : undefined;
  const refusal =
    stage.stage === 'at-work' && stage.progress.state === 'refused'
      ? say(`statements.files.${stage.progress.why}`)
      : undefined;

  const begin = (isTrial: boolean): void => {
    const fault =
      file === undefined
        ? say('statements.noFile')
        : file.size > LONGEST_STATEMENT
          ? say('statements.tooLarge')
          : account !== '' && !/^\d{4,19}$/.test(account)
            ? say('statements.wrongAccount')
            : undefined;
    setWrong(fault);
    if (fault !== undefined || file === undefined || isBusy) return;
    void bringIn({ file, bank, ...(account === '' ? {} : { account }) }, isTrial);
  };
  const said = wrong ?? refusal ?? (stage.stage === 'choosing' ? stage.wrong : undefined);

  return (
    <PageFrame title={say('statements.title')} fault={list.fault}>
      <p className="desk-lead">{say('statements.lead')}</p>
      <Form label={say('statements.title')} onSubmit={() => begin(true)}>
        <Choice
          id="bank"
          label={say('statements.bank')}
          value={bank}
          options={BANKS}
          onChange={value => {
            setBank(value);
            again();
          }}
        />
        <div className="desk-field" data-wide>
          <label htmlFor="file">{say('statements.file')}</label>
          <input
            id="file"
            type="file"
            accept=".csv,.txt,.xlsx,.sta,.mt940,.940,.xml"
            aria-describedby="file-hint"
            onChange={event => {
              setFile(event.target.files?.[0]);
              again();
            }}
          />
          <p id="file-hint">{say('statements.fileHint')}</p>
        </div>
        <Field
          id="account"
          label={say('statements.account')}
          hint={say('statements.accountHint')}
          value={account}
          onChange={setAccount}
        />
        <Submit label={say('statements.preview')} isDisabled={isBusy} />
      </Form>
      <News words={said} tone="attention" />
      <ProgressBar stage={stage} />
      {report !== undefined && stage.stage === 'at-work' && (
        <StatementReport report={report} isTrial={stage.isTrial}>
          {stage.isTrial && report.fresh > 0 && (
            <DeskButton
              label={say('statements.doImport', { count: digits(report.fresh) })}
              tone="main"
              onPress={() => begin(false)}
            />
          )}
          {!stage.isTrial && report.waiting > 0 && (
            <DeskButton
              label={say('statements.result.toSuspense')}
              tone="main"
              onPress={() => open({ page: 'suspense' })}
            />
          )}
        </StatementReport>
      )}
      <Section title={say('statements.list.title')}>
        {list.value === undefined ? (
          <Loading fault={list.fault} reload={list.reload} />
        ) : (
          <Table
            caption={say('statements.list.title')}
            rows={list.value.statements}
            keyOf={({ statementId }) => statementId}
            empty={say('statements.list.empty')}
            columns={[
              {
                head: say('statements.list.at'),
                cell: ({ importedAt }) => dayAndTime(importedAt),
              },
              {
                head: say('statements.bank'),
                cell: ({ bank: id }) => BANKS.find(({ value }) => value === id)?.label ?? id,
              },
              { head: say('statements.account'), cell: row => row.account },
              {
                head: say('statements.list.by'),
                cell: ({ importedBy }) => importedBy,
                isLong: true,
              },
              {
                head: say('statements.list.lines'),
                cell: ({ lines }) => digits(lines),
                isMoney: true,
              },
              {
                head: say('statements.list.state'),
                cell: ({ isComplete }) => (
                  <Chip tone={isComplete ? 'ok' : 'attention'}>
                    {isComplete ? say('statements.list.whole') : say('statements.list.cut')}
                  </Chip>
                ),
              },
            ]}
          />
        )}
      </Section>
    </PageFrame>
  );
};
