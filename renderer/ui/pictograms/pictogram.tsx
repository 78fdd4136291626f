import type { ReactNode } from 'react';
import type { Pictogram as ClinicPictogram } from '../../../core/contract/catalogue.ts';
import { CLINIC_SHAPES } from './clinic-shapes.tsx';
import { SCREEN_SHAPES, type ScreenPictogram } from './screen-shapes.tsx';
import './pictograms.css';

export type PictogramName = ClinicPictogram | ScreenPictogram;

const SHAPES: Readonly<Record<PictogramName, ReactNode>> = { ...CLINIC_SHAPES, ...SCREEN_SHAPES };

/** A picture of 48 units in the colour of the text. Never alone: words always stand beside it. */
export const Pictogram = ({ name }: { readonly name: PictogramName }) => (
  <svg className="pictogram" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
    {SHAPES[name]}
  </svg>
);
