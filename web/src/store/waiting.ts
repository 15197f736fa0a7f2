import type { Id, Patch, SetArguments } from '../jmap/types'
import { applied } from './patch'
import type { Identified } from './records'

/** One change that waits to be sent: as it is kept. One of `update`, `create`, `destroy` is there. */
export interface Waiting {
    /** Its place in the order. */
    seq: number
    /** Those that were made, and are undone, together. */
    group: number
    type: string
    update?: Record<Id, Patch>
    /** Under an id of ours, until the server has said its own. */
    create?: { id: Id, object: Record<string, unknown>, mark: Record<string, unknown> }
    destroy?: Id[]
    /** What undoes the update. */
    before?: Record<Id, Patch>
    /** What undoes it where the records that are known do not show what it changes: of those of which it is known. */
    back?: Record<Id, Patch>
    /** The state in which it was sent first. */
    since?: string
    /** It was sent, and it is not known whether it was done. */
    isUncertain?: boolean
}

export function touches(one: Waiting): Id[] {
    return [...Object.keys(one.update ?? {}), ...one.create ? [one.create.id] : [], ...one.destroy ?? []]
}

/** The record as it is seen while this waits. */
export function seenAs(record: Identified, one: Waiting): Identified | undefined {
    if (one.destroy?.includes(record.id)) return undefined
    const patch = one.update?.[record.id]
    return patch ? applied(record, patch) : record
}

export function setArguments(one: Waiting, accountId: Id, ifInState: string | undefined): SetArguments {
    return {
        accountId,
        ...ifInState !== undefined && { ifInState },
        ...one.update && { update: one.update },
        ...one.create && { create: { [one.create.id]: one.create.object } },
        ...one.destroy && { destroy: one.destroy },
    }
}

/** With the server's id in the place of ours, as a key, a value, or a step of a path. */
export function renamed<T>(value: T, from: Id, to: Id): T {
    const text = (one: string) => one.split('/').map(step => step === from ? to : step).join('/')
    if (typeof value === 'string') return text(value) as T
    if (Array.isArray(value)) return value.map(one => renamed(one, from, to)) as T
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [text(key), renamed(one, from, to)])) as T
}
