import { fail, ok } from '../base/result'
import type { Answer, Calls, CertificateFacts, CertificateOctets, OpenAsked, OpenedMessage, OwnKey, SealAsked } from './calls'
import { factsOf, readCertificate } from './certificates'
import { KeyRing } from './keys'
import { open } from './open'
import { seal } from './seal'

/** All that is done with keys, of one account. It runs in the worker; tests run it in Node. */
export class Engine implements Calls {
    private readonly ring = new KeyRing()

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

    async openMessage(asked: OpenAsked): Answer<OpenedMessage> { return open(this.ring, asked) }

    async sealMessage(asked: SealAsked): Answer<CertificateOctets> { return seal(this.ring, asked) }

    async lock(): Answer<undefined> {
        this.ring.clear()
        return ok(undefined)
    }
}
