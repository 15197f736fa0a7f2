import * as openpgp from 'openpgp/lightweight'
import { CfbDecryption } from './cfb'
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

/** An array of octets that the library has read apart. */
interface Pieces { readToEnd(join: (pieces: Octets[]) => Octets): Promise<Octets> }

type Packets = openpgp.PacketList<openpgp.AnyPacket>

/** What the library keeps in a packet of tag 18. */
interface ProtectedPacket {
    version: number
    encrypted: Pieces | null
    packets: Packets | null
    decrypt(cipher: openpgp.enums.symmetric, key: Uint8Array, config: openpgp.Config): Promise<boolean>
}

/** As the library reads packets, with what its types leave out. */
type Reading = (octets: Octets, allowed: object, config: openpgp.Config, grammar: Grammar) => Promise<Packets>

/**
 * Before the library decrypts this message: what AES in CFB mode has encrypted (SEIPD version 1) is decrypted by
 * WebAssembly, where that is to be had, with the library's results and refusals. It lies where it lay encrypted.
 * Nothing of it is read before the hash over all of it was compared.
 */
export function decryptQuickly(message: openpgp.Message<Octets>, cfb = CfbDecryption.shared): void {
    const found = message.packets.find(one => (one.constructor as { tag?: number }).tag === SEIPD)
    const packet = found as unknown as ProtectedPacket | undefined
    if (!packet || packet.version !== 1 || !cfb) return
    const read = openpgp.PacketList.fromBinary as unknown as Reading
    const byLibrary = packet.decrypt.bind(packet)
    packet.decrypt = async (cipher, key, config) => {
        const { encrypted } = packet
        if (AES_KEYS[cipher] !== key.length || !encrypted) return byLibrary(cipher, key, config)
        const clear = await encrypted.readToEnd(pieces => pieces.length === 1 ? pieces[0]! : joined(...pieces))
        cfb.decrypt(key, clear)
        packet.packets = await read(await content(clear), CONTENT, config, new Grammar())
        return true
    }
}

/** What is between the random octets and the hash, which is that of all before it. */
async function content(clear: Octets): Promise<Octets> {
    const hashed = clear.subarray(0, Math.max(0, clear.length - HASH))
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', hashed))
    if (!isSame(hash, clear.subarray(hashed.length))) {
        clear.fill(0)
        throw new Error('Modification detected.')
    }
    return hashed.subarray(PREFIX, Math.max(PREFIX, hashed.length - MDC_HEADER))
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
