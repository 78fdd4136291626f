/**
 * The one double of Electron, in place of the module for unit tests. Every part is checked against
 * Electron's own types, so that a changed interface fails to compile here first. Methods are spies;
 * events are real emitters, to be fired by tests as Electron would.
 */
import { EventEmitter } from 'node:events';
import type {
  App,
  BrowserWindow as RealBrowserWindow,
  BrowserWindowConstructorOptions,
  CommandLine,
  ContextBridge,
  Dialog,
  Display,
  IpcMain,
  IpcRenderer,
  Menu as RealMenu,
  PowerSaveBlocker,
  Protocol,
  SafeStorage,
  Session,
  UtilityProcess,
  WebContents,
  WebFrameMain,
  WebRequest,
} from 'electron';
import type * as electron from 'electron';
import { vi } from 'vitest';

const commandLine = {
  appendSwitch: vi.fn<CommandLine['appendSwitch']>(),
  hasSwitch: vi.fn<CommandLine['hasSwitch']>(() => false),
} satisfies Partial<CommandLine>;

export const app = Object.assign(new EventEmitter(), {
  commandLine,
  isPackaged: false,
  enableSandbox: vi.fn<App['enableSandbox']>(),
  exit: vi.fn<App['exit']>(),
  getPath: vi.fn<App['getPath']>(name => `/nowhere/${name}`),
  quit: vi.fn<App['quit']>(),
  setPath: vi.fn<App['setPath']>(),
  requestSingleInstanceLock: vi.fn<App['requestSingleInstanceLock']>(() => true),
  whenReady: vi.fn<App['whenReady']>(() => Promise.resolve()),
}) satisfies Partial<Omit<App, 'commandLine' | keyof EventEmitter>>;

export const dialog = {
  showErrorBox: vi.fn<Dialog['showErrorBox']>(),
} satisfies Partial<Dialog>;

export const powerSaveBlocker = {
  start: vi.fn<PowerSaveBlocker['start']>(() => 1),
} satisfies Partial<PowerSaveBlocker>;

export const Menu = {
  setApplicationMenu: vi.fn<typeof RealMenu.setApplicationMenu>(),
} satisfies Partial<typeof RealMenu>;

type FakeDisplay = Pick<Display, 'id' | 'bounds'>;
const FIRST_PANEL: FakeDisplay = { id: 1, bounds: { x: 0, y: 0, width: 1080, height: 1920 } };

export const screen = {
  getAllDisplays: vi.fn<() => FakeDisplay[]>(() => [FIRST_PANEL]),
  getPrimaryDisplay: vi.fn<() => FakeDisplay>(() => FIRST_PANEL),
};

const createProtocol = () =>
  ({
    handle: vi.fn<Protocol['handle']>(),
    registerSchemesAsPrivileged: vi.fn<Protocol['registerSchemesAsPrivileged']>(),
  }) satisfies Partial<Protocol>;

export const protocol = createProtocol();

const createSession = () =>
  Object.assign(new EventEmitter(), {
    protocol: createProtocol(),
    setDevicePermissionHandler: vi.fn<Session['setDevicePermissionHandler']>(),
    setPermissionCheckHandler: vi.fn<Session['setPermissionCheckHandler']>(),
    setPermissionRequestHandler: vi.fn<Session['setPermissionRequestHandler']>(),
    setSpellCheckerEnabled: vi.fn<Session['setSpellCheckerEnabled']>(),
    webRequest: { onBeforeRequest: vi.fn<WebRequest['onBeforeRequest']>() },
  }) satisfies Partial<Omit<Session, 'protocol' | 'webRequest' | keyof EventEmitter>>;

const sessions = new Map<string, ReturnType<typeof createSession>>();

export const session = {
  fromPartition: vi.fn<
    (partition: string, options?: electron.FromPartitionOptions) => ReturnType<typeof createSession>
  >(partition => {
    const known = sessions.get(partition) ?? createSession();
    sessions.set(partition, known);
    return known;
  }),
};

class FakeWebFrame implements Partial<Omit<WebFrameMain, keyof EventEmitter>> {
  url = '';
  origin = '';
  readonly parent = null;
  detached = false;
  isDestroyed = vi.fn<WebFrameMain['isDestroyed']>(() => false);
}

let lastContentsId = 0;

class FakeWebContents
  extends EventEmitter
  implements Partial<Omit<WebContents, 'mainFrame' | keyof EventEmitter>>
{
  readonly id = ++lastContentsId;
  readonly mainFrame = new FakeWebFrame();
  forcefullyCrashRenderer = vi.fn<WebContents['forcefullyCrashRenderer']>();
  getURL = vi.fn<WebContents['getURL']>(() => this.mainFrame.url);
  isDestroyed = vi.fn<WebContents['isDestroyed']>(() => false);
  send = vi.fn<WebContents['send']>();
  setVisualZoomLevelLimits = vi.fn<WebContents['setVisualZoomLevelLimits']>(() =>
    Promise.resolve(),
  );
  setWindowOpenHandler = vi.fn<WebContents['setWindowOpenHandler']>();
  setZoomFactor = vi.fn<WebContents['setZoomFactor']>();
}

export class BrowserWindow
  extends EventEmitter
  implements Partial<Omit<RealBrowserWindow, 'webContents' | keyof EventEmitter>>
{
  static readonly #open = new Set<BrowserWindow>();

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#open];
  }

  readonly #options: BrowserWindowConstructorOptions;
  readonly webContents: FakeWebContents;
  focus = vi.fn<RealBrowserWindow['focus']>();
  isMinimized = vi.fn<RealBrowserWindow['isMinimized']>(() => false);
  restore = vi.fn<RealBrowserWindow['restore']>();
  show = vi.fn<RealBrowserWindow['show']>();
  loadURL = vi.fn<RealBrowserWindow['loadURL']>(url => {
    this.webContents.mainFrame.url = url;
    this.webContents.mainFrame.origin = /^\w+:\/\/[^/]*/.exec(url)?.[0] ?? 'null';
    return Promise.resolve();
  });

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    this.#options = options;
    BrowserWindow.#open.add(this);
    this.webContents = new FakeWebContents();
    app.emit('web-contents-created', { preventDefault: vi.fn() }, this.webContents);
  }

  getBounds(): { x: number; y: number; width: number; height: number } {
    const { x = 0, y = 0, width = 0, height = 0 } = this.#options;
    return { x, y, width, height };
  }

  isKiosk(): boolean {
    return this.#options.kiosk === true;
  }

  isClosable(): boolean {
    return this.#options.closable !== false;
  }

  isDestroyed(): boolean {
    return !BrowserWindow.#open.has(this);
  }

  /** Asks as Alt+F4 would: listeners may prevent it. */
  close(): void {
    const event = {
      defaultPrevented: false,
      preventDefault: () => (event.defaultPrevented = true),
    };
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    BrowserWindow.#open.delete(this);
    this.emit('closed');
  }
}

export const ipcMain = {
  handle: vi.fn<IpcMain['handle']>(),
} satisfies Partial<IpcMain>;

export const ipcRenderer = Object.assign(new EventEmitter(), {
  invoke: vi.fn<IpcRenderer['invoke']>(() => Promise.resolve()),
}) satisfies Partial<Omit<IpcRenderer, keyof EventEmitter>>;

export const contextBridge = {
  exposeInMainWorld: vi.fn<ContextBridge['exposeInMainWorld']>(),
} satisfies Partial<ContextBridge>;

const SEALED = 'sealed:';

/** Seals with a mark that shows; what lacks the mark was sealed elsewhere. */
export const safeStorage = {
  isAsyncEncryptionAvailable: vi.fn<SafeStorage['isAsyncEncryptionAvailable']>(() =>
    Promise.resolve(true),
  ),
  getSelectedStorageBackend: vi.fn<SafeStorage['getSelectedStorageBackend']>(
    () => 'gnome_libsecret',
  ),
  encryptStringAsync: vi.fn<SafeStorage['encryptStringAsync']>(text =>
    Promise.resolve(Buffer.from(SEALED + Buffer.from(text).toString('base64'))),
  ),
  decryptStringAsync: vi.fn<SafeStorage['decryptStringAsync']>(bytes => {
    const text = bytes.toString();
    return text.startsWith(SEALED)
      ? Promise.resolve({
          result: Buffer.from(text.slice(SEALED.length), 'base64').toString(),
          shouldReEncrypt: false,
        })
      : Promise.reject(new Error('Error while decrypting the ciphertext'));
  }),
} satisfies Partial<SafeStorage>;

class FakeUtilityProcess
  extends EventEmitter
  implements Partial<Omit<UtilityProcess, keyof EventEmitter>>
{
  pid: number | undefined = undefined;
  kill = vi.fn<UtilityProcess['kill']>(() => true);
  postMessage = vi.fn<UtilityProcess['postMessage']>();
}

export const utilityProcess = {
  fork: vi.fn<
    (module: string, args?: string[], options?: electron.ForkOptions) => FakeUtilityProcess
  >(() => new FakeUtilityProcess()),
};
