import { type Credit, type NoticeReading } from './provider.ts';

type Refused = Extract<NoticeReading, { readonly outcome: 'refused' }>;
type Body = Refused['reply']['body'];

/** Why a notice is not believed. */
export type NoticeDoubt = Refused['why'];

/** `body` is what the provider expects to hear. */
export const refusedNotice = (
  why: NoticeDoubt,
  body: Body = { success: false },
): NoticeReading => ({
  outcome: 'refused',
  why,
  reply: { status: why === 'unreadable' ? 400 : 401, body },
});

export const believedNotice = (
  credits: readonly Credit[],
  body: Body = { success: true },
): NoticeReading => ({ outcome: 'credits', credits, reply: { status: 200, body } });

/** The provider says that this money did not come. */
export const deniedNotice = (
  denied: Pick<Credit, 'account' | 'bankReference'>,
  body: Body = { success: true },
): NoticeReading => ({
  outcome: 'credits',
  credits: [],
  denied: [denied],
  reply: { status: 200, body },
});
