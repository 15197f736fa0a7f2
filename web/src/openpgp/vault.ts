import { fail, ok, type Result } from '../base/result'
import type { Cost, SlotKind, Trouble } from './calls'
import { type Octets, ofBase64, toBase64 } from './octets'
import type { OpenPgpWorker } from './page'
import { slotIn } from './slot'

/** As the server has it; `wrapped` is base64. */
export interface Slot { id: string, kind: SlotKind, wrapped: string }
interface Said { pepper: string, version: number, slots: Slot[], blobs: { name: string, version: number, size: number }[] }

export type VaultTrouble = Trouble
    /** There is no vault yet, or no such blob. */
    | 'none'
    /** Another device was first: look again. */
    | 'elsewhere'
    | 'full' | 'busy' | 'signedOut' | 'offline' | 'refused'

/** What opens the vault: of a password its part that stays here, and how it was stretched. `id`: of a passkey. */
export interface Opener { kind: SlotKind, secret: Octets, cost?: Cost, id?: string }

/** Of the slots, as a request has them that changes them together with something else. */
export interface SlotsToSet { slots: Slot[], whenVersion: number }

type Ask = (path: string, init: RequestInit) => Promise<Response>
const BLOB_ATTEMPTS_MAX = 4

/**
 * What the browsers of an account keep at the server: docs/web.md. All of it is sealed in the worker; the page carries
 * it to and fro.
 */
export class Vault {
    private said: Said | undefined

    /** `ask`: a request that signs in by itself. */
    constructor(private readonly worker: OpenPgpWorker, readonly account: string, private readonly ask: Ask) {}

    /** What is there; the slots may be none. */
    async look(): Promise<Result<Said, VaultTrouble>> {
        const got = await this.json('GET', '/api/vault')
        if (got.ok) this.said = got.value as Said
        return got as Result<Said, VaultTrouble>
    }

    get isThere(): boolean { return (this.said?.slots.length ?? 0) > 0 }

    versionOf(name: string): number { return this.said?.blobs.find(one => one.name === name)?.version ?? 0 }

    get names(): string[] { return this.said?.blobs.map(one => one.name) ?? [] }

    /** How the passwords of its slots are to be stretched. */
    get costs(): Cost[] {
        return (this.said?.slots ?? []).filter(one => one.kind === 'password').flatMap(({ wrapped }) => {
            const { salt, memoryKib, passes, lanes } = slotIn(ofBase64(wrapped)) ?? {}
            return salt === undefined ? [] : [{ salt, memoryKib: memoryKib!, passes: passes!, lanes: lanes! }]
        })
    }

    /** After this the worker has the client root. */
    async open(opener: Opener): Promise<Result<undefined, VaultTrouble>> {
        const said = this.said ? ok(this.said) : await this.look()
        if (!said.ok) return said
        const slots = said.value.slots.filter(one => one.kind === opener.kind).map(one => ofBase64(one.wrapped))
        if (said.value.slots.length === 0) return fail('none')
        return this.worker.call('openRoot', this.account, opener.kind, slots, opener.secret, ofBase64(said.value.pepper))
    }

    /**
     * All slots with these in the place of those of their kind (of a passkey: of its id), for `POST /api/vault/slots`
     * and others. The root is open.
     */
    async slotsWith(openers: readonly Opener[]): Promise<Result<SlotsToSet, VaultTrouble>> {
        const said = await this.look()
        if (!said.ok) return said
        const { slots, version, pepper } = said.value
        const fresh: Slot[] = []
        for (const { kind, secret, cost, id } of openers) {
            const wrapped = await this.worker.call('wrapRoot', kind, secret, ofBase64(pepper), cost)
            if (!wrapped.ok) return wrapped
            fresh.push({ id: id ?? kind, kind, wrapped: toBase64(wrapped.value) })
        }
        const stay = slots.filter(one => !openers.some(other => other.kind === one.kind && (other.id === undefined || other.id === one.id)))
        return ok({ slots: [...stay, ...fresh], whenVersion: version })
    }

    async read<T>(name: string): Promise<Result<T, VaultTrouble>> {
        const got = await this.octets(name)
        return got.ok ? await this.worker.call('openValue', name, got.value.version, got.value.octets) as Result<T, VaultTrouble> : got
    }

    /**
     * Reads, changes, writes; and again when another device was first. `change` gets undefined where there is none yet.
     */
    async update<T>(name: string, change: (before: T | undefined) => T): Promise<Result<T, VaultTrouble>> {
        for (let attempt = 0; attempt < BLOB_ATTEMPTS_MAX; attempt++) {
            const before = await this.read<T>(name)
            if (!before.ok && before.error !== 'none') return before
            const value = change(before.ok ? before.value : undefined)
            const version = this.versionOf(name)
            const sealed = await this.worker.call('sealValue', name, version + 1, value)
            const put = sealed.ok ? await this.put(name, version, sealed.value) : sealed
            if (put.ok) return ok(value)
            if (put.error !== 'elsewhere') return put
            await this.look()
        }
        return fail('elsewhere')
    }

    /** As it lies there. */
    async octets(name: string): Promise<Result<{ version: number, octets: Octets }, VaultTrouble>> {
        if (this.versionOf(name) === 0) {
            const said = await this.look()
            if (!said.ok) return said
            if (this.versionOf(name) === 0) return fail('none')
        }
        const response = await this.once(`/api/vault/blobs/${name}`, { method: 'GET' })
        if (!response.ok) return response
        if (response.value.status === 404) {
            this.note(name, 0)
            return fail('none')
        }
        if (response.value.status !== 200) return fail(troubleOf(response.value.status))
        const version = Number((response.value.headers.get('ETag') ?? '').replace(/\D/g, ''))
        this.note(name, version)
        return ok({ version, octets: new Uint8Array(await response.value.arrayBuffer()) })
    }

    /** `version`: the one that it takes the place of; 0 where there is none. */
    async put(name: string, version: number, octets: Octets): Promise<Result<undefined, VaultTrouble>> {
        const response = await this.once(`/api/vault/blobs/${name}`, { method: 'PUT', body: octets,
            headers: { 'Content-Type': 'application/octet-stream', 'If-Match': `${version}` } })
        if (!response.ok) return response
        if (!response.value.ok) return fail(troubleOf(response.value.status))
        this.note(name, version + 1)
        return ok(undefined)
    }

    private note(name: string, version: number): void {
        if (!this.said) return
        const others = this.said.blobs.filter(one => one.name !== name)
        this.said = { ...this.said, blobs: version === 0 ? others : [...others, { name, version, size: 0 }] }
    }

    /** JSON of the pages' interface. */
    async json(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Result<unknown, VaultTrouble>> {
        const init = { method, headers: { 'Content-Type': 'application/json' }, ...body && { body: JSON.stringify(body) } }
        const response = await this.once(path, init)
        if (!response.ok) return response
        return response.value.ok ? ok(await response.value.json() as unknown) : fail(troubleOf(response.value.status))
    }

    private async once(path: string, init: RequestInit): Promise<Result<Response, VaultTrouble>> {
        try {
            return ok(await this.ask(path, init))
        } catch {
            return fail('offline')
        }
    }
}

function troubleOf(status: number): VaultTrouble {
    const known: Record<number, VaultTrouble> = { 401: 'signedOut', 403: 'refused', 404: 'none', 412: 'elsewhere', 413: 'tooLarge', 429: 'busy', 503: 'busy', 507: 'full' }
    return known[status] ?? 'refused'
}
