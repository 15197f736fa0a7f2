import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Parameters } from '../src/stretch/stretch'
import { Guest } from '../src/protected/guest'
import { base64, makeAnswerKey, octetsOf, openAnswer, openMessage, random, sealAnswer, sealMessage } from '../src/protected/sealed'
import { freshLink, keysOf, linkText, nameOf, parseLink, suggestedPassword } from '../src/protected/secret'
import { Random } from './random'

const INNER = { subject: 'Perché no?', from: 'anna@home.example', to: 'carlo@elsewhere.test',
    date: '2026-11-30T12:00:00Z', text: 'The key is under the mat.\n' }

/** Cheap, and another for each password and salt, as the true one. */
async function stretch(password: string, { salt }: Parameters) {
    const part = async (label: string) => base64(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${label} ${salt} ${password}`))))
    return { sent: { authenticating: await part('a'), opening: await part('o') }, kept: new Uint8Array(32) }
}

const file = (name: string, size: number) => ({ name, type: 'image/png', octets: new Uint8Array(size).fill(7) })

test('what was sealed opens with the same password and link, and nothing else', async () => {
    const link = freshLink()
    const keys = (await keysOf('a password', link, stretch))!
    for (const sizes of [[], [0], [65_536], [1, 65_535, 65_537, 300_000]]) {
        const files = sizes.map((size, i) => file(`f${i}`, size))
        const sealed = await sealMessage(keys.kek, link.id, INNER, files)
        const opened = await openMessage(keys.kek, link.id, sealed)
        assert.ok(opened.ok)
        assert.deepEqual({ ...opened.value.inner, files: undefined }, { ...INNER, files: undefined })
        assert.deepEqual(opened.value.files, files)
        const others = [await keysOf('another', link, stretch),
            await keysOf('a password', { ...link, fragment: random(16) }, stretch),
            await keysOf('a password', { ...link, id: random(16) }, stretch)]
        for (const other of others) {
            assert.notDeepEqual(other!.authenticator, keys.authenticator)
            assert.equal((await openMessage(other!.kek, link.id, sealed)).ok, false)
        }
        assert.equal((await openMessage(keys.kek, random(16), sealed)).ok, false, 'it is of this link')
    }
})

test('no piece can be changed, cut off, left out, doubled or moved', async () => {
    const kek = random(32)
    const id = random(16)
    const sealed = await sealMessage(kek, id, INNER, [file('f', 200_000)])
    const body = 4 + 12 + 48
    const step = 65_552
    const piece = (i: number) => sealed.slice(body + i * step, body + (i + 1) * step)
    const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat([sealed.slice(0, body), ...parts]))
    assert.ok((await openMessage(kek, id, joined(piece(0), piece(1), piece(2), piece(3)))).ok)
    const bad = [joined(piece(0), piece(1), piece(2)), joined(piece(1), piece(0), piece(2), piece(3)),
        joined(piece(0), piece(1), piece(1), piece(2), piece(3)),
        joined(piece(0), piece(2), piece(3)), joined(), sealed.slice(0, 20), new Uint8Array(),
            joined(piece(0), piece(1), piece(2), piece(3), piece(3))]
    for (const one of bad) assert.equal((await openMessage(kek, id, one)).ok, false)
    const numbers = new Random(7)
    for (let i = 0; i < 60; i++) {
        const bent = sealed.slice()
        const at = i < 8 ? i * 9 : numbers.below(bent.length)
        bent[at]! ^= 1 << (i % 8)
        assert.equal((await openMessage(kek, id, bent)).ok, false, `bent at ${at}`)
    }
})

test('an answer opens with the key of the sender\'s copy alone', async () => {
    const kek = random(32)
    const id = random(16)
    const messageKey = random(32)
    const { publicKey, answerKey } = await makeAnswerKey(messageKey)
    const sealed = await sealMessage(kek, id, { ...INNER, replyKey: publicKey }, [], messageKey)
    const opened = await openMessage(kek, id, sealed)
    assert.ok(opened.ok)
    const answer = (await sealAnswer(opened.value, { text: 'Yes.', date: INNER.date }, [file('x', 70_000)]))!
    const read = await openAnswer(answerKey, answer)
    assert.ok(read.ok)
    assert.equal(read.value.answer.text, 'Yes.')
    assert.equal(read.value.files[0]!.octets.length, 70_000)
    // neither secret alone is enough
    const other = await makeAnswerKey(messageKey)
    assert.equal((await openAnswer(other.answerKey, answer)).ok, false)
    const own = octetsOf(answerKey)!
    own[0]! ^= 1
    assert.equal((await openAnswer(base64(own), answer)).ok, false)
    for (const bad of [answer.slice(0, 69), new Uint8Array(), answer.slice(0, -1)]) assert.equal((await openAnswer(answerKey, bad)).ok, false)
    assert.equal((await openAnswer('no key', answer)).ok, false)
})

test('links', async () => {
    const link = freshLink()
    const text = linkText('https://mail.home.example', link)
    assert.match(text, /^https:\/\/mail\.home\.example\/protected#[A-Za-z0-9_-]{43}$/)
    assert.deepEqual(parseLink(text.slice(text.indexOf('#') + 1)), link)
    for (const bad of ['', 'x', text, `${text.slice(-43)}=`, text.slice(-42)]) assert.equal(parseLink(bad), undefined)
    assert.match(await nameOf(link), /^[0-9a-f]{64}$/)
    assert.match(suggestedPassword(), /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    assert.notEqual(suggestedPassword(), suggestedPassword())
})

test('neither password nor what is behind the id is in any request', async () => {
    const link = freshLink()
    const keys = (await keysOf('a password', link, stretch))!
    const messageKey = random(32)
    const { publicKey } = await makeAnswerKey(messageKey)
    const sealed = await sealMessage(keys.kek, link.id, { ...INNER, replyKey: publicKey }, [], messageKey)
    const asked: { url: string, init: RequestInit }[] = []
    const answers: [number, unknown][] = [[200, { from: 'a' }], [403, { error: 'wrong', tries: 9 }], [200, sealed],
        [200, {}], [404, { error: 'gone' }], [500, { error: 'toString' }]]
    const guest = new Guest(link, stretch, async (url, init) => {
        asked.push({ url, init })
        const [status, body] = answers.shift()!
        return new Response(body instanceof Uint8Array ? body as Uint8Array<ArrayBuffer> : JSON.stringify(body), { status })
    })
    assert.ok((await guest.look()).ok)
    assert.deepEqual(await guest.open('wrong'), { ok: false, error: { kind: 'wrong', tries: 9 } })
    const opened = await guest.open('a password')
    assert.ok(opened.ok)
    assert.ok((await guest.answer(opened.value, 'Yes.', [])).ok)
    assert.deepEqual(await guest.open('a password'), { ok: false, error: { kind: 'gone' } })
    assert.deepEqual(await guest.open('a password'), { ok: false, error: { kind: 'broken' } })
    for (const { url, init } of asked) {
        const said = `${url} ${Buffer.from(init.body as Uint8Array).toString('latin1')}`
        for (const secret of [Buffer.from(link.fragment).toString('latin1'), 'a password', Buffer.from(keys.kek).toString('latin1'), 'Yes.']) assert.ok(!said.includes(secret))
        assert.equal(init.credentials, 'omit')
    }
})
