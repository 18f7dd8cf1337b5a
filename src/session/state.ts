/** Owns the connection state: a union in which wrong states cannot be written down, and one pure table of what may follow what. */
import type { PersonaError } from './error.js';
import type { EndReason, PersonaState } from './events.js';

/** How a session ends: for a reason, or with an error. The first one is kept. */
export type Ending =
  | { readonly reason: Exclude<EndReason, 'error'> }
  | { readonly reason: 'error'; readonly error: PersonaError };

export type State =
  | { readonly name: 'idle' }
  | { readonly name: 'authorizing' }
  | { readonly name: 'connecting' }
  | { readonly name: 'live' }
  /** `replacing`: the session is lost and a new one is being made; otherwise the same one is expected back. */
  | { readonly name: 'reconnecting'; readonly replacing: boolean }
  | { readonly name: 'ending'; readonly ending: Ending }
  | { readonly name: 'ended'; readonly reason: Exclude<EndReason, 'error'> }
  | { readonly name: 'failed'; readonly error: PersonaError };

export type Step =
  | { readonly type: 'start' }
  /** Token, SDK and the answer about the microphone are there: the billed stream opens. */
  | { readonly type: 'open' }
  /** Connected, and the first picture is shown. */
  | { readonly type: 'shown' }
  /** The connection is disturbed, or the picture froze. */
  | { readonly type: 'trouble' }
  | { readonly type: 'healed' }
  /** The session is gone or could not be opened, and another try follows. */
  | { readonly type: 'lost' }
  | { readonly type: 'end'; readonly ending: Ending }
  /** Nothing is open any more. */
  | { readonly type: 'closed' };

type Row<S extends State> = {
  readonly [T in Step['type']]?: (state: S, step: Extract<Step, { type: T }>) => State;
};

const end = (_state: State, { ending }: Extract<Step, { type: 'end' }>): State => ({
  name: 'ending',
  ending,
});
const start = (): State => ({ name: 'authorizing' });
const live = (): State => ({ name: 'live' });
const replace = (): State => ({ name: 'reconnecting', replacing: true });

/** What is not in the table changes nothing. */
export const TRANSITIONS: { readonly [N in PersonaState]: Row<Extract<State, { name: N }>> } = {
  idle: { start },
  authorizing: { open: () => ({ name: 'connecting' }), end },
  connecting: { shown: live, lost: start, end },
  live: { trouble: () => ({ name: 'reconnecting', replacing: false }), lost: replace, end },
  reconnecting: {
    healed: (state) => (state.replacing ? state : { name: 'live' }),
    shown: (state) => (state.replacing ? { name: 'live' } : state),
    lost: (state) => (state.replacing ? state : { name: 'reconnecting', replacing: true }),
    end,
  },
  ending: {
    closed: ({ ending }) =>
      ending.reason === 'error'
        ? { name: 'failed', error: ending.error }
        : { name: 'ended', reason: ending.reason },
  },
  ended: { start },
  failed: { start },
};

/** The state after `step`; the same object when the step changes nothing. */
export const transition = (state: State, step: Step): State => {
  // The table pairs each row with its own state and step, which the compiler cannot follow through two lookups.
  const row = TRANSITIONS[state.name] as Partial<Record<Step['type'], (state: State, step: Step) => State>>;
  return row[step.type]?.(state, step) ?? state;
};

/** Why it ended or is ending. */
export const reasonOf = (state: State): EndReason | undefined => {
  if (state.name === 'ending') return state.ending.reason;
  if (state.name === 'ended') return state.reason;
  return state.name === 'failed' ? 'error' : undefined;
};
