import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as openpgp from 'openpgp'
import type { CertificateFacts, OpenedMessage, Trouble } from '../src/openpgp/calls'
import { Engine } from '../src/openpgp/engine'
import { KeyRing, LIFE_S, RENEWED_WITH_LEFT_MS } from '../src/openpgp/keys'
import type { Result } from '../src/base/result'
import { type Octets, octetsOf } from '../src/openpgp/octets'
import { atTime } from './other-time'

const ANNA = 'anna@one.example'
const BEA = 'bea@two.example'
const OUTER = `From: <${ANNA}>\r\nTo: <${BEA}>\r\nSubject: [...]\r\n`
const INNER = `Content-Type: text/plain; charset=utf-8; hp="cipher"\r\nFrom: Anna <${ANNA}>\r\nSubject: =?utf-8?q?caff=C3=A8?=\r\n\r\nCiao, a domani.\r\n`

function got<T>(result: Result<T, Trouble>): T {
    assert.ok(result.ok, `refused: ${result.ok ? '' : result.error}`)
    return result.value
}

async function person(address: string, name = '') {
    const engine = new Engine()
    const { certificate } = got(await engine.makeKeys(address, name))
    return { engine, certificate, address }
}

/** As it is read at its end. */
async function read(reader: Engine, raw: Octets, certificates: Octets[] = [], from = [ANNA]): Promise<OpenedMessage> {
    // as a worker has it: a copy, which is used up
    return got(await reader.openMessage({ raw: raw.slice(), from, certificates }))
}

const shownText = (opened: { body?: OpenedMessage['body'] }) => opened.body?.textBody.map(one => opened.body!.bodyValues[one.partId!]?.value).join('')

/** Tags of packets, and of a signature what it says of its key: RFC 9580 sections 5 and 5.2.3. */
const tagsOf = (key: openpgp.Key | openpgp.Message<Uint8Array>) => [...('toPacketList' in key ? key.toPacketList() : key.packets)].map(one => (one.constructor as unknown as { tag: number }).tag)

test('a key is of the profile that each program reads', async () => {
    const { certificate } = await person(ANNA, 'Anna')
    const key = await openpgp.readKey({ binaryKey: certificate.octets })
    assert.deepEqual(tagsOf(key), [6, 13, 2, 14, 2])
    assert.equal(key.keyPacket.version, 4)
    assert.equal(key.keyPacket.algorithm, openpgp.enums.publicKey.eddsaLegacy)
    assert.equal(key.subkeys[0]!.keyPacket.algorithm, openpgp.enums.publicKey.ecdh)
    assert.equal((key.subkeys[0]!.getAlgorithmInfo() as { curve?: string }).curve, 'curve25519Legacy')
    const own = key.users[0]!.selfCertifications[0]!
    assert.deepEqual([...own.features!], [1])
    assert.equal(own.keyFlags![0]! & 3, 3)
    assert.equal(own.preferredSymmetricAlgorithms![0], openpgp.enums.symmetric.aes256)
    assert.equal(own.preferredCompressionAlgorithms![0], openpgp.enums.compression.uncompressed)
    // subpacket 39: preferred AEAD cipher suites
    assert.equal((own as unknown as { preferredCipherSuites: unknown }).preferredCipherSuites, null)
    assert.deepEqual(certificate.addresses, [ANNA])
    assert.ok(certificate.encrypts && certificate.signs && !certificate.isRevoked)
})

test('it ends by itself, and is renewed long before; one that was brought along is not', async () => {
    const ring = new KeyRing()
    const { certificate } = got(await ring.make(ANNA, 'Anna'))
    assert.equal(certificate.expiresAt, certificate.createdAt + LIFE_S * 1000)
    assert.equal(await ring.renew(), false, 'it is new')
    const later = certificate.createdAt + LIFE_S * 1000 - RENEWED_WITH_LEFT_MS
    assert.equal(await atTime(later - 1000, () => ring.renew()), false)
    await atTime(later, () => isRenewed(ring, certificate, later))
})

async function isRenewed(ring: KeyRing, certificate: CertificateFacts, later: number): Promise<void> {
    assert.equal(await ring.renew(), true)
    const [renewed] = await ring.own()
    assert.deepEqual([renewed!.certificate.fingerprint, renewed!.certificate.createdAt, renewed!.certificate.userIds,
        renewed!.renews],
        [certificate.fingerprint, certificate.createdAt, certificate.userIds, true])
    const key = await openpgp.readKey({ binaryKey: ring.publics[0]!.write() as Octets })
    assert.deepEqual(tagsOf(key), [6, 13, 2, 14, 2])
    for (const own of [key.users[0]!.selfCertifications[0]!, key.subkeys[0]!.bindingSignatures[0]!]) {
        assert.equal(certificate.createdAt + own.keyExpirationTime! * 1000, later + LIFE_S * 1000)
    }
    assert.deepEqual([[...key.users[0]!.selfCertifications[0]!.features!],
        key.users[0]!.selfCertifications[0]!.keyFlags![0]! & 3], [[1], 3])
    const other = new KeyRing()
    got(await other.import(await ring.export('a long passphrase'), 'a long passphrase', ANNA, true))
    assert.equal((await other.own())[0]!.renews, false)
    assert.equal(await atTime(later + RENEWED_WITH_LEFT_MS, () => other.renew()), false)
}

test('of a certificate the least by which one encrypts to an address', async () => {
    const { privateKey, publicKey } = await openpgp.generateKey({ type: 'rsa', rsaBits: 2048, userIDs: [{ name: 'Bea',
        email: BEA }, { name: 'Bea', email: 'bea@work.example' }],
        subkeys: [{}, { sign: true }], format: 'object' })
    const renewed = await openpgp.reformatKey({ privateKey, userIDs: publicKey.users.map(one => ({ name: 'Bea',
        email: one.userID!.email })), format: 'object' })
    const whole = (await publicKey.update(renewed.publicKey)).write() as Octets
    const engine = new Engine()
    const least = got(await engine.leastOf(whole, 'Bea@Two.example'))
    const key = await openpgp.readKey({ binaryKey: least })
    assert.deepEqual(tagsOf(key), [6, 13, 2, 14, 2])
    assert.equal(got(await engine.certificateOf(least)).addresses.join(), BEA)
    assert.ok(least.length < whole.length / 2)
    const message = await openpgp.readMessage({ binaryMessage: await openpgp.encrypt({ message: await openpgp.createMessage({ text: 'x' }), encryptionKeys: key, format: 'binary' }) as Octets })
    assert.equal((await openpgp.decrypt({ message, decryptionKeys: privateKey })).data, 'x')
    assert.deepEqual(await engine.leastOf(whole, ANNA), { ok: false, error: 'weak' })
    const { publicKey: revoked } = await openpgp.revokeKey({ key: privateKey, format: 'object' })
    assert.deepEqual(await engine.leastOf(revoked.write() as Octets, BEA), { ok: false, error: 'weak' })
})

test('what is exported is what gpg and Thunderbird take, and comes back', async () => {
    const { engine, certificate } = await person(ANNA)
    const armoured = got(await engine.exportKeys('a long passphrase'))
    const key = await openpgp.readPrivateKey({ armoredKey: armoured })
    const packet = key.keyPacket as unknown as { s2kUsage: number, s2k: { type: string } }
    assert.equal(packet.s2kUsage, 254)
    assert.equal(packet.s2k.type, 'iterated')
    assert.doesNotMatch(armoured, /^(Version|Comment):/m)
    const other = new Engine()
    assert.deepEqual(await other.importKeys(armoured, 'another', ANNA, true), { ok: false, error: 'passphrase' })
    assert.deepEqual(await other.importKeys(armoured, 'a long passphrase', 'zoe@one.example', true),
        { ok: false, error: 'foreignAddress' })
    const [imported] = got(await other.importKeys(armoured, 'a long passphrase', ANNA, true))
    assert.equal(imported!.certificate.fingerprint, certificate.fingerprint)
    assert.deepEqual(await other.importKeys(got(await other.revocation(certificate.fingerprint)), '', ANNA, true),
        { ok: false, error: 'notPrivate' })
    await other.lock()
    assert.deepEqual(await other.exportKeys('x'), { ok: false, error: 'locked' })
})

test('a revocation takes the certificate back', async () => {
    const { engine, certificate } = await person(ANNA)
    const revocationCertificate = got(await engine.revocation(certificate.fingerprint))
    const { publicKey } = await openpgp.revokeKey({ key: await openpgp.readKey({ binaryKey: certificate.octets }),
        revocationCertificate, format: 'binary' })
    const facts = got(await engine.certificateOf(new Uint8Array(publicKey)))
    assert.ok(facts.isRevoked && !facts.encrypts)
})

test('what was sealed to an older key is opened by it, and new mail goes to the new one', async () => {
    const [anna, bea] = [await person(ANNA), await person(BEA)]
    const sealed = got(await anna.engine.sealMessage({ outer: OUTER, inner: octetsOf(INNER),
        to: [bea.certificate.octets], isSigned: true }))
    await bea.engine.makeKeys(BEA, '')
    const own = got(await bea.engine.ownKeys())
    assert.deepEqual(own.map(one => one.isCurrent), [true, false])
    assert.equal(own[1]!.certificate.fingerprint, bea.certificate.fingerprint)
    assert.equal((await read(bea.engine, sealed)).state, 'open')
})

test('a message that is sealed and signed', async () => {
    const [anna, bea] = [await person(ANNA), await person(BEA)]
    const raw = got(await anna.engine.sealMessage({ outer: OUTER, inner: octetsOf(INNER),
        to: [bea.certificate.octets, anna.certificate.octets], isSigned: true }))
    const armoured = /-----BEGIN PGP MESSAGE-----[^]*-----END PGP MESSAGE-----/.exec(new TextDecoder().decode(raw))![0]
    const message = await openpgp.readMessage({ armoredMessage: armoured })
    assert.deepEqual(tagsOf(message as openpgp.Message<Uint8Array>), [1, 1, 18])
    assert.equal((message.packets[2] as unknown as { version: number }).version, 1)
    for (const reader of [anna, bea]) {
        const opened = await read(reader.engine, raw, [anna.certificate.octets])
        assert.deepEqual([opened.state, opened.encryption, opened.signature.kind, opened.mayQuote],
            ['open', 'whole', 'good', true])
        assert.equal(opened.headers?.subject, 'caffè')
        assert.match(shownText(opened)!, /Ciao, a domani\./)
    }
    assert.equal((await read(bea.engine, raw)).signature.kind, 'unknownKey')
    assert.equal((await read(bea.engine, raw, [anna.certificate.octets], ['eve@two.example'])).signature.kind,
        'otherSender')
    assert.equal((await read(new Engine(), raw)).why, 'locked')
    assert.equal((await read((await person('zoe@one.example')).engine, raw)).why, 'noKey')
})

test('a message that is signed, and then changed', async () => {
    const [anna, bea] = [await person(ANNA), await person(BEA)]
    const raw = got(await anna.engine.sealMessage({ outer: OUTER, inner: octetsOf(INNER), to: [], isSigned: true }))
    const opened = await read(bea.engine, raw, [anna.certificate.octets])
    assert.deepEqual([opened.state, opened.encryption, opened.signature.kind], ['open', 'none', 'good'])
    const changed = octetsOf(new TextDecoder().decode(raw).replace('a domani', 'a lunedì'))
    assert.equal((await read(bea.engine, changed, [anna.certificate.octets])).signature.kind, 'wrong')
})

test('of a message that was changed anywhere nothing is given out', async () => {
    const [anna, bea] = [await person(ANNA), await person(BEA)]
    const inner = octetsOf(`${INNER}${'x'.repeat(70)}\r\n`.repeat(300))
    const raw = got(await anna.engine.sealMessage({ outer: OUTER, inner, to: [bea.certificate.octets],
        isSigned: false }))
    const text = new TextDecoder().decode(raw)
    const armoured = /-----BEGIN PGP MESSAGE-----[^]*-----END PGP MESSAGE-----/.exec(text)![0]
    const octets = (await openpgp.unarmor(armoured)).data as unknown as Uint8Array
    for (let at = 200; at < octets.length; at += 4096) {
        const changed = new Uint8Array(octets)
        changed[at]! ^= 1
        const message = text.replace(armoured, await openpgp.armor(openpgp.enums.armor.message, changed) as string)
        const opened = await read(bea.engine, octetsOf(message))
        assert.equal(opened.state, 'refused', `octet ${at}`)
        assert.ok(opened.body === undefined && opened.apart.length === 0)
    }
})
