import { asFaultError, type FaultCode } from '../../core/contract/errors.ts';
import type { IntakeEvent } from '../../core/contract/hub.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { type Violation, violationsIn } from './checker.ts';
import type { Acknowledgement, Facts, KioskFacts } from './facts.ts';
import { type Fault, type FaultKind, faultPlanOf } from './fault-plan.ts';
import { createHisModel, type Dialect } from './his-model.ts';
import { createHistory, type History } from './history.ts';
import { hubFactsIn } from './hub-facts.ts';
import { createSharedDatabase, type DatabaseTrouble } from './hub-database.ts';
import { type HubNode, type HubReply, type HubRequest, startHub } from './hub-node.ts';
import type { PostgresSession } from './postgres-session.ts';
import { createKioskDisk, type KioskDisk } from './kiosk-disk.ts';
import { type KioskNode, startKiosk } from './kiosk-node.ts';
import { type Mutation, NO_MUTATION } from './mutations.ts';
import { createLink, type Link } from './network.ts';
import { peopleOf } from './people.ts';
import { createPortalModel } from './portal-model.ts';
import { choiceOf } from './seeded-choice.ts';
import { ProcessEnded, type SimulatedProcess, startProcess } from './simulated-process.ts';
import { createVirtualTime } from './virtual-time.ts';
import { visit, type VisitEars } from './visit.ts';
import { SOMEBODY, type Visitor, visitorsOf } from './visitors.ts';

export interface SimulationOptions {
  readonly seed: number;
  /** Emptied first; one simulation at a time may use it. */
  readonly session: PostgresSession;
  readonly mutation?: Mutation;
}

/** What became of a world. */
export interface SimulationResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly history: History;
  readonly hash: string;
  readonly figures: Figures;
}

export interface Figures {
  readonly visits: number;
  readonly effects: number;
  readonly deaths: number;
  readonly refusals: number;
  readonly deadLetters: number;
  /** Seconds of the world. */
  readonly seconds: number;
}

/** 08:00 in Vietnam on a Monday; some worlds begin shortly before midnight there. */
const MORNING = Date.parse('2026-11-23T01:00:00.000Z');
const BEFORE_MIDNIGHT = Date.parse('2026-11-23T16:59:20.000Z');

const SECOND = 1000;
const LOOK_MS = 2 * SECOND;
const FOUND_MS = 8 * SECOND;
/** One patient's visits may stumble one after the other, each as often as the hub tries. */
const DRAIN_MS = 6 * 3600 * SECOND;
/** Others come meanwhile: by them a kiosk knows that its hub works. */
const NEXT_VISITOR_MS = 300 * SECOND;
const RESTART_MS = { from: 300, to: 12 * SECOND };

/** Faults that hold at the moment, each as often as it was begun and not ended. */
const createConditions = () => {
  const counts = new Map<string, number>();
  const change = (name: string, by: number): number => {
    const now = Math.max(0, (counts.get(name) ?? 0) + by);
    counts.set(name, now);
    return now;
  };
  return {
    begin: (name: string) => change(name, 1),
    end: (name: string) => change(name, -1),
    holds: (name: string) => (counts.get(name) ?? 0) > 0,
    clear: () => counts.clear(),
  };
};

interface KioskPlace {
  readonly name: string;
  readonly disk: KioskDisk;
  readonly link: Link;
  readonly waiting: Visitor[];
  readonly events: Map<string, IntakeEvent>;
  node: KioskNode;
  isBusy: boolean;
  cutShort: number;
  skew: number;
}

interface HubPlace {
  readonly name: string;
  node: HubNode;
  skew: number;
}

/** One world from its first moment to its rest, decided by the seed alone. */
export const simulate = async (options: SimulationOptions): Promise<SimulationResult> => {
  const { seed, session, mutation = NO_MUTATION } = options;
  session.empty();
  const choice = choiceOf(seed, 'world');
  const time = createVirtualTime(choice.chance(0.1) ? BEFORE_MIDNIGHT : MORNING);
  const startedAt = time.now();
  const history = createHistory(time.now);
  const conditions = createConditions();
  const plan = faultPlanOf(choiceOf(seed, 'faults'));
  const people = peopleOf(choiceOf(seed, 'people'));
  const dialect: Dialect = choice.pick(['keyed', 'look-up-first']);
  const kioskCount = choice.between(1, 3);
  const hubCount = choice.chance(0.4) ? 2 : 1;
  const repairs = choice.chance(0.8);
  const asksPortal = choice.chance(0.5);
  const violations: Violation[] = [];
  const acknowledged: Acknowledgement[] = [];
  const refusals: { readonly code: FaultCode }[] = [];
  const slipsRefused = new Set<string>();
  const revived = new Set<string>();
  let deaths = 0;
  let healed = false;

  history.note('world', 'begins', { seed, dialect, kioskCount, hubCount, repairs, asksPortal });

  const hisLink = createLink({
    time,
    choice: choiceOf(seed, 'his network'),
    repeats: dialect === 'keyed',
  });
  const his = createHisModel({
    dialect,
    people,
    link: hisLink,
    time,
    choice: choiceOf(seed, 'his'),
    history,
  });
  const portalLink = createLink({
    time,
    choice: choiceOf(seed, 'portal network'),
    repeats: false,
  });
  const portal = asksPortal
    ? createPortalModel({ people, link: portalLink, time, choice: choiceOf(seed, 'portal') })
    : undefined;
  const database = createSharedDatabase({
    session,
    choice: choiceOf(seed, 'database'),
    now: time.now,
    rewrite: mutation.rewrite,
  });

  const lives = new Map<string, number>();
  const processOf = (
    name: string,
    skew: () => number,
    restart: () => void,
    onEnd: () => void,
  ): SimulatedProcess => {
    const life = (lives.get(name) ?? 0) + 1;
    lives.set(name, life);
    const own = choiceOf(seed, `${name} ${life}`);
    const process = startProcess({
      name,
      time,
      choice: own,
      skew,
      onEnd: where => {
        deaths += 1;
        history.note(name, 'dies', { where });
        onEnd();
        time.after(own.between(RESTART_MS.from, RESTART_MS.to), restart);
      },
      onUncaught: thrown => {
        if (thrown instanceof ProcessEnded) return;
        const found = `${name}: ${asFaultError(thrown).code} ${asFaultError(thrown).message}`;
        violations.push({ guarantee: 'no program dies of a fault around it', found });
        process.end('an error nobody caught');
      },
    });
    return process;
  };

  // Hubs

  const trouble: DatabaseTrouble = (() => {
    const own = choiceOf(seed, 'database trouble');
    const shaky = (probability: number): boolean =>
      conditions.holds('database shaky') && own.chance(probability);
    return {
      isAway: () => conditions.holds('database away') || shaky(0.02),
      losesCommitAnswer: () => shaky(0.15),
      asksToRunAgain: () => shaky(0.2),
      isFull: () => conditions.holds('hub disk full'),
    };
  })();

  const startHubAt = (place: Omit<HubPlace, 'node'>): HubNode =>
    startHub({
      process: processOf(
        place.name,
        () => place.skew,
        () => {
          (place as HubPlace).node = startHubAt(place);
        },
        () => undefined,
      ),
      database,
      trouble,
      his,
      portal,
      people,
      breaksOnSome: () => !healed || !repairs,
      admits: kioskId => !conditions.holds(`kiosk not let in ${kioskId}`),
      history,
      mutation,
    });

  const hubs = Array.from({ length: hubCount }, (_, index): HubPlace => {
    const place = { name: `hub-${index + 1}`, skew: 0 };
    return Object.assign(place, { node: startHubAt(place) });
  });

  const routing = choiceOf(seed, 'routing');
  /** What stands in front of several hubs sends each request to one that listens. */
  const receive = (request: HubRequest, answer: (reply: HubReply) => void): boolean => {
    const first = routing.between(0, hubs.length - 1);
    const inTurn = [...hubs.slice(first), ...hubs.slice(0, first)];
    return inTurn.some(({ node }) => node.receive(request, answer));
  };

  // Kiosks

  /** What was sent is known also when a kiosk no longer keeps it: days later by its clock. */
  const receiveFrom =
    ({ events }: Pick<KioskPlace, 'events'>): typeof receive =>
    (request, answer) => {
      if (request.method === 'intake') {
        const sent = JSON.parse(request.body) as { readonly events: readonly IntakeEvent[] };
        for (const event of sent.events) events.set(event.visitId, event);
      }
      return receive(request, answer);
    };

  const startKioskAt = (place: Omit<KioskPlace, 'node'>): KioskNode =>
    startKiosk({
      process: processOf(
        place.name,
        () => place.skew,
        () => {
          (place as KioskPlace).node = startKioskAt(place);
        },
        () => {
          if (place.isBusy) place.cutShort += 1;
          place.isBusy = false;
        },
      ),
      disk: place.disk,
      link: place.link,
      hub: receiveFrom(place),
      history,
      mutation,
    });

  const kiosks = Array.from({ length: kioskCount }, (_, index): KioskPlace => {
    const name = `kiosk-${index + 1}`;
    const place = {
      name,
      disk: createKioskDisk(mutation.disk),
      link: createLink({ time, choice: choiceOf(seed, `${name} network`), repeats: true }),
      waiting: [],
      events: new Map<string, IntakeEvent>(),
      isBusy: false,
      cutShort: 0,
      skew: 0,
    };
    return Object.assign(place, { node: startKioskAt(place) });
  });

  const serve = async (place: KioskPlace, visitor: Visitor): Promise<void> => {
    const { name, node } = place;
    const { process } = node;
    const services = node.services();
    if (services === undefined) return;
    const ears: VisitEars = {
      told: ({ visitId, number }) => {
        acknowledged.push({ kioskId: name, visitId, day: number.day, label: number.label });
        const event = node.store()?.visits.read(visitId)?.event;
        if (event !== undefined) place.events.set(visitId, event);
        history.note(name, 'gives a ticket', { visitId, label: number.label });
      },
      refused: code => {
        refusals.push({ code });
        history.note(name, 'refuses', { code });
      },
      slipRefused: slip => {
        slipsRefused.add(slip);
        history.note(name, 'says a slip was used', { slip });
      },
    };
    await visit({ process, services, visitor, ears });
  };

  const serveNext = (place: KioskPlace): void => {
    if (place.isBusy || place.waiting.length === 0) return;
    const { process } = place.node;
    if (!process.alive() || place.node.services() === undefined) return;
    const visitor = place.waiting.shift();
    if (visitor === undefined) return;
    place.isBusy = true;
    serve(place, visitor)
      .catch(() => undefined)
      .finally(() => {
        if (process.alive()) place.isBusy = false;
      });
  };

  const lookAfterVisitors = (): void => {
    for (const place of kiosks) serveNext(place);
    time.after(250, lookAfterVisitors);
  };

  /** The journal of a kiosk, where it is not dead at this moment. */
  const storeOf = ({ node }: KioskPlace) => (node.process.alive() ? node.store() : undefined);

  const noteJournals = (): void => {
    for (const place of kiosks) {
      const all = ['queued', 'in-flight', 'delivered', 'rejected', 'failed'] as const;
      for (const event of storeOf(place)?.outbox.export([...all]) ?? []) {
        place.events.set(event.visitId, event);
      }
    }
  };

  // What goes wrong

  const kioskOf = (fault: Fault): KioskPlace => kiosks[fault.which % kiosks.length] as KioskPlace;
  const hubOf = (fault: Fault): HubPlace => hubs[fault.which % hubs.length] as HubPlace;
  const jump = (place: { skew: number }, { size }: Fault): void => {
    place.skew += size;
  };
  const weatherOf = (name: string): 'cut' | 'foul' | 'fair' =>
    conditions.holds(`${name} cut off`)
      ? 'cut'
      : conditions.holds(`${name} network foul`)
        ? 'foul'
        : 'fair';

  /** Faults that hold for a while, under the name of the condition. */
  const conditionOf = (fault: Fault): string | undefined => {
    const { kind } = fault;
    if (kind.startsWith('kiosk')) {
      const { name } = kioskOf(fault);
      return kind === 'kiosk not let in' ? `${kind} ${name}` : kind.replace('kiosk', name);
    }
    return kind;
  };

  const applyConditions = (): void => {
    hisLink.setWeather(weatherOf('HIS'));
    portalLink.setWeather(weatherOf('portal'));
    portal?.setDown(conditions.holds('portal down'));
    portal?.setAstray(conditions.holds('portal astray'));
    his.setDown(conditions.holds('HIS down'));
    his.setBusy(conditions.holds('HIS busy'));
    for (const { name, link, disk } of kiosks) {
      link.setWeather(weatherOf(name));
      disk.setFull(conditions.holds(`${name} disk full`));
    }
  };

  const AT_ONCE: Partial<Record<FaultKind, (fault: Fault) => void>> = {
    'kiosk dies': fault => kioskOf(fault).node.process.endAfter(fault.size),
    'hub dies': fault => hubOf(fault).node.process.endAfter(fault.size),
    'kiosk clock jumps': fault => jump(kioskOf(fault), fault),
    'hub clock jumps': fault => jump(hubOf(fault), fault),
    'kiosk suspended': fault => kioskOf(fault).node.process.suspend(fault.forMs),
    'hub suspended': fault => hubOf(fault).node.process.suspend(fault.forMs),
  };

  const strike = (fault: Fault): void => {
    const { kind, which, forMs, size } = fault;
    history.note('world', kind, { which, forMs: Math.round(forMs), size });
    const atOnce = AT_ONCE[kind];
    if (atOnce !== undefined) {
      atOnce(fault);
      return;
    }
    const condition = conditionOf(fault) ?? kind;
    conditions.begin(condition);
    applyConditions();
    time.after(forMs, () => {
      if (healed) return;
      conditions.end(condition);
      applyConditions();
    });
  };

  const heal = (): void => {
    healed = true;
    conditions.clear();
    applyConditions();
    if (repairs) his.repair();
    for (const place of [...kiosks, ...hubs]) {
      place.skew = 0;
      place.node.process.endAfter(Infinity);
    }
    history.note('world', 'heals');
  };

  // Coming to rest

  /** What waits in the database: deliveries, and cards to look up. */
  const isAnythingOpen = (): boolean =>
    session.query(
      `select from delivery where state in ('queued', 'in-flight')
       union all select from insurance_recheck where state in ('waiting', 'looking') limit 1`,
    ).rows.length > 0;

  const isAtRest = (): boolean =>
    kiosks.every(({ node, waiting, isBusy }) => {
      if (!node.process.alive()) return false;
      const counts = node.store()?.outbox.counts();
      if (node.services() === undefined || counts === undefined) return false;
      return waiting.length === 0 && !isBusy && counts.queued + counts.inFlight === 0;
    }) &&
    hubs.every(({ node }) => node.process.alive()) &&
    !isAnythingOpen();

  const rest = async (): Promise<void> => {
    const end = time.now() + DRAIN_MS;
    let nextVisitorAt = time.now() + NEXT_VISITOR_MS;
    while (time.now() < end) {
      await time.runUntil(time.now() + LOOK_MS);
      if (time.now() >= nextVisitorAt) {
        for (const { waiting } of kiosks) waiting.push(SOMEBODY);
        nextVisitorAt += NEXT_VISITOR_MS;
      }
      if (!isAtRest()) continue;
      if (!asksPortal) return;
      // Unverified cards are found by looking for them now and then.
      await time.runUntil(time.now() + FOUND_MS);
      if (isAtRest()) return;
    }
  };

  /** Somebody looks at the dead letters and sends them again. */
  const reviveDeadLetters = (): void => {
    for (const place of kiosks) {
      const dead =
        storeOf(place)?.outbox.list({ states: ['rejected', 'failed'], limit: 1000 }) ?? [];
      for (const { eventId } of dead) revived.add(eventId);
      if (dead.length > 0) storeOf(place)?.outbox.retry('all-dead');
    }
    const dead = session.query<{ id: string }>(
      `select event_id::text as id from delivery where state in ('rejected', 'failed')`,
    ).rows;
    for (const { id } of dead) revived.add(id);
    const [first] = hubs;
    if (dead.length > 0) void first?.node.retryDeadLetters();
    history.note('world', 'dead letters are sent again', { count: revived.size });
  };

  const kioskFacts = (): readonly KioskFacts[] =>
    kiosks.map(place => ({
      kioskId: place.name,
      events: [...place.events.values()],
      rows: storeOf(place)?.outbox.list({ limit: 10_000 }) ?? [],
      cutShort: place.cutShort,
    }));

  const run = async (): Promise<void> => {
    for (const fault of plan.faults) time.after(fault.at, () => strike(fault));
    time.after(plan.healsAt, heal);
    const visitors = visitorsOf(
      people,
      kioskCount,
      plan.healsAt + 5 * SECOND,
      choiceOf(seed, 'visitors'),
    );
    for (const visitor of visitors) {
      time.after(visitor.at, () => kiosks[visitor.kiosk]?.waiting.push(visitor));
    }
    lookAfterVisitors();
    await time.runUntil(startedAt + plan.healsAt + 6 * SECOND);
    await rest();
    noteJournals();
    if (repairs) {
      reviveDeadLetters();
      await rest();
    }
  };

  await run();
  const facts: Facts = {
    acknowledged,
    kiosks: kioskFacts(),
    hub: hubFactsIn(session),
    effects: his.effects,
    covers: his.covers,
    people,
    revived,
    refusals,
    slipsRefused,
    asksPortal,
    today: businessDayOf(time.now()),
  };
  violations.push(...violationsIn(facts));
  const deadLetters =
    facts.hub.deliveries.filter(({ state }) => state !== 'delivered').length + revived.size;
  const seconds = (time.now() - startedAt) / SECOND;
  time.stop();
  for (const { disk } of kiosks) disk.close();
  return {
    seed,
    violations,
    history,
    hash: history.hash(),
    figures: {
      visits: acknowledged.length,
      effects: his.effects.length,
      deaths,
      refusals: refusals.length,
      deadLetters,
      seconds,
    },
  };
};
