import { useState } from 'react';
import type { SimulatorAction } from '../../core/contract/device.ts';
import { PanelButton } from './panel-button.tsx';
import { usePanel, useSay } from './panel-context.ts';
import type { PanelKey } from './panel-words.ts';

interface Switch {
  readonly title: PanelKey;
  readonly settings: readonly { readonly label: PanelKey; readonly action: SimulatorAction }[];
}

/** What a hand can do to the printer; the first of each row is how it should be. */
const SWITCHES: readonly Switch[] = [
  {
    title: 'printer.paper',
    settings: [
      { label: 'printer.ok', action: { action: 'paper', state: 'ok' } },
      { label: 'printer.nearEnd', action: { action: 'paper', state: 'near-end' } },
      { label: 'printer.end', action: { action: 'paper', state: 'end' } },
    ],
  },
  {
    title: 'printer.cover',
    settings: [
      { label: 'printer.closed', action: { action: 'cover', open: false } },
      { label: 'printer.open', action: { action: 'cover', open: true } },
    ],
  },
  {
    title: 'printer.jam',
    settings: [
      { label: 'printer.free', action: { action: 'jam', jammed: false } },
      { label: 'printer.jammed', action: { action: 'jam', jammed: true } },
    ],
  },
];

export const Printer = () => {
  const say = useSay();
  const simulate = usePanel(view => view.simulate);
  const [set, setSet] = useState<Readonly<Record<string, number>>>({});
  return (
    <section className="panel-section">
      <h2>{say('printer.title')}</h2>
      {SWITCHES.map(({ title, settings }) => (
        <fieldset className="panel-choice" key={title}>
          <legend>{say(title)}</legend>
          {settings.map(({ label, action }, index) => (
            <PanelButton
              key={label}
              label={say(label)}
              isOn={(set[title] ?? 0) === index}
              onPress={() => {
                setSet({ ...set, [title]: index });
                simulate('receipt-printer', action);
              }}
            />
          ))}
        </fieldset>
      ))}
    </section>
  );
};

/** What came out, newest first and large. */
export const Sheets = () => {
  const say = useSay();
  const papers = usePanel(view => view.state?.papers) ?? [];
  return (
    <section className="panel-section panel-sheets">
      <h2>{say('printer.sheets')}</h2>
      {papers.length === 0 ? (
        <p>{say('printer.none')}</p>
      ) : (
        [...papers]
          .reverse()
          .map(paper => (
            <img
              key={paper.sheetId}
              src={`data:image/png;base64,${paper.png}`}
              width={paper.widthDots}
              height={paper.heightDots}
              alt={say('printer.sheet', { number: paper.sheetId })}
            />
          ))
      )}
    </section>
  );
};
