import { signal } from '@preact/signals-core'
import { Turns } from '../base/turns'
import type { Result } from '../base/result'
import type { CertificateFacts, CertificateOctets } from '../openpgp/calls'
import { gossiped, heard, learnt, noted, type Seen } from './autocrypt'
import { type Choice, choose, type Found } from './choice'
import { contactOf, type Kept, keptOf, keyOf, noPins, offered, ofBase64, type Pins, pinsOf, used } from './pins'

/** Where pins are kept: the vault, in which the server reads nothing. Undefined: they cannot be had now. */
export interface Keeping {
    read(): Promise<{ value: unknown } | undefined>
    /** Reads, changes, writes; and again when another device was first. Undefined where it was not kept. */
    update(change: (before: unknown) => Pins): Promise<Pins | undefined>
}

/** The server's interface for certificates: docs/web.md. */
export interface Asking {
    get<T>(path: string): Promise<Result<T, unknown>>
    post<T>(path: string, body: object): Promise<Result<T, unknown>>
}

interface Listed { certificates?: { source?: string, certificate?: string }[] }

/** What was asked for is not asked for again so soon. In milliseconds. */
const FOUND_FOR_MS = 10 * 60_000
const FOUND_MAX = 500

/** Whose certificates are known in this session, and why each counts. One of an account. */
export class Book {
    /** Changes with each change of what is known. */
    readonly version = signal(0)
    private pins: Pins | undefined
    private loading: Promise<boolean> | undefined
    private readonly turns = new Turns()
    private readonly facts = new Map<string, CertificateFacts>()
    private readonly found = new Map<string, { found: Found, at: number, isOutside: boolean }>()

    constructor(private readonly keeping: Keeping, private readonly asking: Asking,
        private readonly factsOf: (octets: CertificateOctets) => Promise<Result<CertificateFacts, unknown>>, private readonly now: () => number = Date.now) {}

    /** False where pins cannot be had: then nothing is pinned, and nothing counts but what this server says. */
    load(): Promise<boolean> {
        return this.loading ??= this.keeping.read().then(got => {
            if (got) {
                this.pins = pinsOf(got.value)
                this.version.value++
            } else this.loading = undefined
            return got !== undefined
        })
    }

    /** The vault was opened, or closed. */
    again(): void {
        this.pins = undefined
        this.loading = undefined
        this.version.value++
    }

    get isLoaded(): boolean { return this.pins !== undefined }

    get all(): Pins { return this.pins ?? noPins() }

    /** Asks this server, which has the answer itself; and nobody outside, who would learn whom one writes to. */
    async choice(address: string): Promise<Choice> {
        await this.load()
        if (!this.found.has(keyOf(address))) await this.ask(address, false)
        return this.chosen(address)
    }

    /**
     * Asks the other's domain too, through this server: when one sends, or says so. What is found is shown to be of
     * whom it says.
     */
    async lookUp(address: string): Promise<Choice> {
        await this.load()
        const before = this.found.get(keyOf(address))
        if (!before?.isOutside || before.at + FOUND_FOR_MS < this.now()) await this.ask(address, true)
        return this.chosen(address)
    }

    private async chosen(address: string): Promise<Choice> {
        const contact = contactOf(this.all, address)
        const { found = {} } = this.found.get(keyOf(address)) ?? {}
        const candidates = [contact.pin, contact.offered, contact.autocrypt?.key, contact.autocrypt?.gossip, found.own, found.wkd, found.keyserver]
        for (const one of candidates) if (one && !this.facts.has(one.fingerprint)) await this.read(ofBase64(one.certificate))
        return choose(contact, found, this.facts)
    }

    factsKnown(fingerprint: string): CertificateFacts | undefined { return this.facts.get(fingerprint) }

    async read(octets: CertificateOctets): Promise<CertificateFacts | undefined> {
        const got = await this.factsOf(octets)
        if (got.ok) this.facts.set(got.value.fingerprint, got.value)
        return got.ok ? got.value : undefined
    }

    private async ask(address: string, isOutside: boolean): Promise<void> {
        const got = isOutside ? await this.asking.post<Listed>('/api/openpgp/lookup', { address })
            : await this.asking.get<Listed>(`/api/openpgp/certificates?address=${encodeURIComponent(address)}`)
        if (!got.ok && isOutside && this.found.has(keyOf(address))) return
        const found: Found = isOutside ? { ...this.found.get(keyOf(address))?.found } : {}
        for (const one of (got.ok ? got.value.certificates ?? [] : []).slice(0, 5)) {
            const kept = await this.keptOf(address, one.certificate ?? '', one.source)
            if (!kept) continue
            if (kept.source === 'own') found.own ??= kept
            else if (kept.source === 'keyserver') found.keyserver ??= kept
            else found.wkd ??= kept
        }
        if (this.found.size >= FOUND_MAX) this.found.delete(this.found.keys().next().value!)
        this.found.set(keyOf(address), { found, at: this.now(), isOutside })
        this.version.value++
    }

    private async keptOf(address: string, certificate: string, source: string | undefined): Promise<Kept | undefined> {
        try {
            const facts = await this.read(ofBase64(certificate))
            return facts && keptOf(facts, address, source === 'here' ? 'own' : source === 'keyserver' ? 'keyserver' : 'wkd', this.now())
        } catch {
            return undefined // no base64
        }
    }

    // ---- changes ----

    /** False where it was not kept. */
    change(change: (pins: Pins) => Pins): Promise<boolean> {
        return this.turns.run(async () => {
            if (!await this.load() || change(this.pins!) === this.pins) return this.isLoaded
            const next = await this.keeping.update(before => change(pinsOf(before)))
            if (next) this.pins = next
            this.version.value++
            return next !== undefined
        })
    }

    /** What was used is pinned from now on. */
    sentTo(people: readonly { address: string, kept: Kept }[]): Promise<boolean> {
        return this.change(pins => people.reduce((all, { address, kept }) => used(offered(all, address, kept), address, this.now()), pins))
    }

    /** Of mail that is read. Writes only where something is new. False where it could not be kept. */
    async learn(seen: Seen): Promise<boolean> {
        const note = noted(seen)
        if (!await this.load()) return false
        if (!note) return true
        const before = contactOf(this.all, note.address)
        if (!note.header && !before.autocrypt) return true
        const facts = note.header && await this.read(note.header.octets)
        const key = facts?.encrypts ? keptOf(facts, note.address, 'autocrypt', this.now()) : undefined
        const isKnown = before.autocrypt?.key?.fingerprint === key?.fingerprint && seen.at <= (before.autocrypt?.lastSeen ?? 0) + DAY_MS
        if (isKnown) return true
        return this.change(pins => learnt(pins, note.address, seen.at, key, note.header?.prefersEncryption ?? false))
    }

    /**
     * Of mail that was encrypted, opened, and signed by its sender: certificates of others who got it. `fields`: those
     * that it protects; `at`: as with `learn`.
     */
    async hear(fields: readonly (readonly [name: string, value: string])[], recipients: readonly string[],
        at: number): Promise<void> {
        const headers = heard(fields, recipients)
        if (headers.length === 0 || !await this.load()) return
        const fresh: { address: string, key: Kept }[] = []
        for (const { address, octets } of headers) {
            const { pin, autocrypt } = contactOf(this.all, address)
            if (pin || autocrypt?.key) continue
            const facts = await this.read(octets)
            const key = facts?.encrypts ? keptOf(facts, address, 'gossip', at) : undefined
            if (key && key.fingerprint !== autocrypt?.gossip?.fingerprint) fresh.push({ address, key })
        }
        if (fresh.length > 0) await this.change(pins => fresh.reduce((all, { address, key }) => gossiped(all, address,
            key), pins))
    }

    /** Of a contact, for whoever verifies what he has signed: those that count, and no others. */
    certificates(address: string): CertificateOctets[] {
        const { pin, autocrypt } = contactOf(this.all, address)
        const own = this.found.get(keyOf(address))?.found.own
        const one = pin ?? own ?? autocrypt?.key
        return one ? [ofBase64(one.certificate)] : []
    }
}

const DAY_MS = 86_400_000
