import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import wasmUrl from '../../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm?url';

/** The codes on cards, slips and telephones. */
const OPTIONS: ReaderOptions = {
  formats: ['QRCode', 'DataMatrix', 'Aztec', 'PDF417', 'Code128'],
  tryHarder: true,
  maxNumberOfSymbols: 1,
};

// Our own copy: left alone, the library would ask a server for it.
prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The bytes decide: what a short text was written in can only be guessed. */
const textOf = ({ bytes, text }: { readonly bytes: Uint8Array; readonly text: string }): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    return text;
  }
};

const read = async (frame: ImageBitmap): Promise<string> => {
  const { width, height } = frame;
  const surface = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  surface?.drawImage(frame, 0, 0);
  frame.close();
  const pixels = surface?.getImageData(0, 0, width, height);
  const [code] = pixels === undefined ? [] : await readBarcodes(pixels, OPTIONS);
  return code?.isValid === true ? textOf(code) : '';
};

/** Takes a picture, answers with the code on it; with nothing where there is none. */
self.addEventListener('message', (event: MessageEvent<ImageBitmap>) => {
  void read(event.data)
    .then(text => self.postMessage({ text }))
    .catch(() => self.postMessage({ text: '', broken: true }));
});
