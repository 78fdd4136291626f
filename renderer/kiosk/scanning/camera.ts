import type { FaultCode } from '../../../core/contract/errors.ts';

/** A camera that does not open, in words of the product. */
export class CameraError extends Error {
  override readonly name = 'CameraError';
  readonly fault: FaultCode;
  constructor(fault: FaultCode) {
    super(fault);
    this.fault = fault;
  }
}

/** Media Capture and Streams, 10.6: why a browser gives no camera. */
const FAULTS: Readonly<Record<string, FaultCode>> = {
  NotAllowedError: 'not-permitted',
  SecurityError: 'not-permitted',
  NotFoundError: 'device-absent',
  OverconstrainedError: 'device-absent',
  NotReadableError: 'device-busy',
  AbortError: 'device-busy',
};

/** Enough for a code held at arm's length; more only makes every picture slower. */
const PICTURE: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  facingMode: { ideal: 'environment' },
};

const media = (): MediaDevices => {
  // Absent outside a secure context, whatever the types say.
  const devices = (navigator as { readonly mediaDevices?: MediaDevices }).mediaDevices;
  if (devices === undefined) throw new CameraError('not-possible-now');
  return devices;
};

const request = async (video: MediaTrackConstraints): Promise<MediaStream> => {
  try {
    return await media().getUserMedia({ video, audio: false });
  } catch (thrown) {
    if (thrown instanceof CameraError) throw thrown;
    throw new CameraError(FAULTS[(thrown as Error).name] ?? 'not-possible-now');
  }
};

export const closeCamera = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

/**
 * Opens the camera whose name contains that, or the one the system chooses.
 * @throws CameraError
 */
export const openCamera = async (name: string | undefined): Promise<MediaStream> => {
  const first = await request(PICTURE);
  if (name === undefined) return first;
  // Names are told only once a camera is open.
  const cameras = await media().enumerateDevices();
  const wanted = cameras.find(
    ({ kind, label }) => kind === 'videoinput' && label.toLowerCase().includes(name.toLowerCase()),
  );
  const [track] = first.getVideoTracks();
  if (wanted !== undefined && track?.getSettings().deviceId === wanted.deviceId) return first;
  closeCamera(first);
  if (wanted === undefined) throw new CameraError('device-absent');
  return request({ ...PICTURE, deviceId: { exact: wanted.deviceId } });
};

/** Whether there is any camera; opens none. @throws CameraError */
export const hasCamera = async (): Promise<boolean> =>
  (await media().enumerateDevices()).some(({ kind }) => kind === 'videoinput');

/** Calls back when a camera was plugged in or out; the returned function ends that. */
export const watchCameras = (onChange: () => void): (() => void) => {
  const devices = media();
  devices.addEventListener('devicechange', onChange);
  return () => devices.removeEventListener('devicechange', onChange);
};
