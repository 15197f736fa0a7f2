import * as openpgp from 'openpgp/lightweight'
import { fail, ok, type Result } from '../base/result'
import type { Trouble } from './calls'
import type { KeyRing } from './keys'
import { KEYS_BLOB } from './names'
import { type Octets, octetsOf, ofBase64, toBase64 } from './octets'
import type { ClientRoot } from './root'

/**
 * Each private key by itself, under its certificate's hash; the current one first. `made`: in a browser of ours,
 * which renews it.
 */
interface Kept { v: 1, keys: { epoch: number, certificate: string, sealed: string, made?: true }[] }

export async function sealKeys(ring: KeyRing, root: ClientRoot, version: number): Promise<Result<Octets, Trouble>> {
    const kept: Kept = { v: 1, keys: [] }
    for (const [i, key] of ring.all.entries()) {
        const [certificate, clear] = [key.toPublic().write() as Octets, key.write() as Octets]
        const epoch = ring.all.length - i
        kept.keys.push({ epoch, certificate: toBase64(certificate), sealed: toBase64(await root.sealSecret(epoch,
            certificate, clear)), ...ring.isMade(key) && { made: true } })
        clear.fill(0)
    }
    return root.sealBlob(KEYS_BLOB, version, octetsOf(JSON.stringify(kept)))
}

/** All of them, or none: one that does not fit its certificate was exchanged. */
export async function openKeys(ring: KeyRing, root: ClientRoot, version: number, octets: Octets): Promise<Result<undefined, Trouble>> {
    const clear = await root.openBlob(KEYS_BLOB, version, octets)
    if (!clear.ok) return clear
    const all: Octets[] = []
    const mine: string[] = []
    try {
        const { keys } = JSON.parse(new TextDecoder().decode(clear.value)) as Kept
        for (const { epoch, certificate, sealed, made } of keys) {
            const public_ = ofBase64(certificate)
            const secret = await root.openSecret(epoch, public_, ofBase64(sealed))
            if (!secret || !await fits(secret, public_)) return fail('tampered')
            // the key that is read of it goes on using these octets
            all.push(secret)
            if (made) mine.push((await openpgp.readKey({ binaryKey: public_ })).getFingerprint())
        }
        await ring.load(all, mine)
        return ok(undefined)
    } catch {
        return fail('tampered')
    }
}

async function fits(secret: Octets, certificate: Octets): Promise<boolean> {
    const [one, other] = [await openpgp.readPrivateKey({ binaryKey: secret.slice() }), await openpgp.readKey({ binaryKey: certificate })]
    return one.getFingerprint() === other.getFingerprint()
}
