import { printedBytes } from './printed-bytes.ts';

/** Worked examples of ICAO 9303-10, Appendix A: files of documents that never existed. */
export const WORKED_EXAMPLES = {
  /** A.1, data structure 1.7 with DG1, DG2, DG4 and DG12. */
  com: printedBytes('60 16 5F01 04 "0107" 5F36 06 "040000" 5C 04 61 75 76 6C'),
  /** A.2.1, size TD1. */
  dg1Td1: printedBytes(
    '61 5D 5F1F 5A "I<NLDXI85935F86999999990<<<<<<7208148F1108268NLD<<<<<<<<<<<4" "VAN<DER<STEEN<<MARIANNE<LOUISE"',
  ),
  /** A.2.2, size TD2. */
  dg1Td2: printedBytes(
    '61 4B 5F1F 48 "I<ATASMITH<<JOHN<T<<<<<<<<<<<<<<<<<<" "123456789<HMD7406222M10123130121<<54"',
  ),
  /** A.4. */
  dg11: printedBytes(
    '6B 63 5C 0A 5F0E 5F11 5F42 5F12 5F13 5F0E 0D "SMITH<<JOHN<J" 5F11 0A "ANYTOWN<MN" ' +
      '5F42 17 "123 MAPLE RD<ANYTOWN<MN" 5F12 0E "1-612-555-1212" 5F13 0C "TRAVEL<AGENT"',
  ),
  /** A.5, with the other persons in a template of their own. */
  dg12: printedBytes(
    '6C 45 5C 06 5F19 5F26 5F1A 5F19 18 "UNITED STATES OF AMERICA" 5F26 08 "20020531" ' +
      'A0 15 02 01 01 5F1A 0F "SMITH<<BRENDA<P"',
  ),
  /** A.6. */
  dg16: printedBytes(
    '70 81A2 02 01 02 ' +
      'A1 4C 5F50 08 "20020101" 5F51 10 "SMITH<<CHARLES<R" 5F52 0B "19525551212" ' +
      '5F53 1D "123 MAPLE RD<ANYTOWN<MN<55100" ' +
      'A2 4F 5F50 08 "20020315" 5F51 0D "BROWN<<MARY<J" 5F52 0B "14155551212" ' +
      '5F53 23 "49 REDWOOD LN<OCEAN BREEZE<CA<94000"',
  ),
} as const;
