import { describe, expect, it } from 'vitest';
import { requireModernRuntime } from './runtime-guard.ts';

describe('the runtime guard', () => {
  it('lets Node.js 24 pass, which has Node-API 10', () => {
    expect(() => requireModernRuntime({ node: '24.0.0', napi: '10' })).not.toThrow();
    expect(() => requireModernRuntime()).not.toThrow();
  });

  it('tells somebody with an older Node.js what to do instead of failing inside native code', () => {
    expect(() => requireModernRuntime({ node: '20.19.0', napi: '9' })).toThrow(
      /Node\.js 20\.19\.0 is too old for the database.*npm start/s,
    );
  });

  it('refuses a runtime that does not say what it is', () => {
    expect(() => requireModernRuntime({})).toThrow(/unknown version/);
  });
});
