import * as openpgp from 'openpgp/lightweight'
import { fail, ok, type Result } from '../base/result'
import type { CertificateFacts, CertificateOctets, Trouble } from './calls'
import { asciiOf } from './octets'
import { CERTIFICATE_OCTETS_MAX, POLICY } from './policy'

/** Those that were read last: their signatures are verified once. */
const known = new Map<string, openpgp.PublicKey>()
const KNOWN_MAX = 50
/** What is said of a key grows old. In milliseconds. */
const FACTS_FOR_MS = 60_000
const facts = new WeakMap<openpgp.PublicKey, { said: CertificateFacts, at: number }>()

/** One certificate, with nothing secret in it and no signatures of others. */
export async function readCertificate(given: CertificateOctets | string): Promise<Result<openpgp.PublicKey, Trouble>> {
    if (given.length > CERTIFICATE_OCTETS_MAX) return fail('tooLarge')
    const name = typeof given === 'string' ? given : asciiOf(given)
    const there = known.get(name)
    if (there) return ok(there)
    const read = await parsed(given)
    if (!read.ok) return read
    known.set(name, read.value)
    for (const old of known.keys()) {
        if (known.size <= KNOWN_MAX) break
        known.delete(old)
    }
    return read
}

async function parsed(given: CertificateOctets | string): Promise<Result<openpgp.PublicKey, Trouble>> {
    try {
        const key = await (typeof given === 'string' ? openpgp.readKey({ armoredKey: given, config: POLICY })
            : openpgp.readKey({ binaryKey: given, config: POLICY }))
        return ok(withoutOthers(key.toPublic()))
    } catch {
        return fail('malformed')
    }
}

/** Anybody can put signatures on a certificate: those of others say nothing here. */
function withoutOthers(key: openpgp.PublicKey): openpgp.PublicKey {
    for (const user of key.users) user.otherCertifications = []
    return key
}

export async function factsOf(key: openpgp.PublicKey): Promise<CertificateFacts> {
    const before = facts.get(key)
    if (before && Date.now() - before.at < FACTS_FOR_MS) return before.said
    const said = await factsAnew(key)
    facts.set(key, { said, at: Date.now() })
    return said
}

async function factsAnew(key: openpgp.PublicKey): Promise<CertificateFacts> {
    const bare = key.isPrivate() ? key.toPublic() : key
    const works = (work: Promise<unknown>) => work.then(() => true, () => false)
    const expires = await bare.getExpirationTime(undefined, openpgpConfig()).catch(() => null)
    const userIds = await validUserIds(bare)
    return {
        fingerprint: bare.getFingerprint(),
        userIds,
        addresses: userIds.flatMap(one => addressOf(one) ?? []),
        createdAt: bare.getCreationTime().getTime(),
        ...expires instanceof Date && { expiresAt: expires.getTime() },
        encrypts: await works(bare.getEncryptionKey(undefined, new Date(), undefined, openpgpConfig())),
        signs: await works(bare.getSigningKey(undefined, new Date(), undefined, openpgpConfig())),
        isRevoked: await bare.isRevoked(undefined, undefined, new Date(), openpgpConfig()).catch(() => true),
        octets: bare.write() as CertificateOctets,
    }
}

/**
 * Primary key, one User ID with its newest self-signature, the key to encrypt to with its newest binding; nothing
 * beside them.
 */
export async function leastOf(key: openpgp.PublicKey, address: string): Promise<Result<CertificateOctets, Trouble>> {
    const there = await factsOf(key)
    const user = key.users.find(one => one.userID && there.userIds.includes(one.userID.userID)
        && addressOf(one.userID.userID) === address.toLowerCase())
    if (!there.encrypts || !user?.userID) return fail('weak')
    const packets = new openpgp.PacketList<openpgp.AnyPacket>()
    packets.push(key.keyPacket, user.userID, ...newest(user.selfCertifications))
    const encrypting = await key.getEncryptionKey(undefined, new Date(), undefined, openpgpConfig())
    if ('bindingSignatures' in encrypting) packets.push(encrypting.keyPacket, ...newest(encrypting.bindingSignatures))
    // what was chosen is looked at as anybody else would
    const read = await readCertificate(packets.write() as CertificateOctets)
    return read.ok && (await factsOf(read.value)).encrypts ? ok((await factsOf(read.value)).octets) : fail('weak')
}

function newest(signatures: openpgp.SignaturePacket[]): openpgp.SignaturePacket[] {
    return [...signatures].sort((one, other) => (other.created?.getTime() ?? 0) - (one.created?.getTime() ?? 0))
        .slice(0, 1)
}

/** Methods of keys want the whole of it, where functions take a part. */
export function openpgpConfig(): openpgp.Config { return { ...openpgp.config, ...POLICY } }

/** Those that the certificate itself has signed, and not taken back. */
async function validUserIds(key: openpgp.PublicKey): Promise<string[]> {
    const all: string[] = []
    for (const user of key.users) {
        const isValid = await user.verify(new Date(), openpgpConfig()).then(() => true, () => false)
        if (user.userID && isValid) all.push(user.userID.userID)
    }
    return all
}

/** Of a User ID: within the last angle brackets, or all of it. Lower case. */
export function addressOf(userId: string): string | undefined {
    const address = (/<([^<>]*)>\s*$/.exec(userId)?.[1] ?? userId).trim().toLowerCase()
    return /^[^\s@<>]+@[^\s@<>]+$/.test(address) ? address : undefined
}
