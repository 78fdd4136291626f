import { type NumberClass } from '../../../core/contract/catalogue.ts';
import { type NumberSession, type NumberSource } from '../../../core/contract/scheduling.ts';
import { type NumberQuota, type NumberRules } from '../number-rules.ts';

/** One thing somebody asks for, with everything that decides the answer. */
export interface ModelRequest {
  readonly requestId: string;
  readonly kioskId: string;
  readonly servicePointId: string;
  readonly numberClass: NumberClass;
  readonly day: string;
  readonly source: NumberSource;
  /** The half of the day it is for. */
  readonly half: NumberSession;
  readonly isExpected: boolean;
}

interface Given extends ModelRequest {
  readonly kind: 'ticket' | 'lease';
  readonly first: number;
  readonly last: number;
  isCancelled: boolean;
  /** How many were used, of a lease that came back. */
  usedAtReturn: number | undefined;
}

const RANGE = 5000;

/**
 * What numbers have to be, written down anew without counters: everything that was ever given is
 * kept in a list and looked through at every question. Knows the first range of each kind only.
 */
export class NumberModel {
  readonly given: Given[] = [];
  readonly #rules: NumberRules;

  constructor(rules: NumberRules) {
    this.#rules = rules;
  }

  take(request: ModelRequest): { first: number; last: number } | 'full' {
    return this.#give(request, 'ticket', 1);
  }

  lease(request: ModelRequest, size: number): { first: number; last: number } | 'full' {
    return this.#give(request, 'lease', size);
  }

  cancel(requestId: string): void {
    const given = this.#of(requestId);
    if (given !== undefined) given.isCancelled = true;
  }

  giveBack(leaseId: string, used: number): void {
    const given = this.#of(leaseId);
    if (given !== undefined) given.usedAtReturn ??= used;
  }

  #of(requestId: string): Given | undefined {
    return this.given.find(one => one.requestId === requestId);
  }

  #give(
    request: ModelRequest,
    kind: Given['kind'],
    wanted: number,
  ): { first: number; last: number } | 'full' {
    const before = this.#of(request.requestId);
    if (before !== undefined) return before;
    const room = kind === 'lease' || !request.isExpected ? this.#room(request, kind) : Infinity;
    const size = Math.min(wanted, room);
    if (size < 1) return 'full';
    const line = this.given.filter(one => one.kind === kind && this.#isSameLine(one, request));
    const base = kind === 'lease' ? RANGE : 0;
    const first = 1 + Math.max(base, ...line.map(one => one.last));
    const given: Given = {
      ...request,
      kind,
      first,
      last: first + size - 1,
      isCancelled: false,
      usedAtReturn: undefined,
    };
    this.given.push(given);
    return given;
  }

  #isSameLine(one: ModelRequest, other: ModelRequest): boolean {
    return (
      one.servicePointId === other.servicePointId &&
      one.day === other.day &&
      one.numberClass === other.numberClass &&
      (this.#rules.reset === 'daily' || one.half === other.half)
    );
  }

  #room(request: ModelRequest, kind: Given['kind']): number {
    const rooms = this.#rules.quotas
      .filter(quota => this.#counts(quota, request, request))
      .map(quota => {
        const counted = this.given.filter(one => this.#counts(quota, one, request));
        const tickets = counted.filter(one => one.kind === 'ticket' && !one.isCancelled).length;
        const blocks = counted.filter(one => one.kind === 'lease');
        const used = blocks.reduce((sum, one) => sum + (one.usedAtReturn ?? 0), 0);
        const out = blocks
          .filter(one => one.usedAtReturn === undefined)
          .reduce((sum, one) => sum + one.last - one.first + 1, 0);
        const left = quota.most - tickets - used - out;
        return kind === 'ticket'
          ? left
          : Math.min(left, Math.floor(quota.most * this.#rules.leasedShare) - out);
      });
    return Math.max(0, Math.min(Infinity, ...rooms));
  }

  /** True where `one` is counted by the quota as `asked` would be. */
  #counts(quota: NumberQuota, one: ModelRequest, asked: ModelRequest): boolean {
    return (
      one.servicePointId === asked.servicePointId &&
      one.day === asked.day &&
      (quota.source === undefined || quota.source === one.source) &&
      (quota.numberClass === undefined || quota.numberClass === one.numberClass) &&
      (quota.per === 'day' ||
        quota.per === one.half ||
        (quota.per === 'session' && one.half === asked.half))
    );
  }
}
