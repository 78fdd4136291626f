import type { DeviceKind } from '../../core/contract/device.ts';
import type { Scene } from '../ui/pictograms/illustration.tsx';
import type { PictogramName } from '../ui/pictograms/pictogram.tsx';

export const PICTOGRAM_OF: Readonly<Record<DeviceKind, PictogramName>> = {
  'chip-card-reader': 'card',
  'code-scanner': 'code',
  'receipt-printer': 'printer',
  'document-printer': 'printer',
  'payment-display': 'money',
  'audio-output': 'phone',
};

/** What to do with one's hands to try a device. */
export const SCENE_OF: Readonly<Record<DeviceKind, Scene>> = {
  'chip-card-reader': 'cardOnReader',
  'code-scanner': 'codeAtScanner',
  'receipt-printer': 'slip',
  'document-printer': 'slip',
  'payment-display': 'desk',
  'audio-output': 'desk',
};
