import { signal } from '@preact/signals-core'
import { fail, ok, type Result } from '../base/result'
import { Turns } from '../base/turns'
import type { Cost, OpenedMessage, OwnKey } from './calls'
import { KEYS_BLOB } from './names'
import { ofBase64, toBase64 } from './octets'
import { OpenPgpWorker } from './page'
import { freshRecovery, type Recovery, typedRecovery } from './recovery'
import { type Opener, type Slot, Vault, type VaultTrouble } from './vault'

/** `none`: its owner has no end-to-end encryption. `locked`: there is some, and nothing here opens it by itself. */
export type State = 'unknown' | 'none' | 'locked' | 'open'

/** Of who is there: what was made of the password, or what a passkey has signed. */
export interface Proof { authenticating?: string, passkey?: object }

export interface Published { fingerprint?: string, octets?: Uint8Array<ArrayBuffer>, encryptedTo?: string }

/** What is needed of the page. */
export interface Surroundings {
    address: string
    /** As JMAP calls the account. */
    account: string
    /** A request that signs in by itself. */
    ask: (path: string, init: RequestInit) => Promise<Response>
    /** The part of the password that stays here; undefined where that cannot be done. */
    stretch: (password: string, cost: Cost) => Promise<Uint8Array<ArrayBuffer> | undefined>
}

/**
 * End-to-end encryption of the account that is signed in: its vault, its keys, and the worker that has them. One a
 * page.
 */
export class OpenPgp {
    readonly vault: Vault
    readonly state = signal<State>('unknown')
    readonly keys = signal<OwnKey[]>([])
    /** The server could not be asked: that nothing opened does not mean that anything is locked. */
    readonly isAway = signal(false)
    /** The server seals what it makes of mail that comes to a key that is not this account's: who has put it there? */
    readonly textsKeyIsOther = signal(false)
    private opening: Promise<State> | undefined
    /** What is read from the vault would take the place of a key that is made and not kept yet. */
    private readonly turns = new Turns()
    /** Of the vault's blob of which the worker's keys are; 0: of none. A look at the vault changes it not. */
    private ringVersion = 0
    /** Is told that this server gives others another certificate from now on. */
    whenPublished: () => void = () => undefined

    /** `opener`: of who has just signed in. */
    constructor(private readonly around: Surroundings, private opener?: Opener, readonly worker = new OpenPgpWorker()) {
        this.vault = new Vault(this.worker, around.account, around.ask)
        this.worker.whenLost = () => this.closed()
    }

    get address(): string { return this.around.address }

    /** An answer of the pages' interface, whatever it is; undefined where there is none. */
    async get(path: string): Promise<{ status: number, json: unknown } | undefined> {
        try {
            const response = await this.around.ask(path, { headers: { 'Content-Type': 'application/json' } })
            return { status: response.status, json: await response.json().catch(() => undefined) as unknown }
        } catch {
            return undefined
        }
    }

    /** Another browser may have made one meanwhile. */
    keysAgain(): Promise<unknown> { return this.turns.run(() => this.loadKeys()) }

    /** Opens what can be opened without asking anybody. Once, and again after what was there is lost. */
    ready(): Promise<State> { return this.opening ??= this.tryAll().catch(() => this.set('locked')) }

    async unlock(password: string): Promise<Result<undefined, VaultTrouble>> {
        const opened = await this.openBy(password)
        return opened.ok ? this.enter() : opened
    }

    /** The client root, each way in which its passwords were stretched. */
    private async openBy(password: string): Promise<Result<undefined, VaultTrouble>> {
        const said = await this.vault.look()
        if (!said.ok) return said
        for (const cost of this.vault.costs) {
            const secret = await this.around.stretch(password, cost)
            if (secret && (await this.vault.open({ kind: 'password', secret, cost })).ok) return ok(undefined)
        }
        return fail('passphrase')
    }

    async unlockByCode(typed: string): Promise<Result<undefined, VaultTrouble>> {
        const code = await typedRecovery(typed)
        if (!code) return fail('passphrase')
        const opened = await this.vault.open({ kind: 'recovery', secret: code.secret })
        return opened.ok ? this.enter() : opened
    }

    /**
     * A new client root, for an account that has none, with a recovery code that this browser makes. The server gets
     * its part of it, and
     * the slots, in one go. `authenticating`: that the password was typed again; `secret`: of it, what stays here.
     */
    async begin(authenticating: string, secret: Opener): Promise<Result<Recovery, VaultTrouble>> {
        const said = await this.vault.look()
        if (!said.ok) return said
        if (this.vault.isThere) return fail('elsewhere')
        await this.worker.call('makeRoot', this.around.account)
        const code = await this.setCode(authenticating, [secret])
        if (code.ok) this.opening = Promise.resolve(this.set('open'))
        return code
    }

    /** A recovery code in the place of the one before, for who has lost it, or never wrote it down. */
    async renew(authenticating: string, password: string): Promise<Result<Recovery, VaultTrouble>> {
        const opened = await this.openBy(password)
        return opened.ok ? this.setCode(authenticating, []) : opened
    }

    private async setCode(authenticating: string, others: readonly Opener[]): Promise<Result<Recovery, VaultTrouble>> {
        const code = await freshRecovery()
        const vault = await this.vault.slotsWith([...others, { kind: 'recovery', secret: code.secret }])
        if (!vault.ok) return vault
        const set = await this.vault.json('POST', '/api/kit', { authenticating, part: base64(code.part), vault: vault.value })
        // an answer that was lost on its way says nothing of what was done
        if (!set.ok && !(set.error === 'offline' && await this.hasSlots(vault.value.slots))) return set
        return ok(code)
    }

    private async hasSlots(slots: readonly Slot[]): Promise<boolean> {
        const said = await this.vault.look()
        return said.ok && slots.every(one => said.value.slots.some(other => other.wrapped === one.wrapped))
    }

    /** The recovery code, as it was typed back. */
    async confirm(typed: string): Promise<Result<unknown, VaultTrouble>> {
        const code = await typedRecovery(typed)
        return code ? this.vault.json('POST', '/api/kit/confirm', { part: base64(code.part) }) : fail('passphrase')
    }

    /** A passkey opens the vault too, where its authenticator has a second secret. The vault is open. */
    async addPasskey(authenticating: string, secret: Opener): Promise<Result<unknown, VaultTrouble>> {
        if (await this.ready() !== 'open') return fail('locked')
        const vault = await this.vault.slotsWith([secret])
        return vault.ok ? this.vault.json('POST', '/api/vault/slots', { authenticating, ...vault.value }) : vault
    }

    /** A key of one's own, kept in the vault before it is told to anybody. */
    makeKeys(name: string): Promise<Result<OwnKey[], VaultTrouble>> {
        return this.turns.run(async () => {
            const fresh = await this.freshKeys()
            if (!fresh.ok) return fresh
            const made = await this.worker.call('makeKeys', this.around.address, name)
            return made.ok ? this.keepKeys() : made
        })
    }

    importKeys(armoured: string, passphrase: string, isCurrent: boolean): Promise<Result<OwnKey[], VaultTrouble>> {
        return this.turns.run(async () => {
            const fresh = await this.freshKeys()
            if (!fresh.ok) return fresh
            const brought = await this.worker.call('importKeys', armoured, passphrase, this.around.address, isCurrent)
            return brought.ok ? this.keepKeys() : brought
        })
    }

    /** What another browser has kept meanwhile is there before something is changed. */
    private async freshKeys(): Promise<Result<undefined, VaultTrouble>> {
        const got = await this.loadKeys()
        return got.ok || got.error === 'none' ? ok(undefined) : got
    }

    /** What the worker has is what the vault has; else what the vault has is what counts. */
    private async keepKeys(): Promise<Result<OwnKey[], VaultTrouble>> {
        const version = this.ringVersion
        const sealed = await this.worker.call('sealKeys', version + 1)
        const put = sealed.ok ? await this.vault.put(KEYS_BLOB, version, sealed.value) : sealed
        if (!put.ok) {
            await this.loadKeys()
            return put
        }
        this.ringVersion = version + 1
        const own = await this.worker.call('ownKeys')
        if (!own.ok) return own
        this.keys.value = own.value
        await this.keepOnDevice().catch(() => undefined)
        return own
    }

    /**
     * The current key, in the directory of this server, from where others find it; at level L2 what comes is encrypted
     * to it from then on. `proof`: of who is there, where it takes the place of another one, or nobody has signed in
     * lately.
     */
    async publish(proof: Proof = {}): Promise<Result<undefined, VaultTrouble>> {
        const current = this.keys.value.find(one => one.isCurrent)
        if (!current) return fail('noKey')
        try {
            const body = JSON.stringify({ certificate: base64(current.certificate.octets), ...proof })
            const response = await this.around.ask('/api/openpgp/certificate', { method: 'PUT', body, headers: { 'Content-Type': 'application/json' } })
            if (response.ok) this.whenPublished()
            return response.ok ? ok(undefined) : fail('refused')
        } catch {
            return fail('offline')
        }
    }

    /**
     * What this server gives to others of this account; undefined where it does not say. Fingerprints in small
     * letters; `encryptedTo`: of level L2.
     */
    async published(): Promise<Published | undefined> {
        const answer = await this.get('/api/openpgp/certificate')
        // 409: one that the server did not write, and gives to nobody
        if (answer?.status === 404 || answer?.status === 409) return {}
        const { fingerprint, certificate, encryptedTo } = (answer?.status === 200 ? answer.json
            : {}) as Record<string, unknown>
        if (typeof fingerprint !== 'string' || typeof certificate !== 'string') return undefined
        return { fingerprint: fingerprint.toLowerCase(), octets: ofBase64(certificate),
            ...typeof encryptedTo === 'string' && { encryptedTo: encryptedTo.toLowerCase() } }
    }

    /**
     * A key that was made here is good for longer before it expires, and others are given it so: of another key
     * nothing is published here. Of two browsers at once one keeps it in the vault, and either publishes what lies
     * there; what a stop has left is done the next time.
     */
    async renewKeys(): Promise<void> {
        const isOld = (one: OwnKey) => one.isCurrent && one.renews && one.certificate.expiresAt !== undefined
        if (!this.keys.value.some(isOld)) return
        await this.turns.run(async () => {
            if (!(await this.freshKeys()).ok) return
            const renewed = await this.worker.call('renewKeys')
            if (renewed.ok && renewed.value) await this.keepKeys()
        })
        const current = this.keys.value.find(isOld)?.certificate
        const there = current && await this.published()
        if (!current || !there?.octets || there.fingerprint !== current.fingerprint) return
        const known = await this.worker.call('certificateOf', there.octets)
        if (known.ok && (known.value.expiresAt ?? Infinity) < current.expiresAt!) await this.publish()
    }

    /**
     * To which the server seals what it makes of mail that comes at level L2, so that it is found on the next device:
     * said once. `there`: the one that it has. False: try again.
     */
    async nameTextsKey(there?: string): Promise<boolean> {
        const own = await this.worker.call('textsKey')
        if (!own.ok) return false
        const key = toBase64(own.value)
        this.textsKeyIsOther.value = there !== undefined && there !== key
        return there !== undefined || (await this.vault.json('PUT', '/api/vault/texts/key', { key })).ok
    }

    /** `raw`: the message as it lies on the server; it is handed over, and is not here any more. */
    async open(raw: Uint8Array<ArrayBuffer>, from: string[], certificates: Uint8Array<ArrayBuffer>[]): Promise<Result<OpenedMessage, VaultTrouble>> {
        await this.ready()
        return this.worker.open({ raw, from, certificates })
    }

    /** Nothing of it stays in this browser. */
    async leave(): Promise<void> {
        await this.worker.call('forgetDevice', this.around.account)
        await this.worker.call('lock')
        this.worker.end()
        this.closed()
        this.opening = Promise.resolve(this.set('locked'))
    }

    /** Keys go from memory; what this browser keeps stays, and opens again. */
    close(): void {
        this.worker.end()
        this.closed()
    }

    private closed(): void {
        this.keys.value = []
        this.ringVersion = 0
        this.opening = undefined
        this.state.value = 'unknown'
    }

    private set(state: State): State {
        this.state.value = state
        return state
    }

    private async tryAll(): Promise<State> {
        const said = await this.vault.look()
        this.isAway.value = !said.ok && said.error === 'offline'
        if (this.isAway.value) {
            // whoever asks again, when the connection is back, is told anew
            this.opening = undefined
            return this.set('locked')
        }
        if (said.ok && !this.vault.isThere) return this.set('none')
        const opener = this.opener
        this.opener = undefined
        if (opener && (await this.vault.open(opener)).ok || await this.fromDevice()) {
            const entered = await this.enter(opener !== undefined)
            if (entered.ok) return 'open'
        }
        return this.set('locked')
    }

    private async fromDevice(): Promise<boolean> {
        const half = await this.worker.call('deviceHalf', this.around.account)
        if (!half.ok || half.value === undefined) return false
        const key = await this.halfKey({ 'Sigillo-Sealed-Key': half.value })
        return key !== undefined && (await this.worker.call('openFromDevice', this.around.account, ofBase64(key.key))).ok
    }

    private async keepOnDevice(): Promise<void> {
        const half = await this.halfKey({})
        if (half?.sealed !== undefined) await this.worker.call('keepOnDevice', this.around.account, ofBase64(half.key), half.sealed)
    }

    private async halfKey(headers: Record<string, string>): Promise<{ key: string, sealed?: string } | undefined> {
        const response = await this.around.ask('/api/browser-key', { headers })
        return response.ok ? await response.json() as { key: string, sealed?: string } : undefined
    }

    /** The root is open: then so are the keys. */
    private async enter(isFresh = true): Promise<Result<undefined, VaultTrouble>> {
        const loaded = await this.loadKeys()
        if (!loaded.ok && loaded.error !== 'none') return loaded
        if (isFresh) await this.keepOnDevice().catch(() => undefined)
        this.opening = Promise.resolve(this.set('open'))
        void this.renewKeys().catch(() => undefined)
        return ok(undefined)
    }

    private async loadKeys(): Promise<Result<undefined, VaultTrouble>> {
        const got = await this.vault.octets(KEYS_BLOB)
        if (!got.ok && got.error === 'none') this.ringVersion = 0
        if (!got.ok) return got
        const keys = await this.worker.call('openKeys', got.value.version, got.value.octets)
        if (!keys.ok) return keys
        this.ringVersion = got.value.version
        this.keys.value = keys.value
        return ok(undefined)
    }
}

function base64(octets: Uint8Array): string { return btoa(String.fromCharCode(...octets)) }
