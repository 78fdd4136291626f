import { describe, expect, it } from 'vitest';
import { isForCards, modelOf, traitsOf } from './reader-models.ts';

describe('reader models', () => {
  it.each([
    ['Virtual PCD 00 00', 'Virtual PCD'],
    [
      'HID Global OMNIKEY 5422 Smartcard Reader [OMNIKEY 5422CL Smartcard Reader] 01 00',
      'HID Global OMNIKEY 5422 Smartcard Reader [OMNIKEY 5422CL Smartcard Reader]',
    ],
    [
      'ACS ACR1281 1S Dual Reader [ACR1281 1S Dual Reader PICC] (1234567890) 00 01',
      'ACS ACR1281 1S Dual Reader [ACR1281 1S Dual Reader PICC]',
    ],
    ['Identiv uTrust 3700 F CL Reader 0', 'Identiv uTrust 3700 F CL Reader'],
    ['Reader', 'Reader'],
  ])('takes what belongs to one piece off the name %s', (name, model) => {
    expect(modelOf(name)).toBe(model);
  });

  it('believes a model nobody complained about', () => {
    expect(traitsOf('Virtual PCD 00 01')).toEqual({
      model: 'Virtual PCD',
      extendedLength: true,
      maxShortResponse: 256,
    });
  });

  it('knows which models lose what they are sent', () => {
    expect(traitsOf('ACS ACR1281 1S Dual Reader 00 01').extendedLength).toBe(false);
    expect(traitsOf('ACS ACR122U PICC Interface 00 00').maxShortResponse).toBe(255);
  });

  it('leaves the slot of the security module alone', () => {
    expect(isForCards('ACS ACR1281 1S Dual Reader SAM 0')).toBe(false);
    expect(isForCards('SAMSUNG Reader 00 00')).toBe(true);
  });
});
