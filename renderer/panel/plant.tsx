import { PanelButton } from './panel-button.tsx';
import { usePanel, useSay } from './panel-context.ts';

export const Plant = () => {
  const say = useSay();
  const plant = usePanel(view => view.state?.plant) ?? [];
  const setPlant = usePanel(view => view.setPlant);
  return (
    <section className="panel-section">
      <h2>{say('plant.title')}</h2>
      <ul className="panel-list">
        {plant.map(({ part, up }) => (
          <li key={part} data-bad={!up}>
            <span className="panel-words">
              <strong>{say(`plant.parts.${part}`)}</strong>
              <span>{say(up ? 'plant.up' : 'plant.down')}</span>
            </span>
            <PanelButton
              label={say(up ? 'plant.cut' : 'plant.mend')}
              about={say(`plant.parts.${part}`)}
              onPress={() => setPlant(part, !up)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
};

export const Devices = () => {
  const say = useSay();
  const devices = usePanel(view => view.state?.devices) ?? [];
  const simulateOn = usePanel(view => view.simulateOn);
  const [first] = devices;
  return (
    <section className="panel-section">
      <h2>{say('devices.title')}</h2>
      <ul className="panel-list">
        {devices.map(({ deviceId, kind, state, fault }) => (
          <li key={deviceId} data-bad={state === 'unavailable'}>
            <span className="panel-words">
              <strong>{say(`devices.kinds.${kind}`)}</strong>
              <span>
                {say(`devices.states.${state}`)}
                {fault !== undefined && ` (${fault})`}
              </span>
            </span>
            <PanelButton
              label={say(fault === 'device-absent' ? 'devices.plug' : 'devices.unplug')}
              about={say(`devices.kinds.${kind}`)}
              onPress={() =>
                simulateOn(deviceId, { action: 'plug', connected: fault === 'device-absent' })
              }
            />
          </li>
        ))}
      </ul>
      {first !== undefined && (
        <PanelButton
          label={say('devices.crash')}
          onPress={() => simulateOn(first.deviceId, { action: 'crash' })}
        />
      )}
    </section>
  );
};

export const Outbox = () => {
  const say = useSay();
  const outbox = usePanel(view => view.state?.outbox);
  if (outbox === undefined) return null;
  const states = ['queued', 'inFlight', 'delivered', 'rejected', 'failed'] as const;
  return (
    <section className="panel-section">
      <h2>{say('outbox.title')}</h2>
      <dl className="panel-counts">
        {states.map(state => (
          <div key={state}>
            <dd>{outbox[state]}</dd>
            <dt>{say(`outbox.${state}`)}</dt>
          </div>
        ))}
      </dl>
    </section>
  );
};
