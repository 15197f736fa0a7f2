import { fail, ok } from '../base/result'
import type { Answer, Calls, CertificateFacts, CertificateOctets, Cost, OpenAsked, OpenedMessage, OwnKey, SealAsked, SlotKind } from './calls'
import { factsOf, leastOf, readCertificate } from './certificates'
import { type SealedText, TextOpener } from './client-text'
import { Device } from './device'
import { openKeys, sealKeys } from './key-blob'
import { KeyRing } from './keys'
import { type Octets, octetsOf } from './octets'
import { innerOctets, open } from './open'
import { ClientRoot } from './root'
import { seal } from './seal'
import { type Found, isShard, type SearchAsked, type SearchHit, SearchIndex } from './search-index'

/** All that is done with keys, of one account. It runs in the worker; tests run it in Node. */
export class Engine implements Calls {
    private readonly ring = new KeyRing()
    private readonly root = new ClientRoot()
    private readonly device = new Device()
    private readonly index = new SearchIndex()
    private texts: TextOpener | undefined

    async makeKeys(address: string, name: string): Answer<OwnKey> { return this.ring.make(address, name) }

    async ownKeys(): Answer<OwnKey[]> { return ok(await this.ring.own()) }

    async exportKeys(passphrase: string): Answer<string> {
        if (this.ring.isEmpty) return fail('locked')
        return passphrase === '' ? fail('passphrase') : ok(await this.ring.export(passphrase))
    }

    async importKeys(armoured: string, passphrase: string, address: string, isCurrent: boolean): Answer<OwnKey[]> {
        return this.ring.import(armoured, passphrase, address, isCurrent)
    }

    async revocation(fingerprint: string): Answer<string> { return this.ring.revocation(fingerprint) }

    async certificateOf(given: CertificateOctets | string): Answer<CertificateFacts> {
        const key = await readCertificate(given)
        return key.ok ? ok(await factsOf(key.value)) : key
    }

    async leastOf(certificate: CertificateOctets, address: string): Answer<CertificateOctets> {
        const key = await readCertificate(certificate)
        return key.ok ? leastOf(key.value, address) : key
    }

    async renewKeys(): Answer<OwnKey[] | undefined> { return ok(await this.ring.renew() ? await this.ring.own()
        : undefined) }

    async openMessage(asked: OpenAsked): Answer<OpenedMessage> { return open(this.ring, asked) }

    async innerOctets(raw: Octets): Answer<Octets> { return innerOctets(this.ring, raw) }

    async sealMessage(asked: SealAsked): Answer<CertificateOctets> { return seal(this.ring, asked) }

    // ---- the vault ----

    async makeRoot(account: string): Answer<undefined> {
        this.ring.clear()
        this.closeTexts()
        this.root.make(account)
        return ok(undefined)
    }

    async openRoot(account: string, kind: SlotKind, slots: Octets[], secret: Octets, pepper: Octets): Answer<undefined> {
        this.closeTexts()
        return await this.root.open(account, kind, slots, secret, pepper) ? ok(undefined) : fail('passphrase')
    }

    async wrapRoot(kind: SlotKind, secret: Octets, pepper: Octets, cost?: Cost): Answer<Octets> { return this.root.wrapped(kind, secret, pepper, cost) }

    async deviceHalf(account: string): Answer<string | undefined> { return ok(await this.device.half(account)) }

    async openFromDevice(account: string, halfKey: Octets): Answer<undefined> {
        this.closeTexts()
        return await this.device.open(account, this.root, halfKey) ? ok(undefined) : fail('locked')
    }

    async keepOnDevice(account: string, halfKey: Octets, half: string): Answer<undefined> {
        await this.device.keep(account, this.root, halfKey, half)
        return ok(undefined)
    }

    async forgetDevice(account: string): Answer<undefined> {
        await this.device.forget(account)
        return ok(undefined)
    }

    async sealKeys(version: number): Answer<Octets> { return sealKeys(this.ring, this.root, version) }

    async openKeys(version: number, octets: Octets): Answer<OwnKey[]> {
        const opened = await openKeys(this.ring, this.root, version, octets)
        return opened.ok ? ok(await this.ring.own()) : opened
    }

    async sealValue(name: string, version: number, value: unknown): Answer<Octets> {
        return this.root.sealBlob(name, version, octetsOf(JSON.stringify(value)))
    }

    async openValue(name: string, version: number, octets: Octets): Answer<unknown> {
        const clear = await this.root.openBlob(name, version, octets)
        return clear.ok ? ok(JSON.parse(new TextDecoder().decode(clear.value)) as unknown) : clear
    }

    // ---- what no server finds ----

    async searchAdd(id: string, at: number, found: Found): Answer<number> {
        this.index.add(id, at, found)
        return ok(this.index.size)
    }

    async searchMissing(ids: string[]): Answer<string[]> { return ok(this.index.missing(ids)) }

    async searchFind(asked: SearchAsked, most: number): Answer<SearchHit[]> { return ok(this.index.find(asked, most)) }

    async searchShown(ids: string[]): Answer<SearchHit[]> { return ok(this.index.shown(ids)) }

    async textsKey(): Answer<Octets> {
        const texts = await this.opener()
        return texts ? ok(texts.publicKey) : fail('locked')
    }

    async takeTexts(records: (SealedText & { at: number })[]): Answer<{ opened: string[], refused: string[],
        added: number }> {
        const texts = await this.opener()
        if (!texts) return fail('locked')
        const all = await Promise.all(records.map(one => texts.open(one)))
        const taken = { opened: [] as string[], refused: [] as string[], added: 0 }
        for (const [i, { id, at }] of records.entries()) {
            const found = all[i]
            if (found && this.index.add(id, at, found)) taken.added++
            taken[found ? 'opened' : 'refused'].push(id)
        }
        return ok(taken)
    }

    /** It follows from the client root, and goes with it. */
    private closeTexts(): void {
        this.texts?.close()
        this.texts = undefined
    }

    private async opener(): Promise<TextOpener | undefined> {
        const made = this.texts ?? await this.root.textOpener()
        // another call may have been quicker
        return this.texts ??= made
    }

    async searchChanged(): Answer<string[]> { return ok(this.index.changed) }

    async searchAgain(name: string): Answer<undefined> {
        this.index.again(name)
        return ok(undefined)
    }

    async sealShard(name: string, version: number): Answer<Octets> {
        return isShard(name) ? this.root.sealBlob(name, version, await this.index.packed(name)) : fail('malformed')
    }

    async openShard(name: string, version: number, octets: Octets): Answer<number> {
        const clear = await this.root.openBlob(name, version, octets)
        if (!clear.ok) return clear
        await this.index.take(name, clear.value)
        return ok(this.index.size)
    }

    async lock(): Answer<undefined> {
        this.ring.clear()
        this.index.clear()
        this.closeTexts()
        this.root.forget()
        return ok(undefined)
    }
}
