import type { PageOrder } from '../../../core/contract/page-device.ts';
import { lengthOf, type Note, SIGNALS } from './tones.ts';

export type SoundOrder = Extract<PageOrder, { kind: 'sound' }>;

/** Plays one sound at a time; a new one breaks off the one before. */
export interface SoundPlayer {
  /** True when it was heard to its end; false where the browser cannot, or it was broken off. */
  play(order: SoundOrder): Promise<boolean>;
  close(): void;
}

/** A browser that keeps sound back until somebody has touched the page says nothing by itself. */
const RESUME_MS = 1000;
const FADE_SECONDS = 0.02;

export const createSoundPlayer = (
  openContext: () => AudioContext = () => new AudioContext(),
): SoundPlayer => {
  let context: AudioContext | undefined;
  let breakOff: (() => void) | undefined;

  const running = async (): Promise<AudioContext | undefined> => {
    context ??= openContext();
    if (context.state === 'running') return context;
    const waited = new Promise<void>(resolve => setTimeout(resolve, RESUME_MS));
    await Promise.race([context.resume(), waited]);
    return (context.state as AudioContextState) === 'running' ? context : undefined;
  };

  const play = async (order: SoundOrder): Promise<boolean> => {
    breakOff?.();
    let isLatest = true;
    let end: (whole: boolean) => void = () => undefined;
    breakOff = () => {
      isLatest = false;
      end(false);
    };
    try {
      const audio = await running();
      if (audio === undefined) return false;
      const recording =
        order.recording === undefined ? undefined : await decoded(audio, order.recording);
      // Asked again after every wait: a newer sound may have come.
      if (!(isLatest as boolean)) return false;
      const loudness = audio.createGain();
      loudness.gain.value = order.volume;
      loudness.connect(audio.destination);
      const ended = new Promise<boolean>(resolve => {
        end = resolve;
      });
      const last =
        recording === undefined
          ? playSignal(audio, loudness, SIGNALS[order.name])
          : playRecording(audio, loudness, recording);
      last.onended = () => end(true);
      const whole = await ended;
      loudness.disconnect();
      return whole;
    } catch {
      return false;
    }
  };

  return {
    play,
    close: () => {
      breakOff?.();
      void context?.close();
    },
  };
};

const decoded = (audio: AudioContext, base64: string): Promise<AudioBuffer> => {
  const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  return audio.decodeAudioData(bytes.buffer);
};

const playRecording = (
  audio: AudioContext,
  to: AudioNode,
  recording: AudioBuffer,
): AudioScheduledSourceNode => {
  const source = audio.createBufferSource();
  source.buffer = recording;
  source.connect(to);
  source.start();
  return source;
};

/** The node that ends last is what comes back. */
const playSignal = (
  audio: AudioContext,
  to: AudioNode,
  signal: readonly Note[],
): AudioScheduledSourceNode => {
  const start = audio.currentTime + FADE_SECONDS;
  const end = start + lengthOf(signal);
  const nodes = signal.map(({ pitch, at, length }) => {
    const note = audio.createOscillator();
    const shape = audio.createGain();
    note.frequency.value = pitch;
    // Without a fade every note begins and ends with a click.
    shape.gain.setValueAtTime(0, start + at);
    shape.gain.linearRampToValueAtTime(1, start + at + FADE_SECONDS);
    shape.gain.linearRampToValueAtTime(0, start + at + length);
    note.connect(shape).connect(to);
    note.start(start + at);
    note.stop(start + at + length);
    return { note, stops: start + at + length };
  });
  const last = nodes.find(({ stops }) => stops >= end - FADE_SECONDS);
  return last?.note ?? audio.createOscillator();
};
