/** What came of something that may go wrong in ways that are expected. Surprises are exceptions. */
export type Result<T, E> = { ok: true, value: T } | { ok: false, error: E }

export function ok<T>(value: T): { ok: true, value: T } { return { ok: true, value } }

export function fail<E>(error: E): { ok: false, error: E } { return { ok: false, error } }
