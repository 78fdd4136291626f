import { expect, test } from 'vitest';
import { type Contract, describeContract } from './contract.ts';
import { deskContract } from './desk.ts';
import { connectContract, joinContract } from './enrolment.ts';
import { hubContract } from './hub.ts';
import { kioskContract } from './kiosk.ts';
import { panelContract } from './panel.ts';
import { staffContract } from './staff.ts';

const contracts: Readonly<Record<string, Contract>> = {
  connect: connectContract,
  desk: deskContract,
  hub: hubContract,
  join: joinContract,
  kiosk: kioskContract,
  panel: panelContract,
  staff: staffContract,
};

test.each(Object.entries(contracts))(
  'a change of the %s contract shows as a change of its text',
  async (name, contract) => {
    await expect(describeContract(contract)).toMatchFileSnapshot(`golden/${name}.txt`);
  },
);
