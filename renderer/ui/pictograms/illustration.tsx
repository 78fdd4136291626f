import type { ReactNode } from 'react';
import './pictograms.css';

const SCENES = {
  /** A card laid on the tray of the reader. */
  cardOnReader: (
    <>
      <path className="tint" d="M70 216h340l34 70a14 14 0 0 1-13 20H49a14 14 0 0 1-13-20Z" />
      <path d="M120 262h240" />
      <rect className="sheet" x="132" y="14" width="216" height="136" rx="18" />
      <rect className="tint fine" x="158" y="42" width="52" height="44" rx="8" />
      <path className="fine" d="M158 64h52M184 42v44" />
      <path d="M236 52h84M236 80h60M158 118h162" />
      <path d="M240 166v56M214 198l26 26 26-26" />
    </>
  ),
  /** A code held before the window of the scanner. */
  codeAtScanner: (
    <>
      <rect className="sheet" x="44" y="26" width="168" height="268" rx="26" />
      <rect className="fine" x="78" y="78" width="40" height="40" rx="6" />
      <rect className="fine" x="138" y="78" width="40" height="40" rx="6" />
      <rect className="fine" x="78" y="138" width="40" height="40" rx="6" />
      <path className="fine" d="M138 138h16v18M178 138v14M138 178v-4M158 176h20" />
      <path d="M112 258h32" />
      <path className="ray" d="M240 128h92M240 92l92 18M240 164l92-18" />
      <rect className="tint" x="348" y="48" width="92" height="224" rx="26" />
      <rect className="sheet" x="366" y="92" width="56" height="72" rx="12" />
      <path d="M384 224h20" />
    </>
  ),
  /** The code printed on a card, held before the window of the scanner. */
  cardAtScanner: (
    <>
      <rect className="sheet" x="30" y="70" width="244" height="166" rx="18" />
      <circle className="fine" cx="76" cy="126" r="18" />
      <path className="fine" d="M50 182c3-22 11-32 26-32s23 10 26 32" />
      <path className="fine" d="M128 160h54M128 186h112M50 210h132" />
      <rect className="tint" x="182" y="86" width="76" height="60" rx="10" />
      <path
        className="fine"
        d="M198 102h14v14h-14zM228 102h14v14h-14zM198 130h6M218 130h24M228 116v6"
      />
      <path className="ray" d="M290 116h48M290 96l48 14M290 136l48-14" />
      <rect className="tint" x="356" y="34" width="92" height="224" rx="26" />
      <rect className="sheet" x="374" y="80" width="56" height="72" rx="12" />
      <path d="M392 214h20" />
    </>
  ),
  /** The photo page of a passport, its lower lines before the window of the scanner. */
  passportAtScanner: (
    <>
      <rect className="sheet" x="40" y="30" width="260" height="236" rx="18" />
      <path className="fine" d="M40 148h260" />
      <rect className="tint fine" x="66" y="166" width="58" height="52" rx="8" />
      <path className="fine" d="M146 178h124M146 204h80" />
      <path d="M62 238h216M62 254h216" />
      <circle className="fine" cx="170" cy="90" r="32" />
      <path className="fine" d="M138 90h64M170 58c14 18 14 46 0 64-14-18-14-46 0-64Z" />
      <path className="ray" d="M312 246h44M312 236l44-8M312 256l44 8" />
      <rect className="tint" x="368" y="76" width="84" height="216" rx="26" />
      <rect className="sheet" x="384" y="200" width="52" height="68" rx="12" />
    </>
  ),
  /** Where a card says how long it is good. */
  expiryOnCard: (
    <>
      <rect className="sheet" x="60" y="36" width="360" height="240" rx="24" />
      <circle className="fine" cx="128" cy="110" r="26" />
      <path className="fine" d="M90 186c4-30 16-46 38-46s34 16 38 46" />
      <path className="fine" d="M204 88h172M204 126h172M204 164h120" />
      <rect className="tint" x="78" y="210" width="210" height="48" rx="12" />
      <path d="M100 234h36M156 234h36M212 234h54" />
    </>
  ),
  /** Six digits on their own. */
  numberOnCard: (
    <>
      <rect className="sheet" x="60" y="36" width="360" height="240" rx="24" />
      <circle className="fine" cx="128" cy="110" r="26" />
      <path className="fine" d="M90 186c4-30 16-46 38-46s34 16 38 46" />
      <path className="fine" d="M204 88h172M204 126h172M204 164h120M90 234h72" />
      <rect className="tint" x="212" y="208" width="190" height="50" rx="12" />
      <path d="M236 233h.01M264 233h.01M292 233h.01M322 233h.01M350 233h.01M378 233h.01" />
    </>
  ),
  /** The slip coming out below the screen. */
  slip: (
    <>
      <rect className="tint" x="40" y="24" width="400" height="92" rx="24" />
      <path d="M104 72h272" />
      <path
        className="sheet"
        d="M132 76h216v206l-27 16-27-16-27 16-27-16-27 16-27-16-27 16-27-16Z"
      />
      <path d="M184 132h112M184 172h112M204 212h72" />
    </>
  ),
  /** Card and slip, taken along. */
  takeAlong: (
    <>
      <path
        className="sheet"
        d="M60 40h150v212l-19 12-19-12-18 12-19-12-19 12-19-12-19 12-18-12Z"
      />
      <path d="M96 92h78M96 130h78M96 168h48" />
      <rect className="tint" x="196" y="134" width="224" height="144" rx="20" />
      <rect className="sheet fine" x="224" y="164" width="52" height="44" rx="8" />
      <path className="fine" d="M224 186h52M250 164v44" />
      <path d="M302 174h86M302 204h60M224 244h164" />
    </>
  ),
  /** A record being looked for. */
  looking: (
    <>
      <rect className="sheet" x="90" y="20" width="200" height="260" rx="22" />
      <path d="M134 84h112M134 128h112M134 172h64" />
      <circle className="tint" cx="300" cy="196" r="66" />
      <path d="m348 244 56 54" />
      <path className="fine" d="M270 196h.01M300 196h.01M330 196h.01" />
    </>
  ),
  /** The reception desk with somebody behind it. */
  desk: (
    <>
      <circle className="sheet" cx="240" cy="76" r="46" />
      <path className="sheet" d="M140 208c6-52 44-78 100-78s94 26 100 78" />
      <rect className="tint" x="44" y="208" width="392" height="38" rx="14" />
      <path className="sheet" d="M84 246v54h312v-54" />
    </>
  ),
  /** A day in the calendar that is kept for somebody. */
  appointment: (
    <>
      <rect className="sheet" x="100" y="44" width="280" height="246" rx="26" />
      <path className="tint" d="M100 70a26 26 0 0 1 26-26h228a26 26 0 0 1 26 26v46H100Z" />
      <path d="M164 22v44M316 22v44" />
      <path d="m186 206 38 38 74-80" />
    </>
  ),
  /** The door of a clinic. */
  door: (
    <>
      <path className="tint" d="M120 300V48a22 22 0 0 1 22-22h196a22 22 0 0 1 22 22v252Z" />
      <path className="sheet" d="M160 300V104h160v196Z" />
      <path d="M292 204v18M64 300h352" />
      <path className="fine" d="M240 48v32M224 64h32" />
    </>
  ),
} as const satisfies Readonly<Record<string, ReactNode>>;

export type Scene = keyof typeof SCENES;

/** A large picture of what to do with one's hands; the sentence beside it says the same. */
export const Illustration = ({ scene }: { readonly scene: Scene }) => (
  <svg className="illustration" viewBox="0 0 480 320" aria-hidden="true" focusable="false">
    {SCENES[scene]}
  </svg>
);
