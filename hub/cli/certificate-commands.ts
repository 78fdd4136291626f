import { type HubConfig } from '../configuration/hub-config.ts';
import { systemClock } from '../ports/system-clock.ts';
import {
  namesOfThisMachine,
  obtainOwnCertificate,
  rotateOwnCertificate,
} from '../tls/hub-certificate.ts';
import { certificateFor, frontOf } from '../tls/hub-front.ts';
import { CommandError, type Output } from './output.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

/** What kiosks know this hub by. */
export const showCertificate = ({ config, secretsDirectory }: Settings, output: Output): void => {
  const front = frontOf(config, certificateFor(config, secretsDirectory, systemClock.now()));
  const [current, next] = front.pins;
  if (output.json) output.value({ url: front.url, current: current ?? null, next: next ?? null });
  else if (current === undefined) output.line(`${front.url}: no TLS, for this machine alone`);
  else {
    output.line(`${front.url} is known by the key ${current}`);
    output.line(next === undefined ? 'no next key is announced' : `announced as next: ${next}`);
  }
};

const refuseForeign = ({ listen, front }: HubConfig): void => {
  if (listen.certificateFile === undefined && front.certificateFile === undefined) return;
  throw new CommandError(
    'the certificate is one that the configuration names: set nextCertificateFile, let every ' +
      'kiosk hear of it, then exchange the files',
    1,
  );
};

/**
 * The announced key becomes the one in use at the hub's next start.
 * @throws CommandError where kiosks have not heard of it yet and nobody insists.
 */
export const rotateCertificate = (
  settings: Settings,
  output: Output,
  insists: boolean,
): Promise<void> =>
  withRegister(settings, async register => {
    const { config, secretsDirectory } = settings;
    refuseForeign(config);
    const names = namesOfThisMachine(config.listen.host);
    const now = systemClock.now();
    const [, next] = obtainOwnCertificate(secretsDirectory, names, now).pins;
    const { kiosks } = await register.kiosks({ all: false });
    const deaf = kiosks
      .filter(({ state, toldPin }) => state === 'active' && toldPin !== next)
      .map(({ kioskId }) => kioskId);
    if (deaf.length > 0 && !insists) {
      throw new CommandError(
        `${deaf.join(', ')} would not know the hub any more: start what is switched off and wait ` +
          'a minute, or add --force and let it join again',
        1,
      );
    }
    const { pins } = rotateOwnCertificate(secretsDirectory, names, now);
    if (output.json) output.value({ current: pins[0], next: pins[1], wouldNotKnow: deaf });
    else output.line('the next key is in place: restart the hub to use it');
  });
