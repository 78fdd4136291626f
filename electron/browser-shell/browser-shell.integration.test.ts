import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { systemClock } from '../host/system-ports.ts';
import { type Host, type Log, type Push, type Role } from '../host/host-interface.ts';
import { type BrowserShell, createBrowserShell } from './browser-shell.ts';

/** A host that answers with what it was asked, and pushes what the test says. */
const createEchoHost = (hasPanel: boolean) => {
  const listeners = new Set<readonly [Role, (push: Push) => void]>();
  const host: Host = {
    hasPanel,
    call: (role, method, input) => Promise.resolve({ ok: true, value: { role, method, input } }),
    subscribe: (role, listener) => {
      const entry = [role, listener] as const;
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    stop: () => Promise.resolve(),
  };
  const push = (role: Role, news: unknown) => {
    for (const [to, listener] of listeners) if (to === role) listener(news as Push);
  };
  return { host, push, listening: () => listeners.size };
};

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
let directory = '';
let shell: BrowserShell;
let echo: ReturnType<typeof createEchoHost>;

const start = async (hasPanel = true, options: { readonly clock?: Clock } = {}) => {
  echo = createEchoHost(hasPanel);
  shell = await createBrowserShell({
    host: echo.host,
    rendererDirectory: directory,
    port: 0,
    log: silent,
    ...options,
  });
};

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'shell-')), 'pages');
  await mkdir(join(directory, 'assets'), { recursive: true });
  await writeFile(join(directory, 'kiosk.html'), '<!doctype html><title>kiosk</title>');
  await writeFile(join(directory, 'panel.html'), '<!doctype html><title>panel</title>');
  await writeFile(join(directory, 'assets', 'page-1a2b3c.js'), 'export {};');
  await writeFile(join(directory, 'assets', 'notes.txt'), 'not a page');
  await writeFile(join(directory, '..', 'outside.html'), 'outside');
});
afterEach(async () => {
  await shell.close();
  await rm(join(directory, '..'), { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request with exactly these headers and this path: nothing is normalised on the way. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<Answer>((resolve, reject) => {
    const own = { host: `127.0.0.1:${shell.port}`, ...headers };
    const options = { host: '127.0.0.1', port: shell.port, path, method, headers: own };
    request(options, response => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    })
      .on('error', reject)
      .end();
  });

const pathOf = (link: string | null) => {
  const { pathname, search } = new URL(link!);
  return pathname + search;
};

const cookieFrom = (answer: Answer) => (answer.headers['set-cookie']?.[0] ?? '').split(';')[0]!;

const enter = async (role: Role) =>
  cookieFrom(await ask(pathOf(role === 'screen' ? shell.screenLink() : shell.panelLink())));

interface Page {
  readonly socket: WebSocket;
  readonly messages: unknown[];
  next(): Promise<unknown>;
  readonly closed: Promise<number>;
  /** Resolves once the shell has read everything that was sent so far. */
  answered(): Promise<void>;
}

const connect = (
  role: Role,
  cookie: string,
  headers: Record<string, string> = {},
  options: { readonly autoPong?: boolean } = {},
) =>
  new Promise<Page>((resolve, reject) => {
    const origin = `http://127.0.0.1:${shell.port}`;
    const socket = new WebSocket(`ws://127.0.0.1:${shell.port}/${role}`, {
      headers: { cookie, origin, ...headers },
      ...options,
    });
    const messages: unknown[] = [];
    const waiting: ((message: unknown) => void)[] = [];
    socket.on('message', data => {
      const message: unknown = JSON.parse((data as Buffer).toString('utf8'));
      const waiter = waiting.shift();
      if (waiter === undefined) messages.push(message);
      else waiter(message);
    });
    const closed = new Promise<number>(done => socket.on('close', done));
    const next = () =>
      messages.length > 0
        ? Promise.resolve(messages.shift())
        : new Promise<unknown>(done => waiting.push(done));
    const answered = async () => {
      socket.send(JSON.stringify({ id: 'answered', method: 'state', input: {} }));
      await next();
    };
    socket.on('open', () => resolve({ socket, messages, next, closed, answered }));
    socket.on('unexpected-response', (_request, response) =>
      reject(new Error(`refused with ${response.statusCode ?? 0}`)),
    );
    socket.on('error', reject);
  });

describe('pages', () => {
  it('come with a strict policy and are never kept by the browser', async () => {
    await start();
    const { status, headers, body } = await ask('/kiosk.html');
    expect([status, body]).toEqual([200, '<!doctype html><title>kiosk</title>']);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'/);
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|http:/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-type': 'text/html; charset=utf-8',
    });
  });

  it('keep their hashed assets for ever', async () => {
    await start();
    const { headers } = await ask('/assets/page-1a2b3c.js');
    expect(headers['cache-control']).toContain('immutable');
    expect(headers['content-type']).toContain('text/javascript');
  });

  it.each([
    '/',
    '/assets/',
    '/assets/notes.txt',
    '/../outside.html',
    '/assets/../../outside.html',
    '/%2e%2e/outside.html',
    '/assets/..%2f..%2foutside.html',
    '/assets/..%5c..%5coutside.html',
    '/kiosk.html%00.js',
    '//kiosk.html',
  ])('and nothing else: %s does not exist', async path => {
    await start();
    const { status, body } = await ask(path);
    expect([400, 404]).toContain(status);
    expect(body).toBe('');
  });

  it('are only read: nothing can be sent to them', async () => {
    await start();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']) {
      expect((await ask('/kiosk.html', {}, method)).status).toBe(404);
    }
  });

  it('are refused to a foreign name and to a foreign page', async () => {
    await start();
    expect((await ask('/kiosk.html', { host: `evil.example:${shell.port}` })).status).toBe(421);
    expect((await ask('/kiosk.html', { origin: 'https://evil.example' })).status).toBe(403);
  });

  it('must be built before anything starts', async () => {
    await start();
    await rm(join(directory, 'kiosk.html'));
    const again = createBrowserShell({
      host: echo.host,
      rendererDirectory: directory,
      port: 0,
      log: silent,
    });
    await expect(again).rejects.toThrow(FaultError);
  });
});

describe('a one-time link', () => {
  it('gives the role a cookie that scripts and other sites cannot use, and leads to the page', async () => {
    await start();
    const { status, headers } = await ask(pathOf(shell.screenLink()));
    expect([status, headers['location']]).toEqual([303, '/kiosk.html']);
    const [cookie] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/; Path=\/screen; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toMatch(/Expires|Max-Age|Domain/);
  });

  it('works once; a browser that was let in already goes on', async () => {
    await start();
    const path = pathOf(shell.screenLink());
    const cookie = cookieFrom(await ask(path));
    const again = await ask(path);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect((await ask(path, { cookie })).status).toBe(303);
  });

  it('opens only its own role', async () => {
    await start();
    const panel = pathOf(shell.panelLink());
    expect((await ask(panel.replace('/panel/', '/screen/'))).status).toBe(403);
    expect((await ask(panel)).headers['location']).toBe('/panel.html');
  });

  it('is not used up by a browser that only looks ahead', async () => {
    await start();
    const path = pathOf(shell.screenLink());
    expect((await ask(path, { 'sec-purpose': 'prefetch' })).status).toBe(425);
    expect((await ask(path)).status).toBe(303);
  });

  it('is refused without a ticket, with a wrong one, and is never repeated in the answer', async () => {
    await start();
    for (const query of ['', '?ticket=', '?ticket=guess', '?ticket=a&ticket=b']) {
      const { status, body } = await ask(`/screen/enter${query}`);
      expect(status).toBe(403);
      expect(body).not.toContain('guess');
    }
    expect((await ask('/enter?ticket=guess')).body).toBe('');
  });

  it('cannot be guessed at speed', async () => {
    await start();
    const statuses = [];
    for (let i = 0; i < 30; i += 1) {
      statuses.push((await ask(`/screen/enter?ticket=${i}`)).status);
    }
    expect(statuses.filter(status => status === 429).length).toBeGreaterThanOrEqual(8);
  });
});

describe('a connection', () => {
  it('carries calls with their ids and pushes of its role', async () => {
    await start();
    const page = await connect('screen', await enter('screen'));
    page.socket.send(JSON.stringify({ id: 'a', method: 'snapshot', input: { x: 1 } }));
    expect(await page.next()).toEqual({
      id: 'a',
      reply: { ok: true, value: { role: 'screen', method: 'snapshot', input: { x: 1 } } },
    });
    echo.push('panel', { type: 'panel' });
    echo.push('screen', { type: 'snapshot', snapshot: 1 });
    expect(await page.next()).toEqual({ push: { type: 'snapshot', snapshot: 1 } });
  });

  it('is refused without a session, with the other role’s, and from anywhere else', async () => {
    await start();
    const cookie = await enter('screen');
    await expect(connect('screen', '')).rejects.toThrow('401');
    await expect(connect('panel', cookie)).rejects.toThrow('401');
    const evil = { origin: 'https://evil.example' };
    await expect(connect('screen', cookie, evil)).rejects.toThrow('403');
    const rebound = { host: `evil.example:${shell.port}` };
    await expect(connect('screen', cookie, rebound)).rejects.toThrow('421');
    const page = await connect('screen', cookie);
    expect(page.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('tells the host which role asks, whatever the page claims', async () => {
    await start();
    const page = await connect('panel', await enter('panel'));
    page.socket.send(JSON.stringify({ id: 1, method: 'send', input: { role: 'screen' } }));
    expect(await page.next()).toMatchObject({ reply: { value: { role: 'panel' } } });
  });

  it('of a newer screen replaces the older one, which is told not to come back', async () => {
    await start();
    const cookie = await enter('screen');
    const older = await connect('screen', cookie);
    const newer = await connect('screen', cookie);
    expect(await older.closed).toBe(4000);
    expect(newer.socket.readyState).toBe(WebSocket.OPEN);
    const other = await enter('screen');
    expect(await newer.closed).toBe(4000);
    await expect(connect('screen', cookie)).rejects.toThrow('401');
    expect((await connect('screen', other)).socket.readyState).toBe(WebSocket.OPEN);
  });

  it('can be made again after it was lost, and nothing of the lost one stays', async () => {
    await start();
    const cookie = await enter('screen');
    for (let i = 0; i < 3; i += 1) {
      const page = await connect('screen', cookie);
      page.socket.terminate();
      await page.closed;
    }
    const page = await connect('screen', cookie);
    page.socket.send(JSON.stringify({ id: 1, method: 'snapshot', input: {} }));
    expect(await page.next()).toMatchObject({ id: 1 });
    expect(echo.listening()).toBe(1);
  });

  it.each([
    ['text that is no call', 'hello', 1007],
    ['bytes', Buffer.from([1, 2, 3]), 1007],
    ['far too much at once', 'x'.repeat(70_000), 1009],
  ])('ends on %s', async (_name, data, code) => {
    await start();
    const page = await connect('screen', await enter('screen'));
    page.socket.send(data);
    expect(await page.closed).toBe(code);
  });

  it('ends when a page runs away', async () => {
    await start();
    const page = await connect('screen', await enter('screen'));
    for (let id = 0; id < 400; id += 1) {
      page.socket.send(JSON.stringify({ id, method: 'touch', input: {} }));
    }
    expect(await page.closed).toBe(1008);
  });

  it('gives a slow page the newest push, not all of them', async () => {
    await start();
    const page = await connect('screen', await enter('screen'));
    page.socket.pause();
    const filling = 'x'.repeat(500_000);
    for (let n = 0; n < 100; n += 1) echo.push('screen', { n, filling });
    page.socket.resume();
    const seen: number[] = [];
    while (seen.at(-1) !== 99) {
      seen.push(((await page.next()) as { push: { n: number } }).push.n);
    }
    expect(seen.length).toBeLessThan(50);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
  });

  it('stays while its page answers the heartbeat, and ends when it does not', async () => {
    const beats: (() => void)[] = [];
    const clock: Clock = {
      now: () => systemClock.now(),
      after: (ms, task) => {
        if (ms < 10_000) return systemClock.after(ms, task);
        beats.push(task);
        return () => undefined;
      },
    };
    await start(true, { clock });
    const alive = await connect('panel', await enter('panel'));
    for (let i = 0; i < 3; i += 1) {
      const heard = once(alive.socket, 'ping');
      beats.shift()!();
      await heard;
      await alive.answered();
    }
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
    beats.length = 0;
    const gone = await connect('panel', await enter('panel'), {}, { autoPong: false });
    beats.shift()!();
    beats.shift()!();
    expect(await gone.closed).toBe(1006);
  });

  it('ends when the program stops', async () => {
    await start();
    const page = await connect('screen', await enter('screen'));
    await shell.close();
    expect(await page.closed).toBe(1001);
    expect(echo.listening()).toBe(0);
  });
});

describe('stopping', () => {
  it('does not wait for a page that no longer answers', async () => {
    await start();
    const page = await connect('screen', await enter('screen'));
    page.socket.pause();
    const startedAt = performance.now();
    await shell.close();
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(echo.listening()).toBe(0);
  });
});

describe('without simulated devices', () => {
  it('there is no panel: no link, no page, no entry, no connection', async () => {
    await start(false);
    expect(shell.panelLink()).toBeNull();
    expect((await ask('/panel.html')).status).toBe(404);
    expect((await ask('/panel/enter?ticket=x')).status).toBe(404);
    await expect(connect('panel', await enter('screen'))).rejects.toThrow('404');
  });
});
