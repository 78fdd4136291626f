import type { ReactNode } from 'react';

interface ButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  /** Said in place of the label where several of one name stand together. */
  readonly about?: string | undefined;
  readonly tone?: 'plain' | 'main' | 'stop' | undefined;
  readonly isDisabled?: boolean | undefined;
}

export const DeskButton = ({
  label,
  onPress,
  about,
  tone = 'plain',
  isDisabled = false,
}: ButtonProps) => (
  <button
    type="button"
    className="desktop-button desk-button"
    data-tone={tone}
    disabled={isDisabled}
    onClick={onPress}
    aria-label={about}
  >
    {label}
  </button>
);

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  /** What is wrong with it, in words. */
  readonly wrong?: string | undefined;
  readonly type?: 'text' | 'password' | undefined;
  readonly autoComplete?: string | undefined;
  readonly isMoney?: boolean | undefined;
  readonly isWide?: boolean | undefined;
}

export const Field = ({
  id,
  label,
  value,
  onChange,
  hint,
  wrong,
  type = 'text',
  autoComplete = 'off',
  isMoney = false,
  isWide = false,
}: FieldProps) => (
  <div className="desk-field" data-wide={isWide}>
    <label htmlFor={id}>{label}</label>
    <input
      id={id}
      type={type}
      value={value}
      autoComplete={autoComplete}
      spellCheck={false}
      data-money={isMoney}
      {...(isMoney ? { inputMode: 'numeric' as const } : {})}
      aria-invalid={wrong !== undefined}
      aria-describedby={hint === undefined && wrong === undefined ? undefined : `${id}-hint`}
      onChange={event => onChange(event.target.value)}
    />
    {(wrong ?? hint) !== undefined && (
      <p id={`${id}-hint`} data-wrong={wrong !== undefined}>
        {wrong ?? hint}
      </p>
    )}
  </div>
);

/** One of a few, as a list that every keyboard knows. */
export const Choice = <T extends string>({
  id,
  label,
  value,
  options,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}) => (
  <div className="desk-field">
    <label htmlFor={id}>{label}</label>
    <select id={id} value={value} onChange={event => onChange(event.target.value as T)}>
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  </div>
);

export type Tone = 'ok' | 'attention' | 'plain' | 'stop';

/** A state in words; the colour only repeats them. */
export const Chip = ({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) => (
  <span className="desk-chip" data-tone={tone}>
    {children}
  </span>
);

/** What has just happened, said aloud too. */
export const News = ({
  words,
  tone = 'plain',
}: {
  readonly words: string | undefined;
  readonly tone?: Tone | undefined;
}) => (
  <p className="desk-news" role="status" data-tone={tone} hidden={words === undefined}>
    {words}
  </p>
);

/** Facts side by side: what, and how much. */
export const Facts = ({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}) => (
  <dl className="desk-facts">
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

/** Fields and their one action; Enter is as good as the button. */
export const Form = ({
  label,
  onSubmit,
  children,
}: {
  readonly label: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}) => (
  <form
    className="desk-form"
    aria-label={label}
    noValidate
    onSubmit={event => {
      event.preventDefault();
      onSubmit();
    }}
  >
    {children}
  </form>
);

export const Submit = ({
  label,
  isDisabled = false,
}: {
  readonly label: string;
  readonly isDisabled?: boolean;
}) => (
  <button
    type="submit"
    className="desktop-button desk-button"
    data-tone="main"
    disabled={isDisabled}
  >
    {label}
  </button>
);

export const Section = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) => (
  <section className="desk-section">
    <h2>{title}</h2>
    {children}
  </section>
);
