import type { Patch } from '../jmap/types'

/** RFC 8620 section 5.3: patches of records. All pure: what is given is not changed. */

type Plain = Record<string, unknown>

/** The record as it is after the patch. A path into what is not there makes it. */
export function applied<T extends object>(record: T, patch: Patch): T {
    let copy = { ...record } as Plain
    for (const [path, value] of Object.entries(patch)) copy = put(copy, steps(path), value)
    return copy as T
}

/** The values that the paths of a patch have now: it undoes the patch. */
export function inverse(record: object, patch: Patch): Patch {
    const back: Patch = {}
    for (const path of Object.keys(patch)) back[path] = at(record, steps(path)) ?? null
    return back
}

/** Whether the record is as the patch would make it. */
export function holds(record: object, patch: Patch): boolean {
    return Object.entries(patch).every(([path, value]) => isSame(at(record, steps(path)) ?? null, value ?? null))
}

/** Those paths of a patch whose value the record still has from another patch: what nobody has changed since. */
export function unchangedSince(record: object, done: Patch, patch: Patch): Patch {
    return Object.fromEntries(Object.entries(patch)
        .filter(([path]) => isSame(at(record, steps(path)) ?? null, done[path] ?? null)))
}

export function isSame(a: unknown, b: unknown): boolean {
    if (a === b) return true
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
    const names = Object.keys(a)
    return Array.isArray(a) === Array.isArray(b) && names.length === Object.keys(b).length
        && names.every(name => name in b && isSame((a as Plain)[name], (b as Plain)[name]))
}

/** RFC 6901 section 4, without the first slash. */
function steps(path: string): string[] {
    return path.split('/').map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function put(record: Plain, [head, ...rest]: string[], value: unknown): Plain {
    const name = head!
    const copy = { ...record }
    if (rest.length > 0) copy[name] = put((record[name] ?? {}) as Plain, rest, value)
    else if (value === null) delete copy[name]
    else copy[name] = value
    return copy
}

function at(record: unknown, path: string[]): unknown {
    let value = record
    for (const step of path) value = (value as Plain | null | undefined)?.[step]
    return value
}
