import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import * as openpgp from 'openpgp'
import type { Opened } from '../src/mail/bodies'
import { forAnswer } from '../src/mail/openpgp-mail'
import type { OpenedMessage } from '../src/openpgp/calls'
import { Engine } from '../src/openpgp/engine'
import { HashHelper } from '../src/openpgp/hash-helper'
import { type Octets, octetsOf } from '../src/openpgp/octets'
import { helperHere } from './hash-helper'
import { Random } from './random'

/** What strangers make of what was written to somebody, so that his program opens it for them. */
const CORPUS = join('..', '..', '..', 'shared', 'corpora', 'pgp-abuse')
const HERE = [CORPUS, join('..', '..', 'shared', 'corpora', 'pgp-abuse')].find(existsSync)
const BOB = 'bob@example.org'
const EVE = 'eve@example.net'
const SECRET = 'The safe is behind the picture.'

let bob: Engine
let certificate: openpgp.PublicKey
let eve: openpgp.PrivateKey
let ciphertext: string

before(async () => {
    // all that follows goes by way of it
    HashHelper.shared = helperHere().helper
    bob = new Engine()
    const made = await bob.makeKeys(BOB, '')
    assert.ok(made.ok)
    certificate = await openpgp.readKey({ binaryKey: made.value.certificate.octets })
    eve = (await openpgp.generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: { email: EVE }, format: 'object' })).privateKey
    ciphertext = await sealed(`Content-Type: text/html\r\n\r\n<p>${SECRET}</p>`)
})

async function sealed(text: string | Octets, config: openpgp.PartialConfig = {}): Promise<string> {
    const message = await openpgp.createMessage({ binary: typeof text === 'string' ? octetsOf(text) : text })
    return (await openpgp.encrypt({ message, encryptionKeys: certificate, config })).replace(/\r?\n/g, '\r\n')
}

function whole(armoured: string, more = ''): string {
    return `From: ${EVE}\r\nTo: ${BOB}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=e\r\n\r\n`
        + `--e\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--e\r\nContent-Type: application/octet-stream\r\n\r\n${armoured}\r\n${more}--e--\r\n`
}

async function opened(raw: string, certificates: Octets[] = []): Promise<OpenedMessage> {
    const got = await bob.openMessage({ raw: octetsOf(raw), from: [EVE], certificates })
    assert.ok(got.ok)
    return got.value
}

async function ofCorpus(name: string): Promise<OpenedMessage> {
    const text = readFileSync(join(HERE!, name), 'utf8').replace(/\r?\n/g, '\r\n')
    const inside = /\r\n\r\n([^]*?)\r\n-----END/.exec(ciphertext)![1]!
    const signature = await openpgp.sign({ message: await openpgp.createMessage({ binary: octetsOf('Content-Type: text/plain\r\n\r\nhello (signed)') }), signingKeys: eve, detached: true })
    return opened(text.replaceAll('@@CIPHERTEXT@@', inside).replaceAll('@@DETACHED-SIGNATURE@@', signature.trim().replace(/\r?\n/g, '\r\n')), [eve.toPublic().write() as Octets])
}

const NONE = { skip: HERE ? false : 'the corpora are not here' }

test('pgp-abuse: what is sealed within something else stands by itself, and is never quoted', NONE, async () => {
    for (const name of ['direct-exfil-img.eml', 'encrypted-not-root.eml']) {
        const message = await ofCorpus(name)
        assert.deepEqual([message.state, message.encryption, message.body], ['plain', 'partly', undefined], name)
        assert.equal(message.apart.length, 1)
        assert.equal(Object.values(message.apart[0]!.body!.bodyValues)[0]!.value.includes(SECRET), true, 'by itself')
    }
    const inline = await ofCorpus('two-inline-blocks.eml')
    assert.deepEqual([inline.state, inline.encryption, inline.apart.length], ['plain', 'partly', 2])
})

test('pgp-abuse: what is in HTML, or quoted, is not opened', NONE, async () => {
    const html = await ofCorpus('inline-in-html.eml')
    assert.deepEqual([html.state, html.apart[0]!.why, html.apart[0]!.body], ['plain', 'inHtml', undefined])
    const quoted = await ofCorpus('reply-decrypt-oracle.eml')
    assert.deepEqual([quoted.state, quoted.apart], ['plain', []])
})

test('pgp-abuse: a part that is signed makes nothing else look signed', NONE, async () => {
    const message = await ofCorpus('signed-wrapper-mixed.eml')
    assert.deepEqual([message.state, message.signature.kind], ['plain', 'partly'])
})

test('what somebody else sends on of what was sealed for one is not quoted back to him', async () => {
    const protectedText = (from: string) => `Content-Type: text/plain; hp="cipher"\r\nFrom: ${from}\r\nSubject: x\r\n\r\n${SECRET}`
    assert.equal((await opened(whole(ciphertext))).mayQuote, false)
    assert.equal((await opened(whole(await sealed(protectedText('alice@example.org'))))).mayQuote, false)
    assert.equal((await opened(whole(await sealed(protectedText(EVE))))).mayQuote, true)
    assert.equal((await opened(whole(await sealed(protectedText(`${EVE}, alice@example.org`))))).mayQuote, false)
})

test('whom an answer is for stands inside: nobody has what was sealed for another quoted to himself', async () => {
    const list = (...all: string[]) => all.map(email => ({ name: null, email }))
    // Eve sends on what Bob wrote, in his name, and puts herself where answers go
    const eves = { from: list(BOB), to: list('me@example.org'), cc: list(EVE), replyTo: list(EVE), attachments: [], bodyValues: {}, textBody: [], htmlBody: [] } as unknown as Opened
    const body = { textBody: [{ partId: 'in', type: 'text/plain' }], htmlBody: [], attachments: [],
        bodyValues: { in: { value: SECRET } }, contents: {} }
    const base = { state: 'open', encryption: 'whole', signature: { kind: 'good' }, body, apart: [], mayQuote: true } as unknown as OpenedMessage
    const whole = { ...base, headers: { from: [{ name: '', email: BOB }], to: [{ name: '', email: 'me@example.org' }],
        fields: [] } }
    for (const how of ['reply', 'replyAll'] as const) {
        const bare = forAnswer(eves, base, how)
        assert.deepEqual([bare.bodyValues, bare.textBody], [{}, []], how)
        const { replyTo, cc, to, bodyValues } = forAnswer(eves, whole, how)
        assert.deepEqual([replyTo, cc, to!.map(one => one.email), bodyValues['in']!.value],
            [null, null, ['me@example.org'], SECRET], how)
    }
    const plain = { ...eves, replyTo: null, cc: null }
    assert.equal(forAnswer(plain, base, 'reply').bodyValues['in']!.value, SECRET)
    assert.equal(forAnswer(plain, base, 'replyAll').bodyValues['in']!.value, SECRET)
    assert.equal(forAnswer({ ...plain, cc: list(EVE) } as Opened, base, 'replyAll').bodyValues['in'], undefined)
    assert.equal(forAnswer(eves, base, 'forward').bodyValues['in']!.value, SECRET)
})

test('a packet without protection against changes is refused by its name', async () => {
    // tag 9: RFC 9580 section 5.7; its octets do not matter, nobody looks at them
    const key = (await openpgp.unarmor(ciphertext)).data as unknown as Uint8Array
    const pkesk = key.subarray(0, 2 + key[1]!)
    const old = new Uint8Array([...pkesk, 0xc9, 20, ...new Uint8Array(20)])
    const message = await opened(whole(openpgp.armor(openpgp.enums.armor.message, old) as string))
    assert.deepEqual([message.state, message.why, message.body], ['refused', 'unprotected', undefined])
})

test('what is cut, doubled, exchanged or put together is refused', async () => {
    const octets = (await openpgp.unarmor(ciphertext)).data as unknown as Uint8Array
    const pkeskEnd = 2 + octets[1]!
    const other = (await openpgp.unarmor(await sealed('Content-Type: text/plain\r\n\r\nother'))).data as unknown as Uint8Array
    const kinds: Record<string, number[]> = {
        cut: [...octets.subarray(0, octets.length - 25)],
        doubled: [...octets, ...octets],
        'another session key': [...other.subarray(0, 2 + other[1]!), ...octets.subarray(pkeskEnd)],
        'more behind it': [...octets, ...other.subarray(2 + other[1]!)],
        'a literal before it': [0xcb, 8, 0x62, 0, 0, 0, 0, 0, 0x65, 0x76, ...octets],
        nothing: [],
    }
    for (const [name, all] of Object.entries(kinds)) {
        const message = await opened(whole(openpgp.armor(openpgp.enums.armor.message, new Uint8Array(all)) as string))
        assert.deepEqual([message.state, message.body, message.apart], ['refused', undefined, []], name)
    }
})

test('parts that are too many, too deep, or sealed once more', async () => {
    assert.equal((await opened(whole(await sealed(whole(ciphertext))))).why, 'nested')
    assert.equal((await opened(whole(ciphertext, '--e\r\nContent-Type: text/html\r\n\r\n<p>more</p>\r\n'))).why, 'malformed')
    let deep = 'Content-Type: text/plain\r\n\r\nx'
    for (let i = 0; i < 40; i++) deep = `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n${deep}\r\n--b${i}--`
    assert.equal((await opened(whole(await sealed(deep)))).why, 'tooDeep')
    const many = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(1000)}--b--`
    assert.equal((await opened(whole(await sealed(many)))).why, 'tooMany')
})

test('a message that grows when it is unpacked ends at its bound', async () => {
    const bomb = await sealed(new Uint8Array(65 * 1024 * 1024),
        { preferredCompressionAlgorithm: openpgp.enums.compression.zlib })
    assert.ok(bomb.length < 400_000, 'it is small when it comes')
    const message = await opened(whole(bomb))
    assert.deepEqual([message.state, message.why, message.body], ['refused', 'tooLarge', undefined])
})

test('a signature of another is not that of the sender, whatever name it has', async () => {
    const mallory = (await openpgp.generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: { name: `${EVE} <${EVE}>`, email: 'mallory@example.net' }, format: 'object' })).privateKey
    const text = 'Content-Type: text/plain\r\n\r\nsigned'
    const armoured = await openpgp.encrypt({ message: await openpgp.createMessage({ binary: octetsOf(text) }),
        encryptionKeys: certificate, signingKeys: mallory })
    const message = await opened(whole(armoured), [mallory.toPublic().write() as Octets])
    assert.equal(message.signature.kind, 'otherSender')
    // two in From: neither is proven
    const two = await bob.openMessage({ raw: octetsOf(whole(armoured)), from: ['mallory@example.net', EVE],
        certificates: [mallory.toPublic().write() as Octets] })
    assert.ok(two.ok && two.value.signature.kind === 'otherSender')
})

test('an inline signature is of the text that is signed, and only if nothing else stands there', async () => {
    const signed = (await openpgp.sign({ message: await openpgp.createCleartextMessage({ text: 'Pay 10.' }), signingKeys: eve })).replace(/\r?\n/g, '\r\n')
    const mail = (text: string) => `From: ${EVE}\r\nContent-Type: text/plain\r\n\r\n${text}`
    const keys = [eve.toPublic().write() as Octets]
    const good = await opened(mail(signed), keys)
    assert.deepEqual([good.state, good.signature.kind], ['open', 'good'])
    const around = await opened(mail(`Pay 1000.\r\n\r\n${signed}`), keys)
    assert.deepEqual([around.state, around.signature.kind], ['plain', 'partly'])
    assert.equal((await opened(mail(signed.replace('10.', '99.')), keys)).signature.kind, 'wrong')
    // CVE-2025-47934: a whole signed message in the place of the signature
    const other = await openpgp.sign({ message: await openpgp.createMessage({ text: 'Pay 10.' }), signingKeys: eve })
    const spoofed = `-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA512\r\n\r\nPay 99.\r\n${other.replace(/MESSAGE/g, 'SIGNATURE').replace(/\r?\n/g, '\r\n')}`
    assert.notEqual((await opened(mail(spoofed), keys)).signature.kind, 'good')
})

test('nothing that a stranger writes makes the worker fail', async () => {
    const random = new Random(Number(process.env['SEED'] ?? 7))
    const good = whole(ciphertext)
    for (let round = 0; round < Number(process.env['ROUNDS'] ?? 300); round++) {
        const octets = octetsOf(good)
        for (let n = random.below(4) + 1; n > 0; n--) octets[random.below(octets.length)] = random.below(256)
        const raw = octets.slice(0, random.below(5) === 0 ? random.below(octets.length) : octets.length)
        const got = await bob.openMessage({ raw, from: [EVE], certificates: [] })
        // what is shown is what was sealed, or nothing
        if (got.ok && got.value.body && got.value.encryption === 'whole') assert.ok(JSON.stringify(got.value.body.bodyValues).includes(SECRET), `round ${round}`)
    }
})
