import type { CodeSymbol } from '../devices/payment-shown.ts';
import './payment-code.css';

/** Light modules around the code (ISO/IEC 18004, 5.3.8). */
const QUIET_ZONE = 4;

interface PaymentCodeProps {
  readonly symbol: CodeSymbol;
  /** What a screen reader calls it. */
  readonly name: string;
}

/** A code that a phone reads off the screen. */
export const PaymentCode = ({ symbol: { size, path }, name }: PaymentCodeProps) => {
  const side = size + 2 * QUIET_ZONE;
  return (
    <svg
      className="payment-code"
      viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={name}
    >
      <path d={path} />
    </svg>
  );
};
