import type { TypedSetting } from '../contract/staff.ts';

/** Why what was typed is no value of a setting. */
export type SettingProblem = 'missing' | TypedSetting['type'];

const NUMBER = /^\d{1,9}$/;
/** RFC 1123, 2.1: letters, digits and hyphens, no hyphen at either end. */
const HOST_LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;
/** A device file, or a port of Windows. */
const PATH = /^(?:\/[^\s]+|COM\d{1,3})$/;

const isVersion4 = (text: string): boolean => {
  const parts = text.split('.');
  return parts.length === 4 && parts.every(part => /^\d{1,3}$/.test(part) && Number(part) <= 255);
};

const isVersion6 = (text: string): boolean =>
  /^[\da-f:.]*:[\da-f:.]*$/i.test(text) && /^(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}$/i.test(text);

/** A name or an address in the network. Digits and dots alone are meant as an address. */
const isHost = (text: string): boolean => {
  if (/^[\d.]+$/.test(text)) return isVersion4(text);
  if (text.includes(':')) return isVersion6(text);
  return text.length <= 253 && text.split('.').every(label => HOST_LABEL.test(label));
};

/** `scheme://host[:port][/…]`, without a name or password in it: secrets are files. */
const isUrl = (text: string, schemes: readonly string[]): boolean => {
  const [, scheme = '', host = '', port] =
    /^([a-z]+):\/\/(\[[\da-f:.]+\]|[^\s/:?#@[\]]+)(?::(\d{1,5}))?(?:[/?#][^\s]*)?$/i.exec(text) ??
    [];
  return (
    schemes.includes(scheme.toLowerCase()) &&
    isHost(host.replace(/^\[|\]$/g, '')) &&
    (port === undefined || (Number(port) >= 1 && Number(port) <= 65_535))
  );
};

/** Undefined where the text is a value of that setting, or nothing where nothing will do. */
export const problemOfSetting = (
  { type, required, schemes, least, most }: TypedSetting,
  text: string,
): SettingProblem | undefined => {
  if (text === '') return required ? 'missing' : undefined;
  const isGood = {
    host: () => isHost(text),
    number: () =>
      NUMBER.test(text) && Number(text) >= (least ?? 0) && Number(text) <= (most ?? Infinity),
    url: () => isUrl(text, schemes),
    path: () => PATH.test(text),
    topic: () => /^[^\s+#]{1,200}$/.test(text),
    text: () => /^[^\s]{1,64}$/.test(text),
  }[type]();
  return isGood ? undefined : type;
};
