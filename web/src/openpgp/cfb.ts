import { type AesExports, aesModule, BATCH, BLOCK, DATA_AT, KEYS_AT, ROUND_KEY_OCTETS, roundKey } from './aes'
import type { Octets } from './octets'

/** Decrypted at a time. In octets. */
const PIECE = 65_536

/**
 * Decrypts what AES in CFB mode has encrypted (NIST SP 800-38A section 6.3, segments of whole blocks), from an IV of
 * zeros as in OpenPGP: much quicker than scripts do it, and in a time that says nothing of key or content. Web
 * Cryptography has no such mode. The memory of WebAssembly is of 128 KiB whatever the length, and is zero again before
 * the result is given.
 */
export class CfbDecryption {
    private static one: CfbDecryption | false | undefined
    private readonly memory: Octets

    private constructor(private readonly aes: AesExports) {
        this.memory = new Uint8Array(aes.memory.buffer as ArrayBuffer)
    }

    /** Undefined where there is no WebAssembly with vectors, or the page does not allow it. */
    static begin(): CfbDecryption | undefined {
        try {
            const { exports } = new WebAssembly.Instance(new WebAssembly.Module(aesModule()))
            return new CfbDecryption(exports as unknown as AesExports)
        } catch {
            return undefined
        }
    }

    /** One is enough: it has done all that it is asked for when it gives an answer. */
    static get shared(): CfbDecryption | undefined { return (this.one ??= this.begin() ?? false) || undefined }

    /** In its place. `key`: of 16, 24 or 32 octets. */
    decrypt(key: Uint8Array, data: Uint8Array): void {
        if (![16, 24, 32].includes(key.length)) throw new RangeError(`No key of AES has ${key.length} octets`)
        try {
            const rounds = this.schedule(key)
            for (let at = 0; at < data.length; at += PIECE) this.piece(data.subarray(at, at + PIECE), rounds)
        } finally {
            this.memory.fill(0)
        }
    }

    /** The last block of what was encrypted stays before the next one. */
    private piece(piece: Uint8Array, rounds: number): void {
        const batches = Math.ceil(piece.length / BATCH)
        const last = piece.slice(-BLOCK)
        this.memory.set(piece, DATA_AT + BLOCK)
        this.aes.decrypt(DATA_AT + (batches - 1) * BATCH, batches, rounds - 1)
        piece.set(this.memory.subarray(DATA_AT + BLOCK, DATA_AT + BLOCK + piece.length))
        this.memory.set(last, DATA_AT)
    }

    /** FIPS 197 section 5.2, into the memory. How many rounds there are. */
    private schedule(key: Uint8Array): number {
        const words = key.length / 4
        const rounds = words + 6
        const all = new Uint8Array(BLOCK * (rounds + 1))
        all.set(key)
        let constant = 1
        for (let i = words; i < 4 * (rounds + 1); i++) {
            const word = all.slice(4 * i - 4, 4 * i)
            if (i % words === 0) {
                this.substitute(word, 1)
                word[0]! ^= constant
                constant = constant << 1 ^ (constant >> 7) * 0x11b
            } else if (words > 6 && i % words === 4) this.substitute(word, 0)
            for (let j = 0; j < 4; j++) all[4 * i + j] = all[4 * (i - words) + j]! ^ word[j]!
            word.fill(0)
        }
        for (let round = 0; round <= rounds; round++) {
            const vectors = this.memory.subarray(KEYS_AT + ROUND_KEY_OCTETS * round)
            roundKey(all.subarray(BLOCK * round, BLOCK * (round + 1)), round === 0, vectors)
        }
        all.fill(0)
        return rounds
    }

    /** Turned to the left by so many octets first. */
    private substitute(word: Octets, turn: number): void {
        for (let j = 0; j < 4; j++) this.memory[DATA_AT + j] = word[(j + turn) % 4]!
        this.aes.substitute(DATA_AT)
        word.set(this.memory.subarray(DATA_AT, DATA_AT + 4))
        this.memory.fill(0, DATA_AT, DATA_AT + BATCH)
    }
}
