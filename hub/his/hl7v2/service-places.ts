import { type HisServicePoint } from '../his.ts';
import { type Hl7v2Settings } from './settings.ts';

type Place = Pick<HisServicePoint, 'id' | 'kind' | 'name'> & {
  /** As the HIS calls it. */
  readonly code: string;
  /** Whole đồng of a first consultation. */
  readonly price: number | undefined;
};

/** Clinics and counters, and what the HIS calls them. */
export interface ServicePlaces {
  readonly all: readonly Place[];
  readonly of: (id: string) => Place | undefined;
  /** Our id of a place of the HIS. */
  readonly pointOf: (code: string) => string | undefined;
}

export const servicePlaces = (
  settings: Pick<Hl7v2Settings, 'servicePoints'>,
  priceOf: (id: string) => number | undefined = () => undefined,
): ServicePlaces => {
  const all = Object.entries(settings.servicePoints).map(([id, { kind, name, code = id }]) => ({
    id,
    kind,
    name,
    code,
    price: priceOf(id),
  }));
  const byId = new Map(all.map(place => [place.id, place]));
  const byCode = new Map(all.map(place => [place.code, place.id]));
  return { all, of: id => byId.get(id), pointOf: code => byCode.get(code) };
};
