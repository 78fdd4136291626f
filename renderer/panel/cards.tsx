import { useState } from 'react';
import { nameKey } from '../../core/identity/person-name.ts';
import { PanelButton } from './panel-button.tsx';
import { usePanel, useSay } from './panel-context.ts';
import { piecesOf, scanBytes } from './scan-bytes.ts';

const PIECES = [undefined, 1, 7, 16] as const;

const matches = (search: string, ...texts: readonly string[]): boolean =>
  texts.some(text => nameKey(text).includes(nameKey(search)));

/** Cards to lay on the reader and codes to hold before the scanner. */
export const CardsAndCodes = () => {
  const say = useSay();
  const [search, setSearch] = useState('');
  const [pieces, setPieces] = useState<number | undefined>(undefined);
  return (
    <>
      <div className="panel-tools">
        <label className="panel-field">
          <span>{say('cards.search')}</span>
          <input value={search} onChange={event => setSearch(event.target.value)} />
        </label>
        <fieldset className="panel-choice">
          <legend>{say('codes.chunks')}</legend>
          {PIECES.map(size => (
            <PanelButton
              key={size ?? 0}
              label={
                size === undefined ? say('codes.whole') : say('codes.chunkBytes', { count: size })
              }
              isOn={size === pieces}
              onPress={() => setPieces(size)}
            />
          ))}
        </fieldset>
      </div>
      <Cards search={search} />
      <Codes search={search} pieces={pieces} />
    </>
  );
};

const Cards = ({ search }: { readonly search: string }) => {
  const say = useSay();
  const state = usePanel(view => view.state);
  const simulate = usePanel(view => view.simulate);
  const onReader = state?.cardOnReader ?? null;
  return (
    <section className="panel-section">
      <h2>{say('cards.title')}</h2>
      <ul className="panel-list">
        {state?.cards
          .filter(card => card.id === onReader || matches(search, card.title, card.note))
          .map(card => (
            <li key={card.id} data-on={card.id === onReader}>
              <span className="panel-words">
                <strong>{card.title}</strong>
                <span>{card.id === onReader ? say('cards.onReader') : card.note}</span>
              </span>
              {card.id === onReader ? (
                <PanelButton
                  label={say('cards.remove')}
                  onPress={() => simulate('chip-card-reader', { action: 'remove-card' })}
                />
              ) : (
                <PanelButton
                  label={say('cards.insert')}
                  about={card.title}
                  onPress={() =>
                    simulate('chip-card-reader', { action: 'insert-card', card: card.id })
                  }
                />
              )}
            </li>
          ))}
      </ul>
    </section>
  );
};

interface CodesProps {
  readonly search: string;
  readonly pieces: number | undefined;
}

const Codes = ({ search, pieces }: CodesProps) => {
  const say = useSay();
  const codes = usePanel(view => view.state?.codes);
  const simulate = usePanel(view => view.simulate);
  const [pasted, setPasted] = useState('');
  const scan = (payload: string): void =>
    simulate('code-scanner', {
      action: 'scan',
      bytes: scanBytes(payload),
      ...(pieces === undefined ? {} : { chunks: piecesOf(payload, pieces) }),
    });
  return (
    <section className="panel-section">
      <h2>{say('codes.title')}</h2>
      <form
        className="panel-tools"
        onSubmit={event => {
          event.preventDefault();
          scan(pasted);
        }}
      >
        <label className="panel-field">
          <span>{say('codes.paste')}</span>
          <input value={pasted} onChange={event => setPasted(event.target.value)} />
        </label>
        <PanelButton label={say('codes.scan')} onPress={() => scan(pasted)} />
      </form>
      <ul className="panel-list">
        {codes
          ?.filter(code => matches(search, code.title))
          .map(code => (
            <li key={code.id}>
              <span className="panel-words">
                <strong>{code.title}</strong>
                <code>{code.payload}</code>
              </span>
              <PanelButton
                label={say('codes.scan')}
                about={code.title}
                onPress={() => scan(code.payload)}
              />
            </li>
          ))}
      </ul>
    </section>
  );
};
