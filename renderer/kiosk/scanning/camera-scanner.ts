import type { FaultCode } from '../../../core/contract/errors.ts';
import { CameraError, closeCamera, hasCamera, openCamera, watchCameras } from './camera.ts';
import { type CodeReader, openCodeReader } from './code-reader.ts';

export interface CameraScannerOptions {
  readonly camera: string | undefined;
  readonly onCode: (text: string) => void;
  /** It can be used from now on, or cannot. */
  readonly onState: (fault: FaultCode | undefined) => void;
  /** What the camera sees, for whoever stands before it; null while it is closed. */
  readonly onPicture: (stream: MediaStream | null) => void;
}

export interface CameraScanner {
  /** Opens the camera while a page shows that asks for a code, and closes it after. */
  show(wanted: boolean): void;
  stop(): void;
}

/** About six pictures a second: a code held before the camera is read at once. */
const BETWEEN_PICTURES_MS = 120;

/** A code that was out of the picture for less was there all the time. */
const STILL_THERE_MS = 2000;

/** Passes on a code when it comes into the picture, not for as long as it stays there. */
const onceInPicture = (onCode: (text: string) => void): ((text: string) => void) => {
  let last = '';
  let seenAt = 0;
  return text => {
    const now = performance.now();
    const stays = text === last && now - seenAt < STILL_THERE_MS;
    last = text;
    seenAt = now;
    if (!stays) onCode(text);
  };
};

/** Codes out of the camera's picture. The camera is closed, and its light off, while nobody is asked. */
export const createCameraScanner = (options: CameraScannerOptions): CameraScanner => {
  let wanted = false;
  let stopped = false;
  /** Ends what was begun; set while the camera is open or being opened. */
  let end: (() => void) | undefined;

  const close = (): void => {
    end?.();
    end = undefined;
  };

  const open = async (): Promise<void> => {
    if (end !== undefined) return;
    const session = new AbortController();
    end = () => session.abort();
    try {
      await look(options, session.signal);
    } catch (thrown) {
      if (session.signal.aborted) return;
      close();
      options.onState(thrown instanceof CameraError ? thrown.fault : 'not-possible-now');
    }
  };

  const check = async (): Promise<void> => {
    try {
      const there = await hasCamera();
      if (stopped) return;
      options.onState(there ? undefined : 'device-absent');
      if (there && wanted) await open();
    } catch {
      if (!stopped) options.onState('not-possible-now');
    }
  };

  let unwatch: () => void = () => undefined;
  try {
    unwatch = watchCameras(() => void check());
  } catch {
    // A page without cameras: the check says so.
  }
  void check();

  return {
    show: now => {
      if (now === wanted || stopped) return;
      wanted = now;
      if (now) void open();
      else close();
    },
    stop: () => {
      stopped = true;
      unwatch();
      close();
    },
  };
};

/** Reads picture after picture until `ended`. @throws CameraError, or Error of the reader */
const look = async (options: CameraScannerOptions, ended: AbortSignal): Promise<void> => {
  const stream = await openCamera(options.camera);
  if (ended.aborted) {
    closeCamera(stream);
    return;
  }
  const reader = openCodeReader();
  const finish = (): void => {
    reader.close();
    closeCamera(stream);
    options.onPicture(null);
  };
  ended.addEventListener('abort', finish);
  options.onState(undefined);
  options.onPicture(stream);
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  const onCode = onceInPicture(options.onCode);
  const goesOn = (): boolean => !ended.aborted;
  while (goesOn()) {
    if (stream.getVideoTracks().every(({ readyState }) => readyState === 'ended')) {
      throw new CameraError('device-absent');
    }
    await readPicture(video, reader, onCode, ended);
    await new Promise(resolve => setTimeout(resolve, BETWEEN_PICTURES_MS));
  }
};

const readPicture = async (
  video: HTMLVideoElement,
  reader: CodeReader,
  onCode: (text: string) => void,
  ended: AbortSignal,
): Promise<void> => {
  // A camera that warms up has no picture yet.
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return;
  const text = await reader.read(await createImageBitmap(video));
  if (text !== '' && !ended.aborted) onCode(text);
};
