import * as openpgp from 'openpgp/lightweight'

/** In octets. */
export const CERTIFICATE_OCTETS_MAX = 256 * 1024
export const OPENED_OCTETS_MAX = 64 * 1024 * 1024
const { enums } = openpgp

/**
 * What we make and what we take. Made: v4, Ed25519Legacy and Cv25519, SEIPDv1 with AES-256, Features 0x01, nothing
 * compressed: what each OpenPGP program reads (decision 0066).
 */
export const POLICY: openpgp.PartialConfig = {
    v6Keys: false,
    aeadProtect: false,
    preferredHashAlgorithm: enums.hash.sha512,
    preferredSymmetricAlgorithm: enums.symmetric.aes256,
    preferredCompressionAlgorithm: enums.compression.uncompressed,
    showVersion: false,
    showComment: false,
    s2kType: enums.s2k.iterated,
    s2kIterationCountByte: 224,
    nonDeterministicSignaturesViaNotation: false,
    allowUnauthenticatedMessages: false,
    allowUnauthenticatedStream: false,
    allowInsecureDecryptionWithSigningKeys: false,
    maxUserIDLength: 1024,
    maxDecompressedMessageSize: OPENED_OCTETS_MAX,
    // 2^18 KiB: more would let a message take the memory of a phone
    maxArgon2MemoryExponent: 18,
    rejectMessageHashAlgorithms: new Set([enums.hash.md5, enums.hash.ripemd, enums.hash.sha1]),
}

/** Ciphers of session keys that are taken: the others are of 64-bit blocks, or were never asked for. */
export const CIPHERS: ReadonlySet<string> = new Set(['aes128', 'aes192', 'aes256', 'twofish'])
