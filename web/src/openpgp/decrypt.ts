import * as openpgp from 'openpgp/lightweight'
import { fail, ok, type Result } from '../base/result'
import type { SignatureState, Trouble } from './calls'
import { ofArmour } from './armour'
import { HashHelper } from './hash-helper'
import { decryptQuickly } from './integrity-protected'
import type { KeyRing } from './keys'
import type { Octets } from './octets'
import { CIPHERS, OPENED_OCTETS_MAX, POLICY } from './policy'
import { stateOf } from './verify'

/** Of one message: each may be tried with each key of ours. */
const RECIPIENTS_MAX = 300
const { enums } = openpgp

/** Who may have signed, and who the message says has. */
export interface Signers { keys: openpgp.PublicKey[], from: string[] }
/** The octets are whole; their signature is still being looked at. */
export interface Decrypted { octets: Octets, signature: Promise<SignatureState> }

/**
 * All of it, or nothing: what was changed is not given out. Never by a password. `sealed` is used up: what it is opened
 * to may lie in its place.
 */
export async function decrypt(ring: KeyRing, sealed: Octets, signers: Signers): Promise<Result<Decrypted, Trouble>> {
    if (ring.isEmpty) return fail('locked')
    if (sealed.length > OPENED_OCTETS_MAX) return fail('tooLarge')
    // of nobody's signature there is no hash
    const helper = signers.keys.length > 0 ? HashHelper.shared : undefined
    // it begins while the armour is decoded
    helper?.takes(sealed.length)
    const read = await readSealed(sealed)
    if (!read.ok) return read
    const sessionKey = await sessionKeyOf(ring, read.value)
    if (!sessionKey.ok) return sessionKey
    decryptQuickly(read.value, undefined, helper)
    try {
        const { data, signatures } = await openpgp.decrypt({ message: read.value, sessionKeys: sessionKey.value, verificationKeys: signers.keys,
            format: 'binary', config: POLICY })
        const signature = stateOf(signatures, signers.keys, signers.from)
        // who refuses the content does not ask for it
        signature.catch(() => undefined)
        return ok({ octets: data as Octets, signature })
    } catch (error) {
        return fail(whyNot(String(error)))
    } finally {
        sessionKey.value.data.fill(0)
    }
}

async function readSealed(sealed: Octets): Promise<Result<openpgp.Message<Octets>, Trouble>> {
    try {
        const binaryMessage = sealed[0]! < 0x80 ? ofArmour(sealed) : sealed
        if (!binaryMessage) return fail('malformed')
        const message = await openpgp.readMessage({ binaryMessage, config: POLICY })
        const tags = message.packets.map(one => (one.constructor as unknown as { tag: number }).tag)
        if (tags.includes(enums.packet.symmetricallyEncryptedData)) return fail('unprotected')
        if (tags.length > RECIPIENTS_MAX) return fail('tooMany')
        const isEncrypted = tags.includes(enums.packet.symEncryptedIntegrityProtectedData) || tags.includes(enums.packet.aeadEncryptedData)
        return isEncrypted ? ok(message as openpgp.Message<Octets>) : fail('malformed')
    } catch {
        return fail('malformed')
    }
}

async function sessionKeyOf(ring: KeyRing, message: openpgp.Message<Octets>): Promise<Result<openpgp.SessionKey, Trouble>> {
    try {
        const [first] = await openpgp.decryptSessionKeys({ message, decryptionKeys: [...ring.all], config: POLICY })
        if (!first) return fail('noKey')
        // of SEIPDv2 the packet itself says by which cipher
        const name = (first as { algorithm: string | null }).algorithm
        if (name !== null && !CIPHERS.has(name)) return fail('weak')
        return ok(first as openpgp.SessionKey)
    } catch {
        return fail('noKey')
    }
}

function whyNot(why: string): Trouble {
    if (/maximum|decompressed/i.test(why)) return 'tooLarge'
    return /grammar|nested|malformed|unexpected packet/i.test(why) ? 'malformed' : 'tampered'
}
