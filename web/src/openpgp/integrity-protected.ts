import * as openpgp from 'openpgp/lightweight'
import { CfbDecryption } from './cfb'
import type { HashHelper, HashName } from './hash-helper'
import { joined, type Octets } from './octets'

const { enums } = openpgp
const SEIPD = enums.packet.symEncryptedIntegrityProtectedData
/**
 * RFC 9580 section 5.13.1: a block of random octets before the content, the last two of them again, and at the end a
 * packet with the SHA-1 of all before.
 */
const PREFIX = 18
const HASH = 20
const MDC_HEADER = 2
/** In octets, by cipher. */
const { aes128, aes192, aes256 } = enums.symmetric
const AES_KEYS: Readonly<Record<number, number>> = { [aes128]: 16, [aes192]: 24, [aes256]: 32 }
/** What may be encrypted: as the library has it. */
const { LiteralDataPacket, CompressedDataPacket, OnePassSignaturePacket, SignaturePacket } = openpgp
const CONTENT = Object.fromEntries([LiteralDataPacket, CompressedDataPacket, OnePassSignaturePacket, SignaturePacket]
    .map(one => [one.tag, one]))
const UNCOMPRESSED = { ...CONTENT, [CompressedDataPacket.tag]: undefined }
/** Signatures whose check needs the hash, and not what was hashed. */
const { eddsaLegacy, ed25519 } = enums.publicKey
const BY_HASH: readonly number[] = [eddsaLegacy, ed25519]
const HASHES: Readonly<Record<number, { name: HashName, octets: number }>> = {
    [enums.hash.sha256]: { name: 'SHA-256', octets: 32 },
    [enums.hash.sha384]: { name: 'SHA-384', octets: 48 },
    [enums.hash.sha512]: { name: 'SHA-512', octets: 64 },
}

/** An array of octets that the library has read apart. */
interface Pieces { readToEnd(join: (pieces: Octets[]) => Octets): Promise<Octets> }

/** `stream`: those behind the content, which the library itself reads only where it looks for signatures. */
type Packets = openpgp.PacketList<openpgp.AnyPacket> & { stream: Following | null }
interface Following { readToEnd(join: (all: openpgp.AnyPacket[]) => openpgp.AnyPacket[]): Promise<openpgp.AnyPacket[]> }

/** What the library keeps in a packet of tag 18. */
interface ProtectedPacket {
    version: number
    encrypted: Pieces | null
    packets: Packets | null
    decrypt(cipher: openpgp.enums.symmetric, key: Uint8Array, config: openpgp.Config): Promise<boolean>
}

/** What the library keeps in a literal packet; `text` where it was made of one. */
interface LiteralPacket { text: string | null, getBytes(): Octets }

/** What it keeps in a signature that it has read. `hashed`: it takes that for the hash, where it is there. */
interface SignedPacket {
    version: number
    signatureType: number
    publicKeyAlgorithm: number
    hashAlgorithm: number
    signedHashValue: Uint8Array
    hashed?: Promise<Octets>
    toHash(type: number, literal: LiteralPacket): Octets
    hash(type: number, literal: LiteralPacket): Promise<Octets>
}

/** As the library reads packets, with what its types leave out. */
type Reading = (octets: Octets, allowed: object, config: openpgp.Config, grammar: Grammar) => Promise<Packets>

/**
 * Before the library decrypts this message: what AES in CFB mode has encrypted (SEIPD version 1) is decrypted by
 * WebAssembly, where that is to be had, with the library's results and refusals. It lies where it lay encrypted.
 * Nothing of it is given out, and nothing unpacked, before the hash over all of it was compared. With a `helper`, the
 * hash of the signature is computed meanwhile.
 */
export function decryptQuickly(message: openpgp.Message<Octets>, cfb = CfbDecryption.shared, helper?: HashHelper): void {
    const found = message.packets.find(one => (one.constructor as { tag?: number }).tag === SEIPD)
    const packet = found as unknown as ProtectedPacket | undefined
    if (!packet || packet.version !== 1 || !cfb) return
    const byLibrary = packet.decrypt.bind(packet)
    packet.decrypt = async (cipher, key, config) => {
        const { encrypted } = packet
        if (AES_KEYS[cipher] !== key.length || !encrypted) return byLibrary(cipher, key, config)
        const clear = await encrypted.readToEnd(pieces => pieces.length === 1 ? pieces[0]! : joined(...pieces))
        cfb.decrypt(key, clear)
        packet.packets = await packetsIn(clear, config, helper)
        return true
    }
}

const read = openpgp.PacketList.fromBinary as unknown as Reading

async function packetsIn(clear: Octets, config: openpgp.Config, helper: HashHelper | undefined): Promise<Packets> {
    const early = helper?.takes(clear.length) ? await readEarly(between(clear), config) : undefined
    if (early) hashElsewhere(early, helper!)
    if (!await isWhole(clear)) {
        clear.fill(0)
        // of one in pieces there is a copy
        for (const one of early ? literalsOf(early) : []) one.getBytes().fill(0)
        throw new Error('Modification detected.')
    }
    return early ?? read(between(clear), CONTENT, config, new Grammar())
}

/** Undefined for what has to be unpacked, or will be refused: that waits until it is known to be whole. */
async function readEarly(content: Octets, config: openpgp.Config): Promise<Packets | undefined> {
    try {
        const packets = await read(content, UNCOMPRESSED, config, new Grammar())
        if (packets.stream) packets.push(...await packets.stream.readToEnd(all => all))
        packets.stream = null
        return packets
    } catch {
        return undefined
    }
}

/** What is between the random octets and the hash. */
function between(clear: Octets): Octets {
    return clear.subarray(PREFIX, Math.max(PREFIX, clear.length - HASH - MDC_HEADER))
}

async function isWhole(clear: Octets): Promise<boolean> {
    const hashed = clear.subarray(0, Math.max(0, clear.length - HASH))
    return isSame(new Uint8Array(await crypto.subtle.digest('SHA-1', hashed)), clear.subarray(hashed.length))
}

function literalsOf(packets: Packets): LiteralPacket[] {
    return packets.filterByTag(enums.packet.literalData) as unknown as LiteralPacket[]
}

/**
 * The hash of the one signature over the one content (RFC 9580 section 5.2.4), by the helper; where it gives none, or
 * not the one whose first octets the signature names, by the library. Others are the library's from the beginning.
 */
function hashElsewhere(packets: Packets, helper: HashHelper): void {
    const [literal, ...literals] = literalsOf(packets)
    const [signature, ...others] = packets.filterByTag(enums.packet.signature) as unknown as SignedPacket[]
    if (!literal || !signature || literals.length + others.length > 0) return
    const { version, signatureType: type, publicKeyAlgorithm, hashAlgorithm, signedHashValue: [first, second] } = signature
    const hash = HASHES[hashAlgorithm]
    if (version !== 4 || type !== enums.signature.binary || !BY_HASH.includes(publicKeyAlgorithm) || !hash) return
    const behind = signature.toHash(type, { text: null, getBytes: () => new Uint8Array() })
    signature.hashed = helper.digest(hash.name, joined(literal.getBytes(), behind)).then(got =>
        got?.length === hash.octets && got[0] === first && got[1] === second ? got : signature.hash(type, literal))
    // whoever has signed may be unknown: then nobody waits for it
    signature.hashed.catch(() => undefined)
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
    return one.length === other.length && one.reduce((sum, octet, i) => sum | octet ^ other[i]!, 0) === 0
}

/**
 * RFC 9580 section 10.3, of what may be encrypted: content, with signatures before it, or with as many behind it as
 * were announced. The library has its own, and does not give it away; a test compares the two.
 */
class Grammar {
    private hasContent = false
    private announced = 0

    recordPacket(tag: number): void {
        if (tag === enums.packet.signature) {
            if (this.hasContent && --this.announced < 0) throw new Error('Trailing signature packet without OPS')
        } else if (this.hasContent) throw new Error(`Unexpected packet ${tag}`)
        else if (tag === enums.packet.onePassSignature) this.announced++
        else this.hasContent = true
    }

    recordEnd(): void {
        if (this.announced > 0) throw new Error('Missing trailing signature packets')
    }
}
