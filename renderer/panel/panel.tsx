import { useEffect } from 'react';
import { CardsAndCodes } from './cards.tsx';
import { Customer } from './customer.tsx';
import { PanelButton } from './panel-button.tsx';
import { PanelContext, usePanel, useSay } from './panel-context.ts';
import type { PanelStore } from './panel-store.ts';
import { Devices, Outbox, Plant } from './plant.tsx';
import { Printer, Sheets } from './printer.tsx';
import './panel.css';

const Head = () => {
  const say = useSay();
  const language = usePanel(view => view.language);
  const setLanguage = usePanel(view => view.setLanguage);
  const isLost = usePanel(view => view.isLost);
  const isRefused = usePanel(view => view.isRefused);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = say('title');
  }, [language, say]);
  return (
    <header className="panel-head">
      <div>
        <h1>{say('title')}</h1>
        <p>{say('lead')}</p>
      </div>
      <p className="panel-news" role="status">
        {isLost ? say('lost') : isRefused ? say('refused') : ''}
      </p>
      <PanelButton
        label={say('otherLanguage')}
        onPress={() => setLanguage(language === 'vi' ? 'en' : 'vi')}
      />
    </header>
  );
};

/** Everything one can do to the simulated surroundings of a kiosk, on one page. */
export const Panel = ({ store }: { readonly store: PanelStore }) => (
  <PanelContext value={store}>
    <Head />
    <main className="panel-columns">
      <div>
        <CardsAndCodes />
      </div>
      <div>
        <Customer />
        <Plant />
        <Outbox />
        <Printer />
        <Devices />
      </div>
      <Sheets />
    </main>
  </PanelContext>
);
