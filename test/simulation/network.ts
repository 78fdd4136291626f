import type { Choice } from './seeded-choice.ts';
import type { VirtualTime } from './virtual-time.ts';

/** cut: nothing gets through; foul: much is lost, late, twice or out of order. */
export type Weather = 'fair' | 'foul' | 'cut';

/** How a request ended for who asked. `refused`: nothing was sent; `silence`: nobody knows. */
export type Outcome<T> = { readonly answer: T } | 'refused' | 'silence';

/** One way through the network, from a caller to a server. */
export interface Link {
  setWeather(weather: Weather): void;
  /**
   * Carries one request. `serve` may be called never, once or twice, and answers by its callback,
   * or with undefined where no program listens. What the outcome is says `done`, perhaps never:
   * whoever asks has to have a time limit.
   */
  carry<T>(
    serve: (answer: (value: T) => void) => 'served' | 'nobody listens',
    done: (outcome: Outcome<T>) => void,
  ): void;
}

export interface LinkParts {
  readonly time: VirtualTime;
  readonly choice: Choice;
  /** A proxy on the way repeats what it had no answer to. */
  readonly repeats: boolean;
}

/** Milliseconds one way. */
const FAIR = { mean: 3, limit: 60 };
const FOUL = { mean: 900, limit: 30_000 };
const LOST = 0.15;
const RESET = 0.1;
const TWICE = 0.2;

export const createLink = ({ time, choice, repeats }: LinkParts): Link => {
  let weather: Weather = 'fair';
  const delay = (): number => {
    const { mean, limit } = weather === 'foul' && choice.chance(0.5) ? FOUL : FAIR;
    return choice.waitAround(mean, limit);
  };
  const isLost = (): boolean => weather === 'cut' || (weather === 'foul' && choice.chance(LOST));
  const isReset = (): boolean => weather === 'foul' && choice.chance(RESET);

  return {
    setWeather: now => {
      weather = now;
    },
    carry: (serve, done) => {
      if (weather === 'cut') {
        time.after(delay(), () => done('refused'));
        return;
      }
      const arrive = (): void => {
        if (isLost()) return;
        const served = serve(value => {
          if (isReset()) done('silence');
          else if (!isLost()) time.after(delay(), () => done({ answer: value }));
        });
        if (served === 'nobody listens') time.after(delay(), () => done('refused'));
      };
      time.after(delay(), arrive);
      if (repeats && weather === 'foul' && choice.chance(TWICE)) time.after(delay(), arrive);
    },
  };
};
