import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { customerPaysSchema, plantPartSchema } from '../../core/contract/panel.ts';
import { SYNTHETIC_INSURANCE_ACCOUNT } from '../../core/identity/synthetic-hospital.ts';
import { freePort } from './free-port.ts';
import { programLog } from './program-log.ts';
import { DESK_PEOPLE } from './desk-people.ts';
import { type Program, type ReadyMessage, superviseProgram } from './program.ts';
import { type HisDialect, simulatedHis, writeHubConfiguration } from './simulated-his.ts';

/** Everything of the demonstration on one machine: HIS, insurer, hub, kiosk, each a program of its own. */
export interface Demonstration {
  readonly his: string;
  readonly portal: string;
  readonly provider: string;
  readonly hisLanguage: string;
  readonly hub: string;
  /** Of the cashiers. */
  readonly desk: string | undefined;
  readonly screen: string | undefined;
  readonly panel: string | undefined;
  readonly payment: string | undefined;
  /** Which shell shows the screen, and why that one. */
  readonly shell: string;
  stop(): Promise<void>;
}

export interface DemonstrationOptions {
  readonly dataDirectory: string;
  readonly shell: 'electron' | 'browser' | 'none' | undefined;
  /** 0 lets the system choose; so does one that is taken, for hub and hospital system. */
  readonly screenPort: number;
  readonly hubPort: number;
  readonly deskPort: number;
  readonly hisPort: number;
  readonly portalPort: number;
  readonly providerPort: number;
  readonly hisDialect: HisDialect;
  readonly databaseUrl: string | undefined;
  readonly kioskConfig: string | undefined;
  readonly report: (line: string) => void;
}

/** The simulated hospital to its insurer: graded basic, a provincial hospital before 2025. */
const insurance = (portalUrl: string) => ({
  insurance: {
    facility: { level: 'basic', lineBefore2025: 'province' },
    portal: {
      url: portalUrl,
      username: SYNTHETIC_INSURANCE_ACCOUNT.username,
      officer: SYNTHETIC_INSURANCE_ACCOUNT.officer,
    },
  },
});

/** Of the simulated payment provider; they protect nothing. */
const PROVIDER_CLIENT = 'demonstration';
const PROVIDER_KEYS = {
  PAYOS_API_KEY: 'tiep-don-demonstration',
  PAYOS_CHECKSUM_KEY: 'tiep-don-demonstration-checksum',
} as const;

/** Whoever pays for themselves may pay at the kiosk; dentistry asks for the money first. */
const payment = (providerUrl: string) => ({
  payment: { provider: 'payos', clientId: PROVIDER_CLIENT, baseUrl: providerUrl },
  kioskPayment: {
    when: 'after',
    servicePoints: { 'clinic-dental': { when: 'before', prepayment: 100_000 } },
  },
});

/** Where the hub listens for HL7 v2, if nobody else does. */
const HUB_LISTEN_PORT = 4830;

const entry = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const setPlantSchema = z.object({
  type: z.literal('set-plant'),
  part: plantPartSchema,
  up: z.boolean(),
});

/** The device panel has the customer of the simulated provider pay. */
const payWishSchema = z.object({ type: z.literal('customer-pays'), way: customerPaysSchema });
const paidSchema = z.object({ paid: z.int().nullable() });

/** The kiosk asks for a code, and the hub answers with one. */
const codeWishSchema = z.object({ type: z.literal('enrolment-code') });
const codeSchema = z.object({ type: z.literal('enrolment-code'), code: z.string() });

/** Whole đồng; null where no code was shown, or the provider is away. */
const customerPays = async (providerUrl: string, way: string): Promise<number | null> => {
  try {
    const answer = await fetch(`${providerUrl}/control/pay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ way }),
    });
    return paidSchema.parse(await answer.json()).paid;
  } catch {
    return null;
  }
};

const text = (ready: ReadyMessage, field: string): string | undefined => {
  const value = ready[field];
  return typeof value === 'string' ? value : undefined;
};

interface Port {
  argument(): string;
  /** Keeps the port of that address and returns its origin. */
  learn(url: string | undefined): string;
}

/** A program that found its port once keeps it, so that others find it again after a restart. */
const portOf = (first: number): Port => {
  let port = String(first);
  return {
    argument: () => port,
    learn: url => {
      const found = new URL(url ?? 'http://127.0.0.1:0');
      port = found.port;
      return found.origin;
    },
  };
};

/**
 * Starts all programs and resolves once a patient can check in.
 * @throws ProgramEnded when one of them refuses to start; the others are stopped first.
 */
export const startDemonstration = async (options: DemonstrationOptions): Promise<Demonstration> => {
  const { dataDirectory, report } = options;
  const ports = {
    his: portOf(await freePort(options.hisPort)),
    portal: portOf(await freePort(options.portalPort)),
    provider: portOf(await freePort(options.providerPort)),
    hub: portOf(await freePort(options.hubPort)),
    screen: portOf(options.screenPort),
  };
  const logOf = (name: string) => programLog(join(dataDirectory, 'logs', `${name}.log`));
  const codeCache = join(dataDirectory, 'code-cache');
  const secrets = join(dataDirectory, 'secrets');
  const hubDatabase = options.databaseUrl === undefined ? [] : ['--database', options.databaseUrl];

  const simulated = simulatedHis(options.hisDialect, {
    dataDirectory,
    hubListenPort: await freePort(HUB_LISTEN_PORT),
  });
  const { environment } = simulated;
  const portalUrl = `http://127.0.0.1:${ports.portal.argument()}`;
  const providerUrl = `http://127.0.0.1:${ports.provider.argument()}`;
  const hubConfig = writeHubConfiguration(dataDirectory, simulated, {
    ...insurance(portalUrl),
    ...payment(providerUrl),
    desk: { enabled: true, port: await freePort(options.deskPort) },
  });

  const his = superviseProgram(
    {
      name: 'his',
      log: logOf('his'),
      codeCache,
      environment,
      entry: entry(simulated.entry),
      args: () => simulated.args(ports.his.argument()),
    },
    report,
  );
  const startHis = async (): Promise<string> => ports.his.learn(text(await his.start(), 'url'));

  const portal = superviseProgram(
    {
      name: 'portal',
      log: logOf('portal'),
      codeCache,
      entry: entry('hub/insurance/simulator/main.ts'),
      args: () => ['--port', ports.portal.argument()],
    },
    report,
  );
  const startPortal = async (): Promise<string> =>
    ports.portal.learn(text(await portal.start(), 'url'));

  const provider = superviseProgram(
    {
      name: 'provider',
      log: logOf('provider'),
      codeCache,
      environment: PROVIDER_KEYS,
      entry: entry('hub/payment-providers/payos/simulator/main.ts'),
      args: () => [
        ...['--port', ports.provider.argument(), '--client-id', PROVIDER_CLIENT],
        ...['--hub-url', `http://127.0.0.1:${ports.hub.argument()}`],
      ],
    },
    report,
  );
  const startProvider = async (): Promise<string> =>
    ports.provider.learn(text(await provider.start(), 'url'));

  const hub = superviseProgram(
    {
      name: 'hub',
      log: logOf('hub'),
      codeCache,
      entry: entry('hub/cli/main.ts'),
      args: () => [
        ...['start', '--data', join(dataDirectory, 'hub'), '--port', ports.hub.argument()],
        ...['--his', simulated.address(ports.his.argument()), '--config', hubConfig],
        ...['--secrets', secrets, ...hubDatabase],
      ],
      environment: {
        ...environment,
        ...PROVIDER_KEYS,
        INSURANCE_PASSWORD: SYNTHETIC_INSURANCE_ACCOUNT.password,
      },
      onMessage: message => {
        if (codeSchema.safeParse(message).success) kiosk.tell(message);
      },
    },
    report,
  );
  let desk: string | undefined;
  const startHub = async (): Promise<string> => {
    const ready = await hub.start();
    desk = text(ready, 'desk');
    for (const person of DESK_PEOPLE) hub.tell({ type: 'desk-person', ...person });
    return ports.hub.learn(text(ready, 'url'));
  };

  const plantPrograms: Readonly<
    Record<'hub' | 'his', { program: Program; start: () => Promise<string> }>
  > = {
    hub: { program: hub, start: startHub },
    his: { program: his, start: startHis },
  };
  const tellPaid = (paid: number | null): void => kiosk.tell({ type: 'customer-paid', paid });
  const kiosk: Program = superviseProgram(
    {
      name: 'kiosk',
      log: logOf('kiosk'),
      codeCache,
      entry: entry('electron/cli/main.ts'),
      args: () => [
        ...['start', '--data', join(dataDirectory, 'kiosk'), '--port', ports.screen.argument()],
        ...['--hub-url', `http://127.0.0.1:${ports.hub.argument()}`],
        ...(options.kioskConfig === undefined ? [] : ['--config', options.kioskConfig]),
        ...(options.shell === undefined ? [] : ['--shell', options.shell]),
      ],
      onMessage: message => {
        if (codeWishSchema.safeParse(message).success) hub.tell(message);
        const payWish = payWishSchema.safeParse(message);
        if (payWish.success) void customerPays(providerUrl, payWish.data.way).then(tellPaid);
        const wish = setPlantSchema.safeParse(message);
        if (!wish.success || wish.data.part === 'network') return;
        const { program, start } = plantPrograms[wish.data.part];
        const { part, up } = wish.data;
        void (up ? start() : program.stop()).then(() => kiosk.tell({ type: 'plant', part, up }));
      },
    },
    report,
  );

  const stop = async (): Promise<void> => {
    await kiosk.stop();
    await hub.stop();
    await his.stop();
    await portal.stop();
    await provider.stop();
  };
  try {
    // The hub waits for nobody: all may take their time together.
    const [hubUrl] = await Promise.all([startHub(), startHis(), startPortal()]);
    // Its notices go to the hub, wherever that was found to listen.
    await startProvider();
    const ready = await kiosk.start();
    const screen = text(ready, 'screen');
    if (screen !== undefined) ports.screen.learn(screen);
    return {
      his: simulated.address(ports.his.argument()),
      hisLanguage: simulated.language,
      portal: portalUrl,
      provider: providerUrl,
      hub: hubUrl,
      desk,
      screen,
      panel: text(ready, 'panel'),
      payment: text(ready, 'payment'),
      shell: text(ready, 'shell') ?? 'none',
      stop,
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
};
