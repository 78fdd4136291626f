import { contrastOfWords } from './contrast.ts';
import {
  alwaysThere,
  fewChoices,
  languageIsSaid,
  oneQuestion,
  realButtons,
} from './page-structure.ts';
import {
  insideItsBox,
  largeEnough,
  marksHaveRoom,
  noScrolling,
  notClipped,
  oneFont,
} from './text-fits.ts';
import {
  notCovered,
  onItsStage,
  touchTargetGap,
  touchTargetSize,
  withinReach,
} from './touch-targets.ts';
import type { Panel, Rule, Violation } from './violation.ts';

const RULES: readonly Rule[] = [
  touchTargetSize,
  touchTargetGap,
  withinReach,
  notCovered,
  onItsStage,
  oneQuestion,
  alwaysThere,
  realButtons,
  fewChoices,
  languageIsSaid,
  notClipped,
  insideItsBox,
  noScrolling,
  marksHaveRoom,
  largeEnough,
  oneFont,
  contrastOfWords,
];

/** Every rule over the page as it stands; runs inside the browser. */
export const lint = (panel: Panel): Violation[] => RULES.flatMap(rule => rule(panel));
