import { type HubConfig } from '../configuration/hub-config.ts';

/** Where the HIS of a configuration is, which setting says so, and what it speaks. */
export interface HisAddress {
  readonly address: string;
  readonly setting: string;
  readonly language: string;
  readonly host: string;
  readonly port: number;
}

const ofUrl = (address: string): Pick<HisAddress, 'address' | 'host' | 'port'> => {
  const { hostname, port, protocol } = new URL(address);
  const usual = protocol === 'https:' ? 443 : 80;
  return {
    address,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? usual : Number(port),
  };
};

export const hisAddress = ({ his }: Pick<HubConfig, 'his'>): HisAddress => {
  switch (his.dialect) {
    case 'fhir-r4':
      return { ...ofUrl(his.baseUrl), setting: 'his.baseUrl', language: 'FHIR R4' };
    case 'medipay-rest':
      return {
        ...ofUrl(his.medipayRest.baseUrl),
        setting: 'his.medipayRest.baseUrl',
        language: 'the kiosk REST contract',
      };
    case 'hl7v2':
      return {
        address: `${his.hl7v2.host}:${his.hl7v2.port}`,
        setting: 'his.hl7v2.host and his.hl7v2.port',
        language: `HL7 v${his.hl7v2.version}`,
        host: his.hl7v2.host,
        port: his.hl7v2.port,
      };
  }
};
