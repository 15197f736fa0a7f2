import { fail, ok, type Result } from '../base/result'
import { extended, grown, hashOf, hex, NO_LEAVES, type Peaks, rootOf, sha256 } from './merkle'
import { octetsOf, ofBase64, type Octets } from './octets'

/** A signed head of the log: docs/keys.md. `publicKey` and `signature` in base64. */
export interface Head { origin: string, size: number, root: string, publicKey: string, signature: string }
export interface Entry { index: number, at: number, address: string, certificate: string }

/**
 * What the vault keeps of it. `known`: hashes of what was served for one's own addresses and is one's own. `last`:
 * the newest entry of each.
 */
export interface Remembered { v: 1, head: Head, known: string[], last: Record<string, Entry> }

/** Why the server is not to be believed. `offline`: nothing is known, since it did not answer. */
export type LogTrouble =
    /** What it shows now does not begin with what it showed before. */
    | 'otherLog'
    /** Signed by another key than before, for another name, or not rightly. */
    | 'otherSigner'
    /** It is no answer of such a log. */
    | 'broken'
    | 'offline'

/** `now` is to be remembered. `own`: entries of one's own addresses that are new. `isWhole`: to the end of it. */
export interface Read { now: Head, own: Entry[], isWhole: boolean }

/** A call of the server; undefined where it cannot be reached. */
export type AskLog = (path: string) => Promise<{ status: number, json: unknown } | undefined>

/** Entries at once are 500: what is more is read the next time. */
const PAGES_MAX = 40
const KNOWN_MAX = 1_000
const NOTHING = '0'.repeat(64)

/** How an address is called in the log. */
export async function nameOf(address: string): Promise<string> { return hex(await sha256(octetsOf(address.toLowerCase()))) }

export function isWithdrawal({ certificate }: Entry): boolean { return certificate === NOTHING }

/**
 * From the head that is remembered to that of today: each page is proven to go on from the one before, and its
 * entries to be what is hashed, so that
 * none can be left out. Undefined `before`: the first visit, which reads it from the beginning.
 */
export async function readLog(ask: AskLog, before: Head | undefined,
    addresses: readonly string[]): Promise<Result<Read, LogTrouble>> {
    let now: Head | undefined = before
    const own: Entry[] = []
    for (let page = 0; page < PAGES_MAX; page++) {
        const got = await nextPage(ask, now ?? NO_LEAVES, before)
        if (!got.ok) return got
        const { head, entries, root } = got.value
        own.push(...entries.filter(one => addresses.includes(one.address)))
        const size = (now?.size ?? 0) + entries.length
        if (size === head.size) return ok({ now: head, own, isWhole: true })
        if (entries.length === 0) return fail('broken')
        // so far; this head is not signed as it stands, and the next page proves it
        now = { ...head, size, root }
    }
    return ok({ now: now!, own, isWhole: false })
}

async function nextPage(ask: AskLog, from: { size: number, root: string },
    before: Head | undefined): Promise<Result<{ head: Head, entries: Entry[], root: string }, LogTrouble>> {
    const answer = await ask(`/api/openpgp/log?since=${from.size}`)
    // 403: the recovery code is not confirmed yet, or the session has ended
    if (!answer || answer.status >= 500 || [401, 403, 429].includes(answer.status)) return fail('offline')
    if (answer.status === 409) return fail('otherLog')
    const { head, entries, proof } = parsed(answer.json) ?? {}
    if (answer.status !== 200 || !head || !entries || !proof) return fail('broken')
    if (before && (head.publicKey !== before.publicKey || head.origin !== before.origin) ||
        !await isSigned(head)) return fail('otherSigner')
    if (entries.some((one, i) => one.index !== from.size + i) ||
        from.size + entries.length > head.size) return fail('broken')
    if (from.size === head.size) return head.root === from.root ? ok({ head, entries, root: head.root }) :
        fail('otherLog')
    let peaks: Peaks | undefined = await extended(from, head, proof)
    if (!peaks) return fail('otherLog')
    for (const one of entries) peaks = await grown(peaks, leafOf(one))
    const root = await rootOf(peaks)
    return peaks.size < head.size || root === head.root ? ok({ head, entries, root }) : fail('otherLog')
}

function leafOf({ at, address,
    certificate }: Entry): Octets { return octetsOf(`sigillo key log 1\n${at}\n${address}\n${certificate}\n`) }

/**
 * Ed25519 (RFC 8032). A browser that does not know it remembers the head all the same: what was shown before is
 * compared.
 */
async function isSigned({ origin, size, root, publicKey, signature }: Head): Promise<boolean> {
    try {
        const key = await crypto.subtle.importKey('raw', ofBase64(publicKey), { name: 'Ed25519' }, false, ['verify'])
        return await crypto.subtle.verify({ name: 'Ed25519' }, key, ofBase64(signature),
            octetsOf(`sigillo key log head 1\n${origin}\n${size}\n${root}\n`))
    } catch (error) {
        return error instanceof DOMException && error.name === 'NotSupportedError'
    }
}

function parsed(json: unknown): { head: Head, entries: Entry[], proof: Octets[] } | undefined {
    const { origin, size, root, publicKey, signature, consistency, entries } = (json ?? {}) as Record<string, unknown>
    const isHead = typeof origin === 'string' && isCount(size) && hashOf(root) && typeof publicKey === 'string' &&
        typeof signature === 'string'
    if (!isHead || !Array.isArray(consistency) || !Array.isArray(entries)) return undefined
    const proof = consistency.flatMap(one => hashOf(one) ?? [])
    if (proof.length !== consistency.length || !entries.every(isEntry)) return undefined
    return { head: { origin, size, root: root as string, publicKey, signature }, entries, proof }
}

function isEntry(one: unknown): one is Entry {
    const { index, at, address, certificate } = (one ?? {}) as Record<string, unknown>
    return isCount(index) && isCount(at) && hashOf(address) !== undefined && hashOf(certificate) !== undefined
}

function isCount(value: unknown): value is number { return Number.isSafeInteger(value) && (value as number) >= 0 }

/** Both browsers of an owner may have read: the longer one counts, and what either knows to be his own. */
export function merged(before: Remembered | undefined, now: Remembered): Remembered {
    if (!before) return now
    const newest = before.head.size > now.head.size ? before : now
    const last = { ...before.last }
    for (const [address, entry] of Object.entries(now.last)) if (!last[address] ||
        last[address].index < entry.index) last[address] = entry
    return { v: 1, head: newest.head, known: [...new Set([...before.known, ...now.known])].slice(-KNOWN_MAX), last }
}
