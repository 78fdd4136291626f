import type { ReactNode } from 'react';

/** What the screen itself speaks of; same grid and stroke as the clinics. */
export const SCREEN_SHAPES = {
  back: <path d="M30 9 15 24l15 15" />,
  forward: <path d="m18 9 15 15-15 15" />,
  up: <path d="m9 31 15-15 15 15" />,
  down: <path d="m9 17 15 15 15-15" />,
  check: <path d="m9 25 10 10 20-21" />,
  person: (
    <>
      <circle cx="24" cy="15" r="8" />
      <path d="M8 42c1-9 7-14 16-14s15 5 16 14" />
    </>
  ),
  family: (
    <>
      <circle cx="17" cy="11" r="5.5" />
      <path d="M8 42V30c0-6 3.5-9 9-9s9 3 9 9v12" />
      <circle cx="35" cy="24" r="4" />
      <path d="M29 42v-5c0-4 2-6.5 6-6.5s6 2.5 6 6.5v5" />
    </>
  ),
  patient: (
    <>
      <circle cx="24" cy="13" r="7.5" />
      <path d="M8 42c1-10 7-15 16-15s15 5 16 15" />
      <path d="M24 31v9M19.5 35.5h9" />
    </>
  ),
  grandchild: (
    <>
      <circle cx="16" cy="11" r="5.5" />
      <path d="M8 42V30c0-6 3-9 8-9s8 3 8 9v12M28 42V26" />
      <path d="M24 26c0-3 4-3 4 0" />
      <circle cx="38" cy="27" r="4" />
      <path d="M33 42v-4c0-3 1.5-5 5-5s5 2 5 5v4" />
    </>
  ),
  elder: (
    <>
      <circle cx="21" cy="9.5" r="5.5" />
      <path d="M13 42V28c0-6 3-9 8-9 4 0 7 2 8 6l4 5" />
      <path d="M35 42V30c0-3-4-3-4 0M21 42V31" />
    </>
  ),
  couple: (
    <>
      <circle cx="15" cy="12" r="6" />
      <path d="M5 42V31c0-6 4-9 10-9 3 0 5.5.8 7.2 2.3" />
      <circle cx="33" cy="12" r="6" />
      <path d="M43 42V31c0-6-4-9-10-9-3 0-5.5.8-7.2 2.3" />
      <path d="M24 42c-5-4-8-6.5-8-9.500a4 4 0 0 1 8-1 4 4 0 0 1 8 1c0 3-3 5.5-8 9.500Z" />
    </>
  ),
  siblings: (
    <>
      <circle cx="15" cy="14" r="6" />
      <path d="M6 42V33c0-6 3.5-9 9-9s9 3 9 9v9" />
      <circle cx="34" cy="19" r="5" />
      <path d="M28 42v-6c0-5 2-8 6-8s7 3 7 8v6" />
    </>
  ),
  passport: (
    <>
      <rect x="9" y="4" width="30" height="40" rx="4" />
      <circle cx="24" cy="19" r="8" />
      <path d="M16 19h16M24 11c3.5 4.5 3.5 11.5 0 16-3.5-4.5-3.5-11.5 0-16ZM17 36h14" />
    </>
  ),
  hospital: (
    <>
      <path d="M8 43V12h32v31M4 43h40" />
      <path d="M24 17v12M18 23h12M20 43v-8h8v8M16 12V5h16v7" />
    </>
  ),
  swap: <path d="M10 16h28M31 8l8 8-8 8M38 34H10M17 26l-8 8 8 8" />,
  textSize: (
    <>
      <path d="M4 39 14.5 11 25 39M8 30h13" />
      <path d="m28 39 7.5-19L43 39M31 32h9" />
    </>
  ),
  globe: (
    <>
      <circle cx="24" cy="24" r="18" />
      <path d="M6 24h36M24 6c5 5 7.5 11 7.5 18S29 37 24 42c-5-5-7.5-11-7.5-18S19 11 24 6Z" />
    </>
  ),
  card: (
    <>
      <rect x="4" y="10" width="40" height="28" rx="4" />
      <rect x="11" y="17" width="9" height="9" rx="1.5" />
      <path d="M27 18h10M27 25h10M11 32h26" />
    </>
  ),
  code: (
    <>
      <rect x="6" y="6" width="14" height="14" rx="2" />
      <rect x="28" y="6" width="14" height="14" rx="2" />
      <rect x="6" y="28" width="14" height="14" rx="2" />
      <path className="dot" d="M13 13h.01M35 13h.01M13 35h.01" />
      <path d="M28 28h5v5M42 28v6M28 42v-3M35 40h7" />
    </>
  ),
  keypad: (
    <>
      <rect x="8" y="4" width="32" height="40" rx="5" />
      <path
        className="dot"
        d="M16 13h.01M24 13h.01M32 13h.01M16 21h.01M24 21h.01M32 21h.01M16 29h.01M24 29h.01M32 29h.01M24 37h.01"
      />
    </>
  ),
  erase: (
    <>
      <path d="M17 9h23a4 4 0 0 1 4 4v22a4 4 0 0 1-4 4H17L4 24Z" />
      <path d="m22 18 12 12M34 18 22 30" />
    </>
  ),
  emergency: <path d="M18 5h12v13h13v12H30v13H18V30H5V18h13Z" />,
  printer: (
    <>
      <path d="M14 17V6h20v11" />
      <path d="M14 35H9a4 4 0 0 1-4-4V21a4 4 0 0 1 4-4h30a4 4 0 0 1 4 4v10a4 4 0 0 1-4 4h-5" />
      <path d="M14 28h20v14H14Z" />
    </>
  ),
  clock: (
    <>
      <circle cx="24" cy="24" r="18" />
      <path d="M24 13v11l8 5" />
    </>
  ),
  walk: (
    <>
      <circle cx="27" cy="7.5" r="4" />
      <path d="m17 23 5-7 5 1 4 7 6 2" />
      <path d="m26 17-3 11 7 6 2 9M22 29l-3 7-6 7" />
    </>
  ),
  info: (
    <>
      <circle cx="24" cy="24" r="18" />
      <path d="M24 23v11" />
      <path className="dot" d="M24 15h.01" />
    </>
  ),
  attention: (
    <>
      <path d="M24 6 44 41H4Z" />
      <path d="M24 19v10" />
      <path className="dot" d="M24 35h.01" />
    </>
  ),
  calendar: (
    <>
      <rect x="6" y="10" width="36" height="32" rx="4" />
      <path d="M6 20h36M16 5v9M32 5v9M17 31l5 5 9-9" />
    </>
  ),
  repeat: (
    <>
      <path d="M40 25A16 16 0 1 1 35 12.5l5 5" />
      <path d="M40 7v11H29" />
    </>
  ),
  phone: (
    <>
      <rect x="13" y="4" width="22" height="40" rx="5" />
      <path d="M21 37h6" />
    </>
  ),
  newVisit: (
    <>
      <rect x="8" y="6" width="32" height="37" rx="4" />
      <path d="M24 16v16M16 24h16" />
    </>
  ),
  shield: (
    <>
      <path d="m24 4 17 6v12c0 11-7 18-17 22C14 40 7 33 7 22V10Z" />
      <path d="m16 24 6 6 11-12" />
    </>
  ),
  money: (
    <>
      <rect x="4" y="12" width="40" height="24" rx="4" />
      <circle cx="24" cy="24" r="5.5" />
      <path className="dot" d="M11 24h.01M37 24h.01" />
    </>
  ),
  wheelchair: (
    <>
      <circle cx="18" cy="7.5" r="4" />
      <path d="M18 14v14h13l5 12h5M18 20h11" />
      <path d="M13 23a11.5 11.5 0 1 0 15.5 15" />
    </>
  ),
  contrast: (
    <>
      <circle cx="24" cy="24" r="18" />
      <path className="filled" d="M24 6a18 18 0 0 1 0 36Z" />
    </>
  ),
  hourglass: (
    <>
      <path d="M12 5h24M12 43h24" />
      <path d="M15 5c0 10 9 12 9 19s-9 9-9 19M33 5c0 10-9 12-9 19s9 9 9 19" />
    </>
  ),
  medal: (
    <>
      <circle cx="24" cy="31" r="12" />
      <path d="M17 21 10 5h8l6 10 6-10h8l-7 16" />
      <path d="m24 26 1.5 3.2 3.5.4-2.6 2.4.7 3.5-3.1-1.7-3.1 1.7.7-3.5-2.6-2.4 3.5-.4Z" />
    </>
  ),
  networkAway: (
    <>
      <path d="M5 18c3-3 6.5-5 10.5-6.2M24 10c7.5 0 14 3 19 8M12 26c2-2 4-3.2 6.5-4M30 23c2.3.8 4.3 2 6 4M20 34c2.5-2 5.5-2 8 0" />
      <path className="dot" d="M24 41h.01" />
      <path d="m9 5 30 36" />
    </>
  ),
} as const satisfies Readonly<Record<string, ReactNode>>;

export type ScreenPictogram = keyof typeof SCREEN_SHAPES;
