import { spawn } from 'node:child_process';
import { type Duplex, type Readable } from 'node:stream';
import { type FoundBrowser } from './find-chromium.ts';

/** Features of a desktop browser that have no place on a public screen. */
const DISABLED_FEATURES = [
  'AutofillServerCommunication',
  'CalculateNativeWinOcclusion',
  'GlobalMediaControls',
  'InterestFeedContentSuggestions',
  'MediaRouter',
  'OptimizationHints',
  'OverscrollHistoryNavigation',
  'Translate',
];

const KIOSK_FLAGS = [
  '--kiosk',
  '--no-first-run',
  '--no-default-browser-check',
  '--noerrdialogs',
  '--hide-crash-restore-bubble',
  '--deny-permission-prompts',
  '--disable-background-networking',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-notifications',
  '--disable-pinch',
  '--disable-popup-blocking',
  '--disable-print-preview',
  '--disable-quic',
  '--disable-search-engine-choice-screen',
  '--disable-session-crashed-bubble',
  '--disable-sync',
  // A crash dump is a copy of memory, and with it of what a patient typed.
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--metrics-recording-only',
  '--no-pings',
  '--no-service-autorun',
  '--overscroll-history-navigation=0',
  // Nothing is stored that would need the desktop's keyring, and its question would cover the page.
  '--password-store=basic',
  '--use-mock-keychain',
  '--autoplay-policy=no-user-gesture-required',
  '--ozone-platform-hint=auto',
  `--disable-features=${DISABLED_FEATURES.join(',')}`,
  // The browser ends when the other end of this pipe does, also after kill -9 of the host. Only
  // the parent process holds the pipe; no port is opened.
  '--remote-debugging-pipe',
];

/**
 * Nobody can answer a question on a kiosk: the camera is given to the one page shown, whose headers
 * ask for a picture without sound.
 */
export const CAMERA_FLAGS: readonly string[] = ['--auto-accept-camera-and-microphone-capture'];

/** Keeps history, cookies and cache in memory. */
const PRIVATE_FLAGS: Readonly<Record<FoundBrowser['family'], readonly string[]>> = {
  chrome: ['--incognito'],
  edge: ['--inprivate', '--edge-kiosk-type=fullscreen'],
};

export interface KioskArguments {
  readonly family: FoundBrowser['family'];
  /** An empty folder of its own, so that nothing of an earlier run or of a person shows. */
  readonly profile: string;
  readonly startPage: string;
  readonly extraArguments?: readonly string[];
}

/** The command line of a browser that shows one page, full screen, and nothing else. */
export const kioskArguments = (options: KioskArguments): string[] => [
  ...KIOSK_FLAGS,
  ...PRIVATE_FLAGS[options.family],
  `--user-data-dir=${options.profile}`,
  ...(options.extraArguments ?? []),
  options.startPage,
];

/** What a browser needs of the environment; secrets of the program are kept from it. */
const PASSED_ON =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|TMPDIR|TEMP|TMP|SystemRoot|SystemDrive|windir|APPDATA|LOCALAPPDATA|USERPROFILE|USERNAME|ProgramData|ProgramFiles|ProgramFiles\(x86\)|ProgramW6432|COMPUTERNAME|NUMBER_OF_PROCESSORS|PROCESSOR_ARCHITECTURE)$/i;

export const browserEnvironment = (
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => PASSED_ON.test(name)));

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A browser that was started. */
export interface RunningBrowser {
  readonly exited: Promise<Exit>;
  /** Asks it to end. */
  close(): void;
  /** Ends it. */
  kill(): void;
}

export type LaunchBrowser = (executable: string, args: readonly string[]) => RunningBrowser;

/** Starts the browser's process; one that cannot be started counts as ended at once. */
export const launchChromium: LaunchBrowser = (executable, args) => {
  const child = spawn(executable, args, {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    env: browserEnvironment(process.env),
  });
  const pipes = [child.stdio[3] as Duplex, child.stdio[4] as Readable];
  for (const pipe of pipes) {
    // The pipe breaks when the browser ends: that is what the exit says already.
    pipe.on('error', () => pipe.destroy());
    pipe.resume();
  }
  const exited = new Promise<Exit>(resolve => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return {
    exited,
    close: () => {
      for (const pipe of pipes) pipe.destroy();
    },
    kill: () => child.kill('SIGKILL'),
  };
};
