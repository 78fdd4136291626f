/** What of the web platform may be used besides pictures and words; each only where it is needed. */
export interface PageFeatures {
  readonly camera: boolean;
}

/**
 * Content Security Policy level 3: code, styles and connections from our own origin only. Pictures
 * may be `data:` too, since paper of a simulated printer arrives as PNG bytes. Trusted Types close
 * the string-to-script sinks of the DOM: the one policy there may be, where a camera is configured,
 * names the worker that reads its pictures.
 */
export const contentSecurityPolicy = ({ camera }: PageFeatures): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${camera ? 'code-reader' : "'none'"}`,
  ].join('; ');

/** The worker fetches and runs the decoder, and sees no page. */
export const WORKER_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
].join('; ');

/** Powers of the web platform that no page of ours uses: each switched off by name. */
const REFUSED_FEATURES = [
  'accelerometer',
  'clipboard-read',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'serial',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

const permissionsPolicy = ({ camera }: PageFeatures): string =>
  [...REFUSED_FEATURES.map(feature => `${feature}=()`), `camera=${camera ? '(self)' : '()'}`].join(
    ', ',
  );

/** Headers that every answer carries, whichever shell gives it. */
export const pageHeaders = (features: PageFeatures): Readonly<Record<string, string>> => ({
  'content-security-policy': contentSecurityPolicy(features),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': permissionsPolicy(features),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});
