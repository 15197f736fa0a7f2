import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { ml_kem768_x25519 as xWing } from '@noble/post-quantum/hybrid.js'
import { labelled } from './derive'
import { joined, type Octets, octetsOf } from './octets'
import type { Found } from './search-index'

const VERSION = 1
const CIPHERTEXT_OCTETS = 1120
/** As far as a chain is followed: the server begins another after a thousand. */
const INDEX_MAX = 4_095
/** Chains whose keys are kept: records come with the newest first, and those of a chain together. */
const CHAINS_MAX = 8
const RECORD_OCTETS_MAX = 24 << 10
const NO_DATE = -(2n ** 63n)

/** A record of the server, sealed to the client root; `ciphertext` of X-Wing is shared with others. */
export interface SealedText { id: string, ciphertext: Octets, index: number, sealed: Octets }

interface Chain { next: Octets, keys: Octets[] }

/**
 * Opens what the server has made of a mail when it came in clear, for this account's browsers (docs/sealing.md, level
 * L2; `sealing.ClientTextSeal` seals it). The key pair follows from the client root: each browser has the same one,
 * and sees whether the server has it.
 */
export class TextOpener {
    private readonly chains = new Map<string, Chain>()
    private readonly keys: { publicKey: Uint8Array, secretKey: Uint8Array }

    /** `seed`: 32 octets that follow from the client root. */
    constructor(private readonly account: string, seed: Octets) { this.keys = xWing.keygen(seed) }

    get publicKey(): Octets { return this.keys.publicKey.slice() as Octets }

    /** Undefined for what was changed, is of another Email or account, or is no record. */
    async open({ id, ciphertext, index, sealed }: SealedText): Promise<Found | undefined> {
        const isBounded = ciphertext.length === CIPHERTEXT_OCTETS && Number.isInteger(index) && index >= 0
            && index <= INDEX_MAX && sealed.length <= RECORD_OCTETS_MAX
        if (!isBounded) return undefined
        try {
            const key = await crypto.subtle.importKey('raw', this.key(ciphertext, index), 'AES-GCM', false, ['decrypt'])
            const additionalData = joined(new Uint8Array([VERSION, index >> 24, index >> 16, index >> 8, index]),
                labelled(this.account, id))
            const clear = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData }, key,
                sealed)
            return read(new Uint8Array(clear))
        } catch {
            return undefined
        }
    }

    close(): void {
        for (const one of this.chains.values()) wipe(one)
        this.chains.clear()
        this.keys.secretKey.fill(0)
    }

    private key(ciphertext: Octets, index: number): Octets {
        const chain = this.chain(ciphertext)
        while (chain.keys.length <= index) {
            chain.keys.push(next(chain.next, 'sgl1/texts/key'))
            const before = chain.next
            chain.next = next(before, 'sgl1/texts/next')
            before.fill(0)
        }
        return chain.keys[index]!
    }

    private chain(ciphertext: Octets): Chain {
        const name = String.fromCharCode(...ciphertext)
        const there = this.chains.get(name)
        if (there) return there
        const shared = xWing.decapsulate(ciphertext, this.keys.secretKey)
        const chain = { next: next(shared, 'sgl1/texts', sha256(this.keys.publicKey)), keys: [] }
        shared.fill(0)
        this.chains.set(name, chain)
        for (const [old, one] of this.chains) {
            if (this.chains.size <= CHAINS_MAX) break
            wipe(one)
            this.chains.delete(old)
        }
        return chain
    }
}

function wipe(chain: Chain): void { for (const one of [chain.next, ...chain.keys]) one.fill(0) }

/**
 * The expansion of HKDF (RFC 5869 section 2.3) to 32 octets, as `sealing.Kdf` does it: the label has its length
 * before it.
 */
function next(key: Uint8Array, label: string, context: Uint8Array = new Uint8Array()): Octets {
    return hmac(sha256, key, joined(new Uint8Array([label.length]), octetsOf(label), context,
        new Uint8Array([1]))) as Octets
}

/** As `message.TextSummary` writes it. Throws for what is none. */
function read(clear: Octets): Found {
    const view = new DataView(clear.buffer)
    if (view.getUint8(0) !== VERSION) throw new Error('another version')
    const date = view.getBigInt64(2)
    const texts: string[] = []
    for (let at = 10; texts.length < 6;) {
        const length = view.getUint16(at)
        if (at + 2 + length > clear.length) throw new Error('it is cut')
        texts.push(new TextDecoder().decode(clear.subarray(at + 2, at + 2 + length)))
        at += 2 + length
    }
    const [subject, from, to, cc, names, text] = texts as [string, string, string, string, string, string]
    return { subject, from, to, cc, names, text, hasAttachment: (view.getUint8(1) & 1) === 1, ...date !== NO_DATE
        && { date: Number(date) } }
}
