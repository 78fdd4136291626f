import { useState } from 'react';
import { Field, Form, Submit } from './controls.tsx';

export interface SecretField<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly hint?: string;
  /** As password managers know it. */
  readonly autoComplete: 'username' | 'current-password' | 'new-password';
}

type Typed<Name extends string> = Readonly<Record<Name, string>>;

/**
 * Fields below each other of which some are secrets. Nothing is sent before each is filled, nor twice at
 * once; what was typed goes when `onSubmit` says so.
 */
export const SecretForm = <Name extends string>({
  label,
  fields,
  submit,
  onSubmit,
}: {
  readonly label: string;
  readonly fields: readonly SecretField<Name>[];
  readonly submit: string;
  /** @returns the fields to empty. */
  readonly onSubmit: (typed: Typed<Name>) => Promise<readonly Name[]>;
}) => {
  const blank = (names: readonly Name[]): Partial<Typed<Name>> =>
    Object.fromEntries(names.map(name => [name, ''])) as Partial<Typed<Name>>;
  const [typed, setTyped] = useState(() => blank(fields.map(({ name }) => name)) as Typed<Name>);
  const [isBusy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    if (isBusy || fields.some(({ name }) => typed[name] === '')) return;
    setBusy(true);
    const emptied = await onSubmit(typed);
    setBusy(false);
    setTyped(now => ({ ...now, ...blank(emptied) }));
  };
  return (
    <Form label={label} onSubmit={() => void send()}>
      {fields.map(({ name, autoComplete, ...field }) => (
        <Field
          key={name}
          id={name}
          type={autoComplete === 'username' ? 'text' : 'password'}
          autoComplete={autoComplete}
          value={typed[name]}
          onChange={value => setTyped(now => ({ ...now, [name]: value }))}
          {...field}
        />
      ))}
      <Submit label={submit} isDisabled={isBusy} />
    </Form>
  );
};
