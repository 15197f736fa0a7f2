import * as openpgp from 'openpgp/lightweight'
import { fail, ok, type Result } from '../base/result'
import { toArmour } from './armour'
import type { SealAsked, Trouble } from './calls'
import { readCertificate } from './certificates'
import type { KeyRing } from './keys'
import { joined, type Octets, octetsOf } from './octets'
import { POLICY } from './policy'

const RECIPIENTS_MAX = 200

/** RFC 3156: multipart/encrypted to all of them, signed inside; to nobody, multipart/signed. */
export async function seal(ring: KeyRing, { outer, inner, to, isSigned }: SealAsked): Promise<Result<Octets, Trouble>> {
    const signer = isSigned || to.length === 0 ? ring.current : undefined
    if ((isSigned || to.length === 0) && !signer) return fail('locked')
    if (to.length > RECIPIENTS_MAX) return fail('tooMany')
    if (/(^|\n)(?:content-|mime-version)/i.test(outer) || !/^(?:[!-9;-~]+:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*)*$/.test(outer)) return fail('malformed')
    if (to.length === 0) return signed(signer!, outer, inner)
    const encryptionKeys: openpgp.PublicKey[] = []
    for (const one of to) {
        const key = await readCertificate(one)
        if (!key.ok) return key
        encryptionKeys.push(key.value)
    }
    try {
        const octets = await openpgp.encrypt({ message: await openpgp.createMessage({ binary: inner }), encryptionKeys,
            ...signer && { signingKeys: signer }, format: 'binary', config: POLICY }) as Octets
        return ok(encryptedMessage(outer, octets))
    } catch {
        return fail('noRecipient')
    }
}

/** RFC 3156 section 4. */
function encryptedMessage(outer: string, octets: Octets): Octets {
    const boundary = freshBoundary()
    return toArmour(octets, `${outer}MIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted";\r\n boundary="${boundary}"\r\n\r\n`
        + `--${boundary}\r\nContent-Type: application/pgp-encrypted\r\nContent-Description: PGP/MIME version identification\r\n\r\nVersion: 1\r\n\r\n`
        + `--${boundary}\r\nContent-Type: application/octet-stream; name="encrypted.asc"\r\nContent-Description: OpenPGP encrypted message\r\n`
        + `Content-Disposition: inline; filename="encrypted.asc"\r\n\r\n`, `\r\n--${boundary}--\r\n`)
}

/** RFC 3156 section 5: over the octets of the entity as they are. */
async function signed(signer: openpgp.PrivateKey, outer: string, inner: Octets): Promise<Result<Octets, Trouble>> {
    const armoured = await openpgp.sign({ message: await openpgp.createMessage({ binary: inner }), signingKeys: signer, detached: true,
        format: 'armored', config: POLICY }) as string
    const boundary = freshBoundary()
    return ok(joined(octetsOf(`${outer}MIME-Version: 1.0\r\nContent-Type: multipart/signed; micalg="pgp-sha512";\r\n protocol="application/pgp-signature";\r\n`
        + ` boundary="${boundary}"\r\n\r\n--${boundary}\r\n`), inner,
    octetsOf(`\r\n--${boundary}\r\nContent-Type: application/pgp-signature; name="signature.asc"\r\nContent-Description: OpenPGP digital signature\r\n`
        + `Content-Disposition: attachment; filename="signature.asc"\r\n\r\n${withCrlf(armoured)}\r\n--${boundary}--\r\n`)))
}

function withCrlf(text: string): string { return text.trim().replace(/\r?\n/g, '\r\n') + '\r\n' }

/** What no text has by chance. */
function freshBoundary(): string { return `pgp-${[...crypto.getRandomValues(new Uint8Array(15))].map(one => one.toString(16).padStart(2, '0')).join('')}` }
