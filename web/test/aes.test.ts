import assert from 'node:assert/strict'
import { createCipheriv, createHash } from 'node:crypto'
import { test } from 'node:test'
import * as openpgp from 'openpgp'
import { CfbDecryption } from '../src/openpgp/cfb'
import { decryptQuickly } from '../src/openpgp/integrity-protected'
import { joined, type Octets, octetsOf } from '../src/openpgp/octets'
import { POLICY } from '../src/openpgp/policy'
import { helperHere } from './hash-helper'
import { Random } from './random'

const cfb = CfbDecryption.begin()!
const memory = (cfb as unknown as { memory: Uint8Array }).memory
const ofHex = (text: string) => new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'))
const hexOf = (octets: Uint8Array) => Buffer.from(octets).toString('hex')
const CIPHERS = { 16: 'aes128', 24: 'aes192', 32: 'aes256' } as const

function randomOctets(random: Random, length: number): Octets {
    return Uint8Array.from({ length }, () => random.below(256))
}

/** As the machine's own library has it. */
function encrypted(key: Uint8Array, clear: Uint8Array): Octets {
    const cipher = createCipheriv(`aes-${key.length * 8}-cfb`, key, new Uint8Array(16))
    return new Uint8Array(Buffer.concat([cipher.update(clear), cipher.final()]))
}

function decrypted(key: Uint8Array, data: Uint8Array): Uint8Array {
    const copy = data.slice()
    cfb.decrypt(key, copy)
    return copy
}

test('AES: the examples of FIPS 197, appendix C', () => {
    const block = ofHex('00112233445566778899aabbccddeeff')
    const key = ofHex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f')
    const wanted = [
        [16, '69c4e0d86a7b0430d8cdb78070b4c55a'],
        [24, 'dda97ca4864cdfe06eaf70a0ec0d7191'],
        [32, '8ea2b7ca516745bfeafc49904b496089'],
    ] as const
    // zeros behind a block come out as that block encrypted
    const data = joined(block, new Uint8Array(16))
    for (const [length, hex] of wanted) assert.equal(hexOf(decrypted(key.subarray(0, length), data).subarray(16)), hex)
})

test('CFB: the examples of SP 800-38A, F.3.13 to F.3.18', () => {
    const iv = ofHex('000102030405060708090a0b0c0d0e0f')
    const clear = ofHex(`6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
        30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710`)
    for (const [key, text] of [
        ['2b7e151628aed2a6abf7158809cf4f3c',
            `3b3fd92eb72dad20333449f8e83cfb4a c8a64537a0b3a93fcde3cdad9f1ce58b
            26751f67a3cbb140b1808cf187a4f4df c04b05357c5d1c0eeac4c66f9ff7f2e6`],
        ['8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b',
            `cdc80d6fddf18cab34c25909c99a4174 67ce7f7f81173621961a2b70171d3d7a
            2e1e8a1dd59b88b1c8e60fed1efac4c9 c05f9f9ca9834fa042ae8fba584b09ff`],
        ['603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
            `dc7e84bfda79164b7ecd8486985d3860 39ffed143b28b1c832113c6331e5407b
            df10132415e54b92a13ed0a8267ae2f9 75a385741ab9cef82031623d55b1e471`],
    ] as const) {
        // the IV is of zeros here: theirs is a block that comes before
        assert.equal(hexOf(decrypted(ofHex(key), joined(iv, ofHex(text))).subarray(16)), hexOf(clear))
    }
})

test('CFB: each length, and those about a piece, as the machine has it', () => {
    const random = new Random(1)
    const long = [65_535, 65_536, 65_537, 131_072, 131_073 + random.below(70_000)]
    for (const length of [...Array.from({ length: 301 }, (_, i) => i), ...long]) {
        for (const keyLength of [16, 24, 32]) {
            const [key, clear] = [randomOctets(random, keyLength), randomOctets(random, length)]
            const came = decrypted(key, encrypted(key, clear))
            assert.equal(Buffer.compare(came, clear), 0, `key of ${keyLength}, ${length} octets`)
        }
    }
})

test('the memory of WebAssembly is as small as it was, and empty, after each message', () => {
    const random = new Random(2)
    for (const length of [0, 1, 1_000, 300_000]) {
        decrypted(randomOctets(random, 32), randomOctets(random, length))
        assert.equal(memory.length, 131_072)
        assert.ok(memory.every(one => one === 0), `${length} octets`)
    }
    assert.throws(() => cfb.decrypt(new Uint8Array(17), new Uint8Array(100)), RangeError)
})

test('without WebAssembly, or where it is not allowed, the library does it', async () => {
    const there = globalThis.WebAssembly
    try {
        Object.assign(globalThis, { WebAssembly: undefined })
        assert.equal(CfbDecryption.begin(), undefined)
        const Module = class { constructor() { throw new there.CompileError('refused by the policy') } }
        Object.assign(globalThis, { WebAssembly: { Module } })
        assert.equal(CfbDecryption.begin(), undefined)
    } finally {
        globalThis.WebAssembly = there
    }
    const key = randomOctets(new Random(3), 32)
    const sealed = sealedPackets(key, literal('by itself'))
    assert.deepEqual(await allWays(key, sealed), { text: 'by itself', signatures: 0 })
})

/** RFC 9580 section 5.13.1. */
function sealedPackets(key: Uint8Array, packets: Uint8Array): Octets {
    const prefix = new Uint8Array([...Array.from({ length: 14 }, (_, i) => i), 7, 8, 7, 8])
    const hashed = joined(prefix, packets, new Uint8Array([0xd3, 0x14]))
    return integrityProtected(encrypted(key, hashedBehind(hashed)))
}

function integrityProtected(octets: Uint8Array): Octets { return framed(18, joined(new Uint8Array([1]), octets)) }

function hashedBehind(octets: Uint8Array): Octets { return joined(octets, createHash('sha1').update(octets).digest()) }

function framed(tag: number, body: Uint8Array): Octets {
    const { length } = body
    return joined(new Uint8Array([0xc0 | tag, 255, length >>> 24, length >>> 16, length >>> 8, length]), body)
}

function literal(text: string): Octets {
    return framed(11, joined(new Uint8Array([0x62, 0, 0, 0, 0, 0]), octetsOf(text)))
}

type Outcome = { text: string, signatures: number } | { error: string }

const HOW = ['by the library', 'by WebAssembly', 'with a helper'] as const

/** What comes of it by the library alone, by WebAssembly, and with another thread: it has to be the same. */
async function allWays(key: Uint8Array, sealed: Octets, message?: string): Promise<Outcome> {
    const outcomes: Outcome[] = []
    for (const how of HOW) outcomes.push(await outcome(key, sealed.slice(), how))
    for (const [i, how] of HOW.entries()) assert.deepEqual(outcomes[i], outcomes[0], `${message ?? ''} ${how}`)
    return outcomes[0]!
}

async function outcome(key: Uint8Array, sealed: Octets, how: typeof HOW[number]): Promise<Outcome> {
    try {
        const message = await openpgp.readMessage({ binaryMessage: sealed, config: POLICY })
        if (how !== HOW[0]) decryptQuickly(message, cfb, how === HOW[2] ? helperHere().helper : undefined)
        const sessionKeys = { data: key.slice(), algorithm: CIPHERS[key.length as 16 | 24 | 32] }
        const { data, signatures } = await openpgp.decrypt({ message, sessionKeys, format: 'binary', config: POLICY })
        return { text: Buffer.from(data as Uint8Array).toString('latin1'), signatures: signatures.length }
    } catch (error) {
        // in which state of its grammar the library was is its own affair
        return { error: String(error).replace(/ in state \d/, '') }
    }
}

test('what openpgp encrypts comes out the same, with each length of key, in one piece and in many', async () => {
    const random = new Random(4)
    const { privateKey, publicKey } = await someKey()
    for (const [keyLength, algorithm] of Object.entries(CIPHERS)) {
        for (const length of [0, 1, 1_000, 70_000]) {
            const binary = randomOctets(random, length)
            const data = randomOctets(random, Number(keyLength))
            const { zlib, uncompressed } = openpgp.enums.compression
            const config = { ...POLICY, preferredCompressionAlgorithm: length === 1_000 ? zlib : uncompressed }
            const message = await openpgp.createMessage({ binary })
            const sealed = await openpgp.encrypt({ message, sessionKey: { data, algorithm }, signingKeys: privateKey,
                encryptionKeys: publicKey, format: 'binary', config })
            const text = Buffer.from(binary).toString('latin1')
            assert.deepEqual(await allWays(data, sealed as Octets), { text, signatures: 1 })
        }
    }
    // partial lengths: RFC 9580 section 4.2.1.4
    const key = randomOctets(random, 32)
    const inParts = (tag: number, octets: Octets) => joined(new Uint8Array([0xc0 | tag, 0xe9]), octets.subarray(0, 512),
        new Uint8Array([octets.length - 512]), octets.subarray(512))
    const body = sealedPackets(key, inParts(11, literal('x'.repeat(600)).subarray(6))).subarray(6)
    assert.deepEqual(await allWays(key, inParts(18, body)), { text: 'x'.repeat(600), signatures: 0 })
})

function someKey() {
    return openpgp.generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: { email: 'a@b.example' },
        format: 'object' })
}

test('packets that are too many, out of order or not allowed are refused as the library does', async () => {
    const random = new Random(5)
    const key = randomOctets(random, 16)
    const message = await openpgp.createMessage({ text: 'x' })
    const { privateKey } = await someKey()
    const signature = await openpgp.sign({ message, detached: true, format: 'binary', signingKeys: privateKey }) as Octets
    const kinds: Record<string, Octets> = {
        literal: literal('one'), compressed: framed(8, joined(new Uint8Array([0]), literal('two'))), signature,
        announced: framed(4, new Uint8Array([3, 0, 10, 22, 1, 2, 3, 4, 5, 6, 7, 8, 1])),
        sessionKey: framed(1, new Uint8Array([3, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 1, 1])),
        marker: framed(10, octetsOf('PGP')), padding: framed(21, new Uint8Array(5)),
            unknown: framed(60, new Uint8Array(3)),
        unknownCritical: framed(39, new Uint8Array(3)), encrypted: sealedPackets(key, literal('three')),
        broken: new Uint8Array([0xcb, 200]), nothing: new Uint8Array(),
    }
    const names = Object.keys(kinds)
    const some = () => Array.from({ length: 3 + random.below(3) }, () => random.pick(names))
    const longer = Array.from({ length: 60 }, some)
    const orders = [...names.flatMap(a => names.map(b => [a, b])), ...longer]
    const seen = new Set<string>()
    for (const order of orders) {
        const came = await allWays(key, sealedPackets(key, joined(...order.map(one => kinds[one]!))), order.join(' '))
        seen.add('error' in came ? came.error : 'opened')
    }
    for (const kind of [/^opened$/, /Unexpected packet/, /Trailing signature/, /Missing trailing/, /not allowed/]) {
        assert.ok([...seen].some(one => kind.test(one)), `${kind} was not among ${[...seen].join(', ')}`)
    }
})

test('what was changed, cut or lengthened anywhere has one answer, by each way', async () => {
    const random = new Random(6)
    const key = randomOctets(random, 32)
    const sealed = sealedPackets(key, literal('Come tomorrow. '.repeat(20)))
    const body = sealed.subarray(7)
    const changed = Array.from({ length: 60 }, () => {
        const other = body.slice()
        other[random.below(other.length)]! ^= 1 << random.below(8)
        return other
    })
    const cut = [0, 1, 17, 18, 19, 20, 21, 22, 37, 38, 39, 40, 41, 42, 100, body.length - 22, body.length - 1]
        .map(length => body.subarray(0, length))
    const otherwise = [joined(body, body), joined(body, new Uint8Array(16)),
        joined(body.subarray(16, 32), body.subarray(0, 16), body.subarray(32))]
    const refused = { error: 'Error: Error decrypting message: Modification detected.' }
    for (const octets of [...changed, ...cut, ...otherwise]) {
        assert.deepEqual(await allWays(key, integrityProtected(octets)), refused)
    }
    for (const other of [randomOctets(random, 32), randomOctets(random, 24), key.subarray(0, 16)]) {
        assert.deepEqual(await allWays(other, sealed), refused)
    }
    // whole, and too short to have anything in it
    for (const length of [0, 5, 18, 19]) {
        const short = integrityProtected(encrypted(key, hashedBehind(randomOctets(random, length))))
        assert.match((await allWays(key, short) as { error: string }).error, /Error during parsing/)
    }
})

test('of a message that was changed nothing is left in its place', async () => {
    const key = randomOctets(new Random(7), 32)
    for (const how of HOW.slice(1)) {
        const sealed = sealedPackets(key, literal('Come tomorrow. '.repeat(20)))
        sealed[100]! ^= 1
        assert.ok('error' in await outcome(key, sealed, how))
        assert.ok(sealed.subarray(7).every(one => one === 0), how)
    }
})
