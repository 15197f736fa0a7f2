import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as openpgp from 'openpgp'
import type { OpenedMessage } from '../src/openpgp/calls'
import { Engine } from '../src/openpgp/engine'
import { type HashAsked, HashHelper } from '../src/openpgp/hash-helper'
import { type Octets, octetsOf } from '../src/openpgp/octets'
import { helperHere } from './hash-helper'

const BOB = 'bob@example.org'
const EVE = 'eve@example.net'
const TEXT = 'Come tomorrow.\r\n'
const INNER = `Content-Type: text/plain; charset=utf-8\r\n\r\n${TEXT}`
const usual = HashHelper.shared

let bob: Engine
let certificate: openpgp.PublicKey
let eve: openpgp.PrivateKey

before(async () => {
    bob = new Engine()
    const made = await bob.makeKeys(BOB, '')
    assert.ok(made.ok)
    certificate = await openpgp.readKey({ binaryKey: made.value.certificate.octets })
    const curve = 'ed25519Legacy'
    eve = (await openpgp.generateKey({ type: 'ecc', curve, userIDs: { email: EVE }, format: 'object' })).privateKey
})

after(() => { HashHelper.shared = usual })

interface Sealing { text?: string, isOther?: boolean, isCut?: boolean, config?: openpgp.PartialConfig }

/** `isOther`: another content than was signed. `isCut`: something of it was changed on its way. */
async function sealed({ text = INNER, isOther, isCut, config = {} }: Sealing = {}): Promise<Octets> {
    const signed = await (await openpgp.createMessage({ binary: octetsOf(text) })).sign([eve])
    const literal = signed.packets[1] as unknown as { data: Octets }
    if (isOther) literal.data = octetsOf(text.replace('tomorrow', 'at once..'))
    const binary = await openpgp.encrypt({ message: signed, encryptionKeys: certificate, format: 'binary', config })
    const octets = binary as Octets
    if (isCut) octets[octets.length - 60]! ^= 1
    const armoured = openpgp.armor(openpgp.enums.armor.message, octets).replace(/\r?\n/g, '\r\n')
    return octetsOf(`From: ${EVE}\r\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted";`
        + ' boundary=e\r\n\r\n--e\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--e\r\n'
        + `Content-Type: application/octet-stream\r\n\r\n${armoured}\r\n--e--\r\n`)
}

async function opened(raw: Octets, helper: HashHelper): Promise<OpenedMessage> {
    HashHelper.shared = helper
    const certificates = [eve.toPublic().write() as Octets]
    const got = await bob.openMessage({ raw: raw.slice(), from: [EVE], certificates })
    assert.ok(got.ok)
    return got.value
}

const said = ({ state, why, signature, body }: OpenedMessage) => [state, why, signature.kind,
    ...Object.values(body?.bodyValues ?? {}).map(one => one.value.trim())]
const OPEN = ['open', undefined, 'good', 'Come tomorrow.']
const WRONG = ['open', undefined, 'wrong', 'Come at once...']
const TAMPERED = ['refused', 'tampered', 'none']

test('the helper hashes what was signed, is given nothing else, and wipes it', async () => {
    const { helper, seen } = helperHere()
    assert.deepEqual(said(await opened(await sealed(), helper)), OPEN)
    assert.deepEqual([seen.begun, seen.ended, seen.asked.length], [1, 0, 1])
    const [{ name, octets }] = seen.asked as [HashAsked]
    assert.match(name, /^SHA-(?:256|512)$/)
    const length = octetsOf(INNER).length
    assert.ok(octets.length > length && octets.length < length + 200, `${octets.length} octets`)
    assert.ok(octets.every(one => one === 0))
    assert.deepEqual(said(await opened(await sealed({ isOther: true }), helper)), WRONG)
    assert.deepEqual(said(await opened(await sealed({ isCut: true }), helper)), TAMPERED)
    assert.ok(seen.asked.every(one => one.octets.every(octet => octet === 0)))
    assert.equal(seen.begun, 1, 'the same one')
})

test('whatever a helper does, the answers are those of who has none', async () => {
    let late: unknown
    const faults: Record<string, () => HashHelper> = {
        'cannot begin': () => new HashHelper(() => { throw new Error('not allowed') }, 0),
        'dies of it': () => helperHere(() => { throw new Error('it died') }).helper,
        'never answers': () => helperHere(() => new Promise(() => undefined), 0, 20).helper,
        'answers late': () => helperHere(right => new Promise(resolve => {
            late = setTimeout(() => resolve(right), 60)
        }), 0, 20).helper,
        'answers nothing': () => helperHere(() => undefined, 0, 20).helper,
        'answers to another': () => helperHere((right, asked) => ({ ...right as object, id: asked.id + 7 }), 0, 20).helper,
        'has no hash': () => helperHere((_, { id }) => ({ id })).helper,
        'gives a text': () => helperHere((_, { id }) => ({ id, hash: 'x'.repeat(64) })).helper,
        'gives too little': () => helperHere((_, { id }) => ({ id, hash: new Uint8Array(20) })).helper,
        'gives another hash': () => helperHere((_, { id }) => ({ id, hash: new Uint8Array(64).fill(id) })).helper,
        'cannot be asked': () => new HashHelper(() => ({ onmessage: null, onerror: null, terminate: () => undefined,
            postMessage: () => { throw new Error('it is not there') } }), 0),
    }
    const [right, other, cut] = [await sealed(), await sealed({ isOther: true }), await sealed({ isCut: true })]
    for (const [name, make] of Object.entries(faults)) {
        for (const [raw, wanted] of [[right, OPEN], [other, WRONG], [cut, TAMPERED]] as const) {
            const helper = make()
            assert.deepEqual(said(await opened(raw, helper)), wanted, name)
            assert.deepEqual(said(await opened(raw, helper)), wanted, `${name}, and then again`)
        }
    }
    assert.ok(late)
})

test('one that failed is ended, and not asked again', async () => {
    const { helper, seen } = helperHere(() => { throw new Error('it died') })
    for (let i = 0; i < 3; i++) assert.deepEqual(said(await opened(await sealed(), helper)), OPEN)
    assert.deepEqual([seen.begun, seen.ended, seen.asked.length], [1, 1, 1])
})

test('it begins with the first large message', async () => {
    const { helper, seen } = helperHere(undefined, 1 << 20)
    assert.deepEqual(said(await opened(await sealed(), helper)), OPEN)
    assert.equal(seen.begun, 0)
    const large = `${INNER}${'x'.repeat(70)}\r\n`.padEnd(1_200_000, `${'y'.repeat(70)}\r\n`)
    const message = await opened(await sealed({ text: large }), helper)
    assert.deepEqual([message.signature.kind, seen.begun, seen.asked.length], ['good', 1, 1])
})

test('what is compressed is not unpacked before it is known to be whole', async () => {
    const { helper, seen } = helperHere()
    const config = { preferredCompressionAlgorithm: openpgp.enums.compression.zlib }
    assert.deepEqual(said(await opened(await sealed({ config }), helper)), OPEN)
    assert.deepEqual(said(await opened(await sealed({ config, isCut: true }), helper)), TAMPERED)
    assert.equal(seen.asked.length, 0)
})
