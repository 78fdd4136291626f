import { useState } from 'react';
import type { DeskFile, DeskFileFormat } from '../../core/contract/desk-file.ts';
import type { Answer } from '../ui/connection/connection.ts';
import { DeskButton } from './controls.tsx';
import { faultWords, say } from './desk-words.ts';

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));

/** Hands a file to the browser, which keeps it where it keeps what people download. */
const keep = ({ name, mediaType, content }: DeskFile): void => {
  const url = URL.createObjectURL(new Blob([bytesOf(content)], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 0);
};

/** A button for each format. @param about what the file is, for whoever hears the button alone. */
export const Downloads = <F extends DeskFileFormat>({
  about,
  formats,
  load,
}: {
  readonly about: string;
  readonly formats: readonly F[];
  readonly load: (format: F) => Promise<Answer<DeskFile>>;
}) => {
  const [fault, setFault] = useState<string>();
  const download = async (format: F): Promise<void> => {
    const answer = await load(format);
    setFault(answer.ok ? undefined : faultWords(answer.error.code));
    if (answer.ok) keep(answer.value);
  };
  return (
    <span className="desk-actions">
      {formats.map(format => (
        <DeskButton
          key={format}
          label={say(`download.${format}`)}
          about={say('download.about', { what: about, format: say(`download.${format}`) })}
          onPress={() => void download(format)}
        />
      ))}
      {fault !== undefined && <span role="alert">{fault}</span>}
    </span>
  );
};
