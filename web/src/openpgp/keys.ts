import * as openpgp from 'openpgp/lightweight'
import { fail, ok, type Result } from '../base/result'
import type { OwnKey, Trouble } from './calls'
import { addressOf, factsOf, openpgpConfig } from './certificates'
import { POLICY } from './policy'

/** Of all armour that is brought, and of keys in it. */
const IMPORT_CHARACTERS_MAX = 1 << 20
const KEYS_MAX = 20
/** How long keys that are made here are good, from when they are made or renewed. In seconds. */
export const LIFE_S = 3 * 365 * 86_400
/**
 * With so much left they are renewed: once a year for who comes by, and who stays away for two years finds them good.
 * In milliseconds.
 */
export const RENEWED_WITH_LEFT_MS = 2 * 365 * 86_400_000

/** The private keys of one account, open, in this worker's memory alone. The first is the current one. */
export class KeyRing {
    private keys: openpgp.PrivateKey[] = []
    /**
     * Those that were made here, by fingerprint: how long others are good is their owner's and his programs' to say.
     */
    private made = new Set<string>()
    private readonly halves = new WeakMap<openpgp.PrivateKey, openpgp.PublicKey>()

    get isEmpty(): boolean { return this.keys.length === 0 }

    /** By which one signs. */
    get current(): openpgp.PrivateKey | undefined { return this.keys[0] }

    get all(): readonly openpgp.PrivateKey[] { return this.keys }

    /** Their public halves: the same objects each time, so that they are verified once. */
    get publics(): openpgp.PublicKey[] {
        return this.keys.map(key => {
            const there = this.halves.get(key) ?? key.toPublic()
            this.halves.set(key, there)
            return there
        })
    }

    own(): Promise<OwnKey[]> {
        return Promise.all(this.keys.map(async (key, i) => ({ certificate: await factsOf(key), isCurrent: i === 0,
            renews: this.isMade(key) })))
    }

    /** It is the current one from now on; the one before goes on opening what was sealed to it. */
    async make(address: string, name: string): Promise<Result<OwnKey, Trouble>> {
        if (this.keys.length >= KEYS_MAX) return fail('tooMany')
        const { privateKey } = await openpgp.generateKey({
            type: 'ecc',
            curve: 'ed25519Legacy',
            userIDs: { name, email: address },
            keyExpirationTime: LIFE_S,
            format: 'object',
            config: POLICY,
        })
        this.made.add(privateKey.getFingerprint())
        this.put(privateKey, true)
        return ok({ certificate: await factsOf(privateKey), isCurrent: true, renews: true })
    }

    isMade(key: openpgp.PrivateKey): boolean { return this.made.has(key.getFingerprint()) }

    /**
     * The same keys with later signatures (RFC 9580 section 5.2.3.13): others have nothing to compare anew. Whether
     * there was one to renew.
     */
    async renew(): Promise<boolean> {
        const now = Date.now()
        const key = this.current
        if (!key || !this.isMade(key)) return false
        const { expiresAt, isRevoked, userIds } = await factsOf(key)
        if (expiresAt === undefined || isRevoked || expiresAt - now > RENEWED_WITH_LEFT_MS) return false
        const userIDs = key.users.flatMap(({ userID }) => userID && (userIds.includes(userID.userID)
            || expiresAt <= now) ? [{ name: userID.name, email: userID.email, comment: userID.comment }] : [])
        const keyExpirationTime = Math.floor((now - key.getCreationTime().getTime()) / 1000) + LIFE_S
        const { privateKey } = await openpgp.reformatKey({ privateKey: key, userIDs, keyExpirationTime,
            date: new Date(now), format: 'object', config: POLICY })
        this.put(privateKey, true)
        return true
    }

    /** Checked before it is kept: that it is whole, and that its public half belongs to the private one. */
    async import(armoured: string, passphrase: string, address: string, isCurrent: boolean): Promise<Result<OwnKey[], Trouble>> {
        if (armoured.length > IMPORT_CHARACTERS_MAX) return fail('tooLarge')
        const read = await privateKeysIn(armoured)
        if (!read.ok) return read
        const opened: openpgp.PrivateKey[] = []
        for (const key of read.value) {
            const one = await openedKey(key, passphrase)
            if (!one.ok) return one
            opened.push(one.value)
        }
        const fits = opened.findIndex(key => key.getUserIDs().some(one => addressOf(one) === address.toLowerCase()))
        if (fits < 0) return fail('foreignAddress')
        if (isCurrent && !(await factsOf(opened[fits]!)).encrypts) return fail('weak')
        if (new Set([...this.keys, ...opened].map(one => one.getFingerprint())).size > KEYS_MAX) return fail('tooMany')
        opened.forEach((key, i) => this.put(key, isCurrent && i === fits))
        return ok(await this.own())
    }

    /** RFC 9580 section 3.7.1.3, usage 254: what gpg and Thunderbird take. */
    async export(passphrase: string): Promise<string> {
        const packets = new openpgp.PacketList<openpgp.AnyPacket>()
        for (const privateKey of this.keys) {
            const sealed = await openpgp.encryptKey({ privateKey, passphrase, config: POLICY })
            packets.push(...sealed.toPacketList())
        }
        return openpgp.armor(openpgp.enums.armor.privateKey, packets.write(), undefined, undefined, undefined, false, openpgpConfig()) as string
    }

    /** Armoured: the certificate as its owner takes it back. */
    async revocation(fingerprint: string): Promise<Result<string, Trouble>> {
        const key = this.keys.find(one => one.getFingerprint() === fingerprint)
        if (!key) return fail('noKey')
        const revoked = await openpgp.revokeKey({ key, format: 'object', config: POLICY })
        const text = await revoked.publicKey.getRevocationCertificate(new Date(), openpgpConfig())
        return ok(text as string)
    }

    /** As they are kept in the vault: binary, open, the current one first. */
    written(): Uint8Array[] { return this.keys.map(one => one.write()) }

    /** `made`: fingerprints of those that were made here. */
    async load(all: readonly Uint8Array<ArrayBuffer>[], made: readonly string[] = []): Promise<void> {
        const keys: openpgp.PrivateKey[] = []
        for (const binaryKey of all) keys.push(await openpgp.readPrivateKey({ binaryKey, config: POLICY }))
        this.keys = keys
        this.made = new Set(made)
    }

    clear(): void {
        for (const key of this.keys) for (const one of key.getKeys()) wipe(one.keyPacket)
        this.keys = []
        this.made.clear()
    }

    private put(key: openpgp.PrivateKey, isCurrent: boolean): void {
        const others = this.keys.filter(one => one.getFingerprint() !== key.getFingerprint())
        const wasCurrent = others.length < this.keys.length && this.current?.getFingerprint() === key.getFingerprint()
        this.keys = isCurrent || wasCurrent || others.length === 0 ? [key, ...others] : [...others, key]
    }
}

async function privateKeysIn(armoured: string): Promise<Result<openpgp.PrivateKey[], Trouble>> {
    if (!armoured.includes('BEGIN PGP PRIVATE KEY BLOCK')) return fail('notPrivate')
    try {
        const all = await openpgp.readPrivateKeys({ armoredKeys: armoured, config: POLICY })
        return all.length === 0 ? fail('notPrivate') : all.length > KEYS_MAX ? fail('tooMany') : ok(all)
    } catch {
        return fail('malformed')
    }
}

/** Opened, and checked: a public half that was exchanged would give the private one away (key overwriting). */
async function openedKey(key: openpgp.PrivateKey, passphrase: string): Promise<Result<openpgp.PrivateKey, Trouble>> {
    let open = key
    try {
        if (!key.isDecrypted()) open = await openpgp.decryptKey({ privateKey: key, passphrase, config: POLICY })
    } catch (error) {
        return fail(/passphrase/i.test(String(error)) ? 'passphrase' : 'malformed')
    }
    try {
        for (const { keyPacket } of open.getKeys()) {
            const packet = keyPacket as openpgp.SecretKeyPacket
            if (!packet.isDummy()) await packet.validate()
        }
        return ok(open)
    } catch {
        return fail('tampered')
    }
}

/** What the library holds of it in arrays. */
function wipe(packet: unknown): void {
    const params = (packet as { privateParams?: Record<string, unknown> | null }).privateParams ?? {}
    for (const one of Object.values(params)) if (one instanceof Uint8Array) one.fill(0)
}
