import { fail, ok, type Result } from '../base/result'
import type { Cost, SlotKind, Trouble, WrappedSlot } from './calls'
import { TextOpener } from './client-text'
import { derived, derivedKey, labelled, sealed, unsealed } from './derive'
import { joined, type Octets, octetsOf, ofBase64, toBase64 } from './octets'
import { slotIn } from './slot'

const SLOT = 'sigillo/v1/vault/slot'
const BLOB = 'sigillo/v1/vault/'
const OCTETS = 32
/** Of one blob, as the server has it. */
const BLOB_OCTETS_MAX = 4 << 20

/**
 * The client root of one account: 32 octets under which all is that its browsers keep at the server. It is made here,
 * and the server never has it. What wraps it is in `slots`, what is under it in blobs.
 */
export class ClientRoot {
    private octets: Octets | undefined
    private account = ''

    get isOpen(): boolean { return this.octets !== undefined }

    /** A new one. */
    make(account: string): void {
        this.forget()
        this.account = account
        this.octets = crypto.getRandomValues(new Uint8Array(OCTETS))
    }

    forget(): void {
        this.octets?.fill(0)
        this.octets = undefined
    }

    /** By the first slot of this kind that `secret` opens. */
    async open(account: string, kind: SlotKind, slots: readonly Octets[], secret: Octets, pepper: Octets): Promise<boolean> {
        for (const wrapped of slots) {
            const said = slotIn(wrapped)
            const octets = said && await unsealed(await slotKey(account, secret, pepper), ofBase64(said.sealed), labelled(SLOT, account, kind))
            if (octets?.length !== OCTETS) continue
            this.forget()
            this.account = account
            this.octets = octets
            return true
        }
        return false
    }

    /**
     * As a slot has it. `cost`: how the password was stretched, so that it can be again when signing in does it
     * otherwise.
     */
    async wrapped(kind: SlotKind, secret: Octets, pepper: Octets, cost?: Cost): Promise<Result<Octets, Trouble>> {
        if (!this.octets) return fail('locked')
        const made = await sealed(await slotKey(this.account, secret, pepper), this.octets, labelled(SLOT, this.account, kind))
        return ok(octetsOf(JSON.stringify({ v: 1, sealed: toBase64(made), ...cost } satisfies WrappedSlot)))
    }

    /** `key`: of the browser or the server, beside which it is wrapped as well. */
    async under(key: CryptoKey, label: string): Promise<Octets | undefined> {
        return this.octets && sealed(key, this.octets, labelled(label, this.account))
    }

    async openUnder(account: string, key: CryptoKey, label: string, octets: Octets): Promise<boolean> {
        const opened = await unsealed(key, octets, labelled(label, account))
        if (opened?.length !== OCTETS) return false
        this.forget()
        this.account = account
        this.octets = opened
        return true
    }

    async sealBlob(name: string, version: number, clear: Octets): Promise<Result<Octets, Trouble>> {
        if (!this.octets) return fail('locked')
        if (clear.length > BLOB_OCTETS_MAX - 100) return fail('tooLarge')
        return ok(await sealed(await this.key(name), clear, labelled(this.account, name, `${version}`)))
    }

    /** Of this version: an older one in its place is refused. */
    async openBlob(name: string, version: number, octets: Octets): Promise<Result<Octets, Trouble>> {
        if (!this.octets) return fail('locked')
        const clear = await unsealed(await this.key(name), octets, labelled(this.account, name, `${version}`))
        return clear ? ok(clear) : fail('tampered')
    }

    /** A private key, bound to its certificate: that of another cannot come in its place. */
    async sealSecret(epoch: number, certificate: Octets, clear: Octets): Promise<Octets> {
        return sealed(await this.key('openpgp.key'), clear, await this.ofKey(epoch, certificate))
    }

    async openSecret(epoch: number, certificate: Octets, octets: Octets): Promise<Octets | undefined> {
        return unsealed(await this.key('openpgp.key'), octets, await this.ofKey(epoch, certificate))
    }

    /** Of what the server makes of mail that comes. */
    async textOpener(): Promise<TextOpener | undefined> {
        return this.octets && new TextOpener(this.account, await derived(this.octets, octetsOf(`${BLOB}texts`)))
    }

    private async ofKey(epoch: number, certificate: Octets): Promise<Octets> {
        return joined(labelled(this.account, `${epoch}`), new Uint8Array(await crypto.subtle.digest('SHA-256', certificate)))
    }

    private key(name: string): Promise<CryptoKey> { return derivedKey(this.octets!, octetsOf(BLOB + name)) }
}

function slotKey(account: string, secret: Octets, pepper: Octets): Promise<CryptoKey> {
    return derivedKey(joined(secret, pepper), labelled(SLOT, account))
}
