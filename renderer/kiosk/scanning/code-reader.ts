import workerUrl from './code-reader.worker.ts?worker&url';

/** Finds codes on pictures, in a thread of its own. */
export interface CodeReader {
  /** The code on the picture, empty where there is none. Rejects where the reader does not work. */
  read(picture: ImageBitmap): Promise<string>;
  close(): void;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): URL };
}
declare global {
  /** Trusted Types (W3C), where the browser has them. */
  var trustedTypes: TrustedTypes | undefined;
}

/** The policy of the page lets this name make addresses of scripts, and it makes this one only. */
const POLICY = 'code-reader';
let trustedUrl: string | URL | undefined;

const workerAddress = (): string | URL => {
  trustedUrl ??=
    globalThis.trustedTypes
      ?.createPolicy(POLICY, { createScriptURL: () => workerUrl })
      .createScriptURL(workerUrl) ?? workerUrl;
  return trustedUrl;
};

interface Answer {
  readonly text: string;
  readonly broken?: true;
}

export const openCodeReader = (): CodeReader => {
  const worker = new Worker(workerAddress(), { type: 'module' });
  let settle: { resolve: (text: string) => void; reject: (cause: Error) => void } | undefined;
  const fail = (): void => settle?.reject(new Error('the code reader does not work'));
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if (data.broken === true) fail();
    else settle?.resolve(data.text);
  });
  worker.addEventListener('error', fail);
  return {
    read: picture =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        worker.postMessage(picture, [picture]);
      }),
    close: () => worker.terminate(),
  };
};
