import type { Id, Mailbox } from '../jmap/types'

export interface Branch { mailbox: Mailbox, depth: number }
/** Deeper ones are shown so deep. */
const DEPTH_MAX = 6

/**
 * Mailboxes below those they are in, in the order they have there. One in a ring, or in nothing that is known,
 * stands at the top.
 */
export function treeOf(all: readonly Mailbox[]): Branch[] {
    const known = new Set(all.map(one => one.id))
    const seen = new Set<Id>()
    const below = (parent: Id | null, depth: number): Branch[] => all
        .filter(one => !seen.has(one.id) && (one.parentId !== null && known.has(one.parentId) ? one.parentId : null) === parent)
        .flatMap(mailbox => {
            seen.add(mailbox.id)
            return [{ mailbox, depth: Math.min(depth, DEPTH_MAX) }, ...below(mailbox.id, depth + 1)]
        })
    return [...below(null, 0), ...all.filter(one => !seen.has(one.id)).map(mailbox => ({ mailbox, depth: 0 }))]
}

/** Whether `id` is `ancestor`, or lies in it. */
export function isWithin(id: Id | null, ancestor: Id, all: readonly Mailbox[]): boolean {
    let one = id
    for (let i = 0; one !== null && i <= all.length; i++) {
        if (one === ancestor) return true
        one = all.find(box => box.id === one)?.parentId ?? null
    }
    return false
}
