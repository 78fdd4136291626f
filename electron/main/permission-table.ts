import { type Session } from 'electron';
import { type PageFeatures } from '../../core/pages/page-headers.ts';
import { isAppUrl } from './app-origin.ts';

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
export type Permission = Parameters<RequestHandler>[1];

type Rule = 'denied' | 'camera';

/**
 * Every permission that Electron knows, by name: one that a newer Electron adds does not compile
 * until somebody has decided about it.
 */
export const PERMISSIONS = {
  ar: 'denied',
  'automatic-fullscreen': 'denied',
  'background-fetch': 'denied',
  'background-sync': 'denied',
  'captured-surface-control': 'denied',
  'clipboard-read': 'denied',
  'clipboard-sanitized-write': 'denied',
  'deprecated-sync-clipboard-read': 'denied',
  'display-capture': 'denied',
  fileSystem: 'denied',
  fullscreen: 'denied',
  geolocation: 'denied',
  'geolocation-approximate': 'denied',
  'hand-tracking': 'denied',
  hid: 'denied',
  'idle-detection': 'denied',
  keyboardLock: 'denied',
  'local-fonts': 'denied',
  'local-network': 'denied',
  'local-network-access': 'denied',
  'loopback-network': 'denied',
  media: 'camera',
  mediaKeySystem: 'denied',
  midi: 'denied',
  midiSysex: 'denied',
  nfc: 'denied',
  notifications: 'denied',
  openExternal: 'denied',
  'payment-handler': 'denied',
  'periodic-background-sync': 'denied',
  'persistent-storage': 'denied',
  pointerLock: 'denied',
  'screen-wake-lock': 'denied',
  sensors: 'denied',
  serial: 'denied',
  'smart-card': 'denied',
  'speaker-selection': 'denied',
  'storage-access': 'denied',
  'system-wake-lock': 'denied',
  'top-level-storage-access': 'denied',
  usb: 'denied',
  vr: 'denied',
  'web-app-installation': 'denied',
  'web-printing': 'denied',
  'window-management': 'denied',
  unknown: 'denied',
} as const satisfies Record<Permission, Rule>;

interface Wish {
  readonly permission: string;
  /** Kinds of media asked for; empty where the permission has none. */
  readonly media: readonly string[];
  readonly origin: string | undefined;
  readonly isMainFrame: boolean;
}

/** The whole decision: our own page, in its top frame, the picture without the sound. */
export const mayHave = (wish: Wish, features: PageFeatures): boolean =>
  Object.hasOwn(PERMISSIONS, wish.permission) &&
  PERMISSIONS[wish.permission as Permission] === 'camera' &&
  features.camera &&
  wish.isMainFrame &&
  wish.origin !== undefined &&
  isAppUrl(wish.origin) &&
  wish.media.length > 0 &&
  wish.media.every(kind => kind === 'video');

/** Answers questions of pages for a permission. */
export const permissionRequestHandler =
  (features: PageFeatures): RequestHandler =>
  (_contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const { isMainFrame, requestingUrl: origin } = details;
    answer(mayHave({ permission, media, origin, isMainFrame }, features));
  };

/** Answers Chromium's own checks, which ask no person. */
export const permissionCheckHandler =
  (features: PageFeatures): CheckHandler =>
  (_contents, permission, origin, { isMainFrame, mediaType }) =>
    mayHave(
      { permission, media: mediaType === undefined ? [] : [mediaType], origin, isMainFrame },
      features,
    );
