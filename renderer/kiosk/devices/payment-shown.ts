import type { PaymentOrder } from '../../../core/contract/payment-display.ts';

/** A QR code as the squares of its rows. */
export interface CodeSymbol {
  readonly size: number;
  /** The dark modules as an SVG path in a square of `size`. */
  readonly path: string;
}

/** What of a payment stands on the screen. */
export type PaymentShown =
  | {
      readonly state: 'due';
      readonly amount: number;
      readonly symbol: CodeSymbol;
      /** Milliseconds since 1970: then it must not be shown any more. */
      readonly until: number;
    }
  | { readonly state: 'paid'; readonly amount: number };

/** Long enough to be read, also by whoever looks at the phone first. */
const PAID_MS = 6_000;

export interface PaymentPlace {
  /** Resolves when it is shown. @throws where no code can be drawn */
  tell(order: PaymentOrder): Promise<void>;
  close(): void;
}

/** Keeps one payment on the screen until it is paid, taken away, or has run out. */
export const createPaymentPlace = (show: (payment: PaymentShown | null) => void): PaymentPlace => {
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const blankAfter = (ms: number): void => {
    timer = setTimeout(() => show(null), ms);
  };

  return {
    tell: async order => {
      turn += 1;
      const mine = turn;
      clearTimeout(timer);
      switch (order.order) {
        case 'show': {
          const { payment } = order;
          const symbol = await symbolOf(payment.qr);
          // A newer order came while the code was being made.
          if (mine !== turn) return;
          const shownFor = payment.expiresInSeconds * 1_000;
          show({ state: 'due', amount: payment.amount, symbol, until: Date.now() + shownFor });
          blankAfter(shownFor);
          return;
        }
        case 'paid': {
          show({ state: 'paid', amount: order.amount });
          blankAfter(PAID_MS);
          return;
        }
        case 'clear':
          show(null);
      }
    },
    close: () => {
      turn += 1;
      clearTimeout(timer);
    },
  };
};

/** Loaded only where somebody pays. */
export const symbolOf = async (text: string): Promise<CodeSymbol> => {
  const { create } = await import('qrcode');
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  let path = '';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (modules.get(row, column) !== 0) path += `M${column} ${row}h1v1h-1z`;
    }
  }
  return { size, path };
};
