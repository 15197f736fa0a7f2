import { joined, type Octets } from './octets'

/** What is the root of no leaves: SHA-256 of nothing. */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const LEAF = new Uint8Array([0])
const INNER = new Uint8Array([1])

/** Of a tree of hashes (RFC 9162 section 2.1): how many leaves it has, and its root in hex. */
export interface TreeHead { size: number, root: string }

/**
 * The whole subtrees of which a tree of `size` leaves is made, the largest first: all that is needed to add leaves
 * to it.
 */
export interface Peaks { size: number, hashes: Octets[] }

export const NO_LEAVES: TreeHead = { size: 0, root: EMPTY }

export async function sha256(octets: Octets): Promise<Octets> { return new Uint8Array(await crypto.subtle.digest('SHA-256', octets)) }

export function hex(octets: Uint8Array): string { return [...octets].map(one => one.toString(16).padStart(2,
    '0')).join('') }

/** Undefined for what is no hash. */
export function hashOf(text: unknown): Octets | undefined {
    if (typeof text !== 'string' || !/^[0-9a-f]{64}$/.test(text)) return undefined
    return Uint8Array.from(text.match(/../g)!, one => parseInt(one, 16))
}

/**
 * That the tree of `former` is the beginning of that of `now`: RFC 9162 section 2.1.4.2. What of the proof makes the
 * former root are its peaks, and they
 * come with it; undefined where the proof proves nothing.
 */
export async function extended(former: TreeHead, now: TreeHead, proof: readonly Octets[]): Promise<Peaks | undefined> {
    if (former.size === 0) return proof.length === 0 ? { size: 0, hashes: [] } : undefined
    const root = hashOf(former.root)
    if (!root || former.size > now.size) return undefined
    const isWhole = isPowerOfTwo(former.size)
    const path = isWhole ? [root, ...proof] : [...proof]
    if (former.size === now.size) return undefined
    return walk(former, now, path)
}

/** Numbers are of 53 bits at most: no shifts, which have 32. */
async function walk(former: TreeHead, now: TreeHead, [first, ...rest]: Octets[]): Promise<Peaks | undefined> {
    if (!first) return undefined
    let [fn, sn] = [former.size - 1, now.size - 1]
    for (; fn % 2 === 1; fn = half(fn)) sn = half(sn)
    let [before, after] = [first, first]
    const peaks = [first]
    for (const one of rest) {
        if (sn === 0) return undefined
        if (fn % 2 === 1 || fn === sn) {
            before = await inner(one, before)
            after = await inner(one, after)
            peaks.unshift(one)
            for (; fn % 2 === 0 && fn !== 0; fn = half(fn)) sn = half(sn)
        } else after = await inner(after, one)
        fn = half(fn)
        sn = half(sn)
    }
    const isRight = sn === 0 && hex(before) === former.root && hex(after) === now.root &&
        peaks.length === ones(former.size)
    return isRight ? { size: former.size, hashes: peaks } : undefined
}

/** With one leaf more. */
export async function grown({ size, hashes }: Peaks, leaf: Octets): Promise<Peaks> {
    const left = [...hashes]
    let hash = await sha256(joined(LEAF, leaf))
    for (let rest = size; rest % 2 === 1; rest = half(rest)) hash = await inner(left.pop()!, hash)
    return { size: size + 1, hashes: [...left, hash] }
}

/** In hex. */
export async function rootOf({ hashes }: Peaks): Promise<string> {
    if (hashes.length === 0) return EMPTY
    let root = hashes.at(-1)!
    for (const one of hashes.slice(0, -1).reverse()) root = await inner(one, root)
    return hex(root)
}

function inner(left: Octets, right: Octets): Promise<Octets> { return sha256(joined(INNER, left, right)) }

function half(number: number): number { return Math.floor(number / 2) }

function isPowerOfTwo(number: number): boolean { return ones(number) === 1 }

function ones(number: number): number {
    let count = 0
    for (let rest = number; rest > 0; rest = half(rest)) count += rest % 2
    return count
}
