import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Clock } from '../../../../core/ports/ports.ts';
import { businessDayOf } from '../../../../core/scheduling/business-day.ts';
import { type Fields, isSignedBy } from '../request-signature.ts';
import { type Endpoint, medipayRestSettingsSchema } from '../settings.ts';
import { createMedipayFaultSwitches, medipayFaultsSchema } from './faults.ts';
import { type Answered } from './answering.ts';
import { createMedipayHospital } from './hospital.ts';
import { SIMULATED_SLIPS_PATH } from './slips.ts';

export interface MedipaySimulatorOptions {
  readonly host?: string;
  /** 0: any free one. */
  readonly port: number;
  readonly merchantId: string;
  readonly key: string;
  readonly clock: Clock;
  /** Milliseconds between two calls of every clinic; 0: none of its own accord. */
  readonly callEveryMs?: number;
}

const { paths, signed } = medipayRestSettingsSchema.parse({
  paths: { slips: SIMULATED_SLIPS_PATH },
});
/** How far a request's clock may be off. */
const SKEW_MS = 5 * 60_000;
/** A picture of the holder fits. */
const BODY_LIMIT = 1_048_576;

const stateSchema = z.strictObject({ id: z.string(), state: z.enum(['1', '2', '3']) });

const refused = (message: string): Omit<Answered, 'code'> & { code: string } => ({
  code: '999',
  message,
  data: null,
});

/**
 * A hospital information system of synthetic people that answers the kiosk REST contract.
 * `POST /control/faults` and `POST /control/registrations {id, state}` move its switches.
 */
export const startMedipaySimulator = async (options: MedipaySimulatorOptions) => {
  const { merchantId, key, clock, callEveryMs = 0 } = options;
  const hospital = createMedipayHospital();
  const faults = createMedipayFaultSwitches();
  const app = Fastify({ logger: false, bodyLimit: BODY_LIMIT, forceCloseConnections: true });

  const isTrusted = (endpoint: Endpoint, fields: Fields, { headers }: FastifyRequest): boolean => {
    const head = {
      'x-merchant-id': String(headers['x-merchant-id'] ?? ''),
      'x-timestamp': String(headers['x-timestamp'] ?? ''),
      'x-sign': String(headers['x-sign'] ?? ''),
    };
    return (
      head['x-merchant-id'] === merchantId &&
      Math.abs(Number(head['x-timestamp']) - clock.now()) <= SKEW_MS &&
      isSignedBy(key, signed[endpoint], fields, head)
    );
  };

  const answer = async (
    endpoint: Endpoint,
    request: FastifyRequest,
    reply: FastifyReply,
    carryOut: (fields: Fields) => Answered,
  ) => {
    const cut = (): FastifyReply => {
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    };
    const { delayMs } = faults.current();
    if (delayMs > 0) await new Promise<void>(resolve => clock.after(delayMs, resolve));
    const decision = faults.decide(endpoint === 'register' || endpoint === 'payment');
    if (decision.kind === 'cut') return cut();
    if (decision.kind === 'status') {
      const { status, retryAfterSeconds } = decision;
      if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
      return reply.code(status).type('text/html').send('<h1>asked to fail</h1>');
    }
    const isPost = request.method === 'POST';
    const fields = (isPost ? request.body : request.query) as Fields;
    if (!isTrusted(endpoint, fields, request)) {
      return reply.code(401).send(refused('Chữ ký không hợp lệ'));
    }
    if (decision.kind === 'answer') {
      return reply.send({ ...refused('asked to fail'), code: decision.code });
    }
    const answered = carryOut(fields);
    if (decision.kind === 'cut-after') return cut();
    return reply.send(decision.kind === 'fail-after' ? refused('Lỗi hệ thống') : answered);
  };

  const get = (endpoint: Endpoint, carryOut: (fields: Fields) => Answered): void => {
    app.get(paths[endpoint] ?? '/', (request, reply) => answer(endpoint, request, reply, carryOut));
  };
  get('visitTypes', hospital.visitTypes);
  get('services', hospital.services);
  get('patient', hospital.patientCheck);
  get('insurance', hospital.insuranceCheck);
  get('registrations', fields =>
    faults.current().noRegistrations
      ? { code: '999', message: 'Không hỗ trợ', data: null }
      : hospital.find(fields),
  );
  app.post(paths.register, (request, reply) =>
    answer('register', request, reply, body =>
      hospital.register(body, String(request.headers['x-request-id'] ?? '')),
    ),
  );
  get('slips', fields => hospital.slips(fields, businessDayOf(clock.now())));
  get('bills', fields => hospital.bills(fields, businessDayOf(clock.now())));
  get('payments', hospital.findPayments);
  app.post(paths.payment ?? '/', (request, reply) =>
    answer('payment', request, reply, body => hospital.pay(body)),
  );
  app.get('/control/faults', () => faults.current());
  app.post('/control/faults', ({ body }, reply) => {
    const { data } = medipayFaultsSchema.safeParse(body);
    if (data === undefined) return reply.code(400).send(refused('no such switches'));
    faults.set(data);
    return faults.current();
  });
  app.post('/control/registrations', ({ body }, reply) => {
    const { data } = stateSchema.safeParse(body);
    const isMoved = data !== undefined && hospital.move(data.id, data.state);
    return isMoved ? { ok: true } : reply.code(404).send(refused('no such registration'));
  });

  const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port });
  let cancel: () => void = () => undefined;
  const tick = (): void => {
    cancel = clock.after(callEveryMs, () => {
      hospital.callNext();
      tick();
    });
  };
  if (callEveryMs > 0) tick();
  return {
    url,
    hospital,
    faults,
    async close() {
      cancel();
      await app.close();
    },
  };
};
export type MedipaySimulator = Awaited<ReturnType<typeof startMedipaySimulator>>;
