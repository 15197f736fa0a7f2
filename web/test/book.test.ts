import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Attempts } from '../src/base/attempts'
import { ok, fail, type Result } from '../src/base/result'
import { Book, type Keeping } from '../src/contacts/book'
import { contactOf, noPins, offered, type Pins, toBase64 } from '../src/contacts/pins'
import type { CertificateFacts, CertificateOctets } from '../src/openpgp/calls'

const CARLO = 'carlo@elsewhere.test'
/** A certificate for tests: its address and its fingerprint, as text. */
const octets = (address: string, fingerprint: string) => new TextEncoder().encode(`${address} ${fingerprint}`)

async function factsOf(given: CertificateOctets): Promise<Result<CertificateFacts, 'malformed'>> {
    const [address, fingerprint] = new TextDecoder().decode(given).split(' ')
    return fingerprint ? ok({ fingerprint, addresses: [address!], userIds: [], createdAt: 0, encrypts: true, signs: true, isRevoked: false, octets: given }) : fail('malformed')
}

function house(here: [string, string, string][], outside: [string, string, string][] = []) {
    const state = { pins: undefined as Pins | undefined, isOpen: true, asked: [] as string[], refuses: false }
    const keeping: Keeping = {
        read: async () => state.isOpen ? { value: state.pins } : undefined,
        update: async change => state.refuses ? undefined : state.pins = change(state.pins),
    }
    const listed = (all: [string, string, string][], address: string) => ({ certificates: all.filter(([, whose]) => whose === address || whose === '*')
        .map(([source, whose, fingerprint]) => ({ source, certificate: toBase64(octets(whose === '*' ? 'evil@x.test' : whose, fingerprint)) })) })
    const book = new Book(keeping, {
        get: async <T>(path: string) => { state.asked.push(path); return ok(listed(here, decodeURIComponent(path.split('=')[1]!)) as T) },
        post: async <T>(path: string, body: object) => { state.asked.push(path); return ok(listed([...here, ...outside], (body as { address: string }).address) as T) },
    }, factsOf, () => 1_000)
    return { book, state }
}

test('while one types only this server is asked, and others when one sends', async () => {
    const { book, state } = house([], [['wkd', CARLO, 'w']])
    assert.equal((await book.choice(CARLO)).reason, 'none')
    await book.choice(CARLO)
    assert.deepEqual(state.asked, [`/api/openpgp/certificates?address=${encodeURIComponent(CARLO)}`])
    assert.equal((await book.lookUp(CARLO)).reason, 'wkd')
    await book.lookUp(CARLO)
    assert.equal(state.asked.length, 2, 'and once in a while')
})

test('a certificate for another address is not taken, whoever sends it', async () => {
    const { book } = house([['here', '*', 'e']], [['wkd', '*', 'f']])
    assert.equal((await book.lookUp(CARLO)).reason, 'none')
})

test('what was used is pinned, and a server that says another is found out', async () => {
    const { book, state } = house([['here', CARLO, 'a']])
    const first = await book.choice(CARLO)
    assert.equal(first.reason, 'own')
    assert.ok(await book.sentTo([{ address: CARLO, kept: first.kept! }]))
    assert.equal(contactOf(state.pins!, CARLO).pin?.fingerprint, 'a')
    const later = house([['here', CARLO, 'b']])
    later.state.pins = state.pins
    const choice = await later.book.choice(CARLO)
    assert.deepEqual([choice.reason, choice.kept?.fingerprint, choice.offered?.fingerprint], ['changed', 'a', 'b'])
})

test('what others name of each other is a hint: for an answer to all of them, and beside anything else nothing',
    async () => {
    const { book, state } = house([], [['wkd', CARLO, 'w']])
    const field = (address: string, fingerprint: string): [string, string] => ['Autocrypt-Gossip',
        `addr=${address}; keydata=${toBase64(octets(address, fingerprint))}`]
    await book.hear([field(CARLO, 'g'), field('not.there@x.test', 'n'), ['Autocrypt-Gossip',
        `addr=d@x.test; keydata=${toBase64(octets('evil@x.test', 'e'))}`]], [CARLO, 'd@x.test'], 5)
    assert.deepEqual(Object.keys(state.pins!.contacts), [CARLO])
    assert.deepEqual([(await book.choice(CARLO)).reason, (await book.choice(CARLO)).byItself], ['gossip', false])
    assert.deepEqual(book.certificates(CARLO), [], 'it verifies nothing')
    const before = state.pins
    await book.hear([field(CARLO, 'g')], [CARLO], 9)
    assert.equal(state.pins, before, 'what is known is not written again')
    assert.equal((await book.lookUp(CARLO)).reason, 'wkd')
    await book.change(pins => offered(pins, CARLO, { fingerprint: 'w', certificate: toBase64(octets(CARLO, 'w')),
        source: 'wkd', at: 1 }))
    await book.hear([field(CARLO, 'h')], [CARLO], 20)
    assert.deepEqual([contactOf(state.pins!, CARLO).pin?.fingerprint, contactOf(state.pins!, CARLO).offered,
        contactOf(state.pins!, CARLO).autocrypt?.gossip?.fingerprint], ['w', undefined, 'g'])
})

test('without the vault nothing is pinned, and it is said', async () => {
    const { book, state } = house([['here', CARLO, 'a']])
    state.isOpen = false
    assert.equal((await book.choice(CARLO)).reason, 'own')
    assert.equal(await book.change(pins => offered(pins, CARLO, { fingerprint: 'a', certificate: '', source: 'own', at: 1 })), false)
    assert.equal(book.isLoaded, false)
    state.isOpen = true
    book.again()
    state.refuses = true
    assert.equal(await book.change(pins => offered(pins, CARLO, { fingerprint: 'a', certificate: '', source: 'own', at: 1 })), false)
    assert.deepEqual(Object.keys(book.all.contacts), [], 'what was not kept does not count')
})

test('mail that is read teaches, and writes only what is new', async () => {
    const { book, state } = house([])
    const header = `addr=${CARLO}; prefer-encrypt=mutual; keydata=${toBase64(octets(CARLO, 'k'))}`
    const seen = { from: [CARLO], headers: [header], at: 500, isReport: false, isJunk: false }
    await book.learn({ ...seen, headers: [] })
    assert.equal(state.pins, undefined)
    await book.learn(seen)
    assert.equal((await book.choice(CARLO)).reason, 'autocrypt')
    const before = state.pins
    await book.learn({ ...seen, at: 501 })
    assert.equal(state.pins, before)
    assert.deepEqual(book.certificates(CARLO), [octets(CARLO, 'k')])
    await book.change(() => noPins())
    await book.learn({ ...seen, isJunk: true })
    assert.equal(contactOf(state.pins!, CARLO).autocrypt, undefined)
})

test('what is read before the vault is open is learnt by whoever waits for it', async () => {
    const { book, state } = house([])
    const seen = { from: [CARLO], headers: [`addr=${CARLO}; keydata=${toBase64(octets(CARLO, 'a'))}`], at: 500, isReport: false, isJunk: false }
    state.isOpen = false
    const attempts = new Attempts<string>()
    const early = attempts.run('1', () => book.learn(seen))
    const [late, later] = [1, 2].map(() => attempts.run('1', async () => { state.isOpen = true; return book.learn(seen) }))
    assert.deepEqual(await Promise.all([early, late, later]), [false, true, true])
    assert.equal(contactOf(state.pins!, CARLO).autocrypt?.key?.fingerprint, 'a')
    assert.equal(await attempts.run('1', () => assert.fail('it is learnt')), true)
    state.refuses = true
    assert.equal(await book.learn({ ...seen, headers: [seen.headers[0]!.replace(toBase64(octets(CARLO, 'a')), toBase64(octets(CARLO, 'b')))], at: 900 }), false, 'not kept')
})
