import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { vi } from 'vitest';
import {
  type Intent,
  kioskContract,
  kioskPushSchema,
  type Snapshot,
} from '../../../core/contract/kiosk.ts';
import { createConnection } from '../../ui/connection/connection.ts';
import { type MockAnswer, mockCarrier } from '../../ui/connection/mock-carrier.ts';
import { App } from '../app.tsx';
import { createScreen } from '../screen-store.ts';

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean | undefined;
}

/** A kiosk's screen with a host that the test plays. */
export interface KioskScreen {
  readonly element: HTMLElement;
  /** What the patient was asked, in one line. */
  readonly question: () => string;
  /** All words of the page, without the buttons that are always there. */
  readonly words: () => string;
  readonly button: (name: string | RegExp) => HTMLButtonElement;
  readonly buttons: () => string[];
  readonly press: (name: string | RegExp, times?: number) => Promise<void>;
  /** Lets time go by; only with fake timers. */
  readonly pass: (ms: number) => Promise<void>;
  /** The host turns to another snapshot; a new page where the step key differs. */
  readonly turn: (changes: Partial<Snapshot>) => Promise<void>;
  readonly intents: () => Intent[];
  readonly lose: () => Promise<void>;
  readonly restore: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const wordsOf = (element: Element | null): string =>
  (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** The name a screen reader says. */
const nameOf = (button: Element): string => button.getAttribute('aria-label') ?? wordsOf(button);

/** Shows `first` in a fresh document body. The host answers every intent with its current snapshot. */
export const showKiosk = async (
  first: Snapshot,
  answerIntent?: (intent: Intent) => MockAnswer | undefined,
): Promise<KioskScreen> => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  document.body.innerHTML = '<div id="root"></div>';
  const element = document.getElementById('root') as HTMLElement;
  let current = first;
  const carrier = mockCarrier(({ method, input }) => {
    if (method !== 'send') return { value: method === 'touch' ? {} : current };
    return answerIntent?.((input as { intent: Intent }).intent) ?? { value: current };
  });
  const screen = createScreen(createConnection(kioskContract, kioskPushSchema, carrier));
  const root = createRoot(element);
  const settled = (work: () => void) =>
    act(async () => {
      work();
      await Promise.resolve();
    });
  await settled(() => root.render(<App screen={screen} />));

  const all = () => [...element.querySelectorAll<HTMLButtonElement>('button')];
  const button = (name: string | RegExp): HTMLButtonElement => {
    const found = all().filter(candidate =>
      typeof name === 'string' ? nameOf(candidate) === name : name.test(nameOf(candidate)),
    );
    const [only, ...others] = found;
    if (only === undefined || others.length > 0) {
      throw new Error(`${found.length} buttons ${name}: ${all().map(nameOf).join(' | ')}`);
    }
    return only;
  };
  return {
    element,
    question: () =>
      wordsOf([...element.querySelectorAll('h1')].find(h1 => !h1.closest('[inert]')) ?? null),
    words: () => wordsOf(element.querySelector('main')),
    button,
    buttons: () => all().map(nameOf),
    press: (name, times = 1) =>
      settled(() => {
        const pressed = button(name);
        for (let time = 0; time < times; time += 1) pressed.click();
      }),
    pass: ms => settled(() => void vi.advanceTimersByTime(ms)),
    turn: changes =>
      settled(() => {
        current = { ...current, revision: current.revision + 1, ...changes };
        carrier.push({ type: 'snapshot', snapshot: current });
      }),
    intents: () =>
      carrier.calls
        .filter(call => call.method === 'send')
        .map(call => (call.input as { intent: Intent }).intent),
    lose: () => settled(() => carrier.enter('lost')),
    restore: () => settled(() => carrier.enter('open')),
    close: () =>
      settled(() => {
        root.unmount();
        screen.close();
      }),
  };
};
