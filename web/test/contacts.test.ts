import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GOSSIP_MAX, gossiped, gossipOf, headerOf, heard, learnt, noted, parseHeader } from '../src/contacts/autocrypt'
import { type Choice, choose, type Found } from '../src/contacts/choice'
import { copies, isLeaking, lockOf, type Recipient } from '../src/contacts/lock'
import { fingerprintIn, grouped, qrText, safetyNumber } from '../src/contacts/numbers'
import { accepted, brought, CERTIFICATE_CHARACTERS_MAX, type Contact, CONTACTS_MAX, contactOf, forgotten, type Kept,
    noPins, offered, type Pins, PINS_CHARACTERS_MAX, pinsOf, refused, verified, withContact } from '../src/contacts/pins'

const ADDRESS = 'carlo@elsewhere.test'
const DAY = 86_400_000
const kept = (fingerprint: string, source: Kept['source'] = 'wkd', at = 1): Kept => ({ fingerprint, certificate: `c-${fingerprint}`, source, at })
const fit = (...fingerprints: string[]) => new Map(fingerprints.map(one => [one, { encrypts: true }]))
const reasonOf = (contact: Contact, found: Found, ...good: string[]) => {
    const { reason, kept: chosen, byItself } = choose(contact, found, fit(...good))
    return [reason, chosen?.fingerprint, byItself]
}

test('what is pinned is never exchanged by what was seen', () => {
    let pins = offered(noPins(), ADDRESS, kept('a'))
    assert.equal(contactOf(pins, 'Carlo@Elsewhere.test').pin?.fingerprint, 'a')
    pins = offered(pins, ADDRESS, kept('b', 'autocrypt', 2))
    assert.equal(contactOf(pins, ADDRESS).pin?.fingerprint, 'a')
    assert.equal(contactOf(pins, ADDRESS).offered?.fingerprint, 'b')
    assert.deepEqual(reasonOf(contactOf(pins, ADDRESS), {}, 'a', 'b'), ['changed', 'a', true])
    assert.deepEqual(reasonOf(contactOf(pins, ADDRESS), {}, 'b'), ['changed', undefined, false],
        'not even where the old one is over')
    const no = refused(pins, ADDRESS)
    assert.deepEqual(reasonOf(contactOf(no, ADDRESS), {}, 'a', 'b'), ['wkd', 'a', true])
    assert.equal(contactOf(offered(no, ADDRESS, kept('b')), ADDRESS).offered, undefined, 'it does not come again')
    const yes = accepted(pins, ADDRESS, 5)
    assert.deepEqual([contactOf(yes, ADDRESS).pin?.fingerprint, contactOf(yes, ADDRESS).offered], ['b', undefined])
    assert.equal(contactOf(accepted(no, ADDRESS, 5), ADDRESS).pin?.fingerprint, 'a',
        'nothing is accepted that does not wait')
    // this server and the other's domain say another: seen at once
    for (const found of [{ own: kept('x') }, { wkd: kept('x') }]) assert.equal(choose(contactOf(no, ADDRESS), found, fit('a', 'x')).reason, 'changed')
    assert.equal(choose(contactOf(no, ADDRESS), { own: kept('b') }, fit('a', 'b')).reason, 'wkd',
        'what was refused changes nothing')
})

test('the same key with later signatures is taken up, and stays verified', () => {
    let pins = verified(offered(noPins(), ADDRESS, kept('a')), ADDRESS, 'a', 7)
    pins = offered(pins, ADDRESS, { ...kept('a', 'wkd', 9), certificate: 'later' })
    assert.deepEqual(contactOf(pins, ADDRESS).pin, { ...kept('a'), certificate: 'later', verifiedAt: 7 })
    assert.equal(contactOf(verified(pins, ADDRESS, 'other', 8), ADDRESS).pin?.verifiedAt, 7)
    assert.equal(contactOf(brought(pins, ADDRESS, kept('z', 'file')), ADDRESS).pin?.verifiedAt, undefined,
        'what is brought was not compared')
    assert.deepEqual(Object.keys(forgotten(pins, ADDRESS).contacts), [])
})

test('which one counts, and why', () => {
    const mutual = { lastSeen: 10, at: 10, key: kept('ac', 'autocrypt'), prefersEncryption: true }
    assert.deepEqual(reasonOf({}, {}), ['none', undefined, false])
    assert.deepEqual(reasonOf({ autocrypt: mutual }, { own: kept('o'), wkd: kept('w') }, 'o', 'ac', 'w'),
        ['own', 'o', true])
    assert.deepEqual(reasonOf({ autocrypt: mutual }, { wkd: kept('w') }, 'ac', 'w'), ['autocrypt', 'ac', true])
    assert.deepEqual(reasonOf({ autocrypt: { ...mutual, prefersEncryption: false } }, {}, 'ac'),
        ['available', 'ac', false])
    assert.deepEqual(reasonOf({ autocrypt: { ...mutual, lastSeen: 10 + 36 * DAY } }, {}, 'ac'), ['stale', 'ac', false])
    assert.deepEqual(reasonOf({ autocrypt: { lastSeen: 0, gossip: kept('g') } }, {}, 'g'), ['gossip', 'g', false])
    assert.deepEqual(reasonOf({}, { wkd: kept('w'), keyserver: kept('k') }, 'w', 'k'), ['wkd', 'w', true])
    assert.deepEqual(reasonOf({}, { wkd: kept('w'), keyserver: kept('k') }, 'k'), ['keyserver', 'k', true])
    assert.deepEqual(reasonOf({}, { wkd: kept('w') }), ['unfit', undefined, false])
    assert.deepEqual(reasonOf({ pin: { ...kept('p'), verifiedAt: 1 } }, {}, 'p'), ['verified', 'p', true])
    assert.deepEqual(reasonOf({ pin: kept('p', 'autocrypt') }, {}, 'p'), ['pinned', 'p', true])
    assert.deepEqual(reasonOf({ pin: kept('p') }, {}), ['unfit', undefined, false])
})

test('Autocrypt header fields', () => {
    const field = headerOf(ADDRESS, new Uint8Array(300).fill(7), true)!
    assert.ok(field.split('\r\n').every(line => line.length <= 100))
    const value = field.slice('Autocrypt: '.length).replace(/\r\n(?= )/g, '').trim()
    assert.deepEqual(parseHeader(value), { address: ADDRESS, prefersEncryption: true,
        octets: new Uint8Array(300).fill(7) })
    assert.equal(parseHeader(`addr=${ADDRESS}; _later=1; keydata=AAAA`)?.prefersEncryption, false)
    for (const bad of ['', 'addr=x; keydata=AAAA', `addr=${ADDRESS}`, `addr=${ADDRESS}; keydata=!`, `addr=${ADDRESS}; critical=1; keydata=AAAA`, `addr=${ADDRESS}; addr=${ADDRESS}; keydata=AAAA`,
        `addr=${ADDRESS}; x; keydata=AAAA`, `addr=${ADDRESS}; keydata=${'A'.repeat(15_000)}`]) assert.equal(parseHeader(bad), undefined, bad.slice(0, 60))
    assert.equal(headerOf(ADDRESS, new Uint8Array(20_000), true), undefined)
})

test('what is learnt of mail', () => {
    const seen = { from: [ADDRESS], headers: [`addr=${ADDRESS}; keydata=AAAA`], at: 5, isReport: false, isJunk: false }
    assert.ok(noted(seen)?.header)
    assert.equal(noted({ ...seen, headers: [...seen.headers, ...seen.headers] })?.header, undefined,
        'two of them are none')
    assert.equal(noted({ ...seen, headers: ['addr=other@elsewhere.test; keydata=AAAA'] })?.header, undefined)
    assert.ok(noted({ ...seen, headers: ['addr=other@elsewhere.test; keydata=AAAA', ...seen.headers] })?.header)
    for (const no of [{ from: [ADDRESS, 'b@c.test'] }, { isReport: true }, { isJunk: true }]) assert.equal(noted({ ...seen, ...no }), undefined)
    let pins = learnt(noPins(), ADDRESS, 10, kept('a', 'autocrypt'), true)
    assert.deepEqual(contactOf(pins, ADDRESS).pin, undefined, 'reading pins nothing')
    assert.equal(contactOf(learnt(pins, ADDRESS, 9, kept('old'), false), ADDRESS).autocrypt?.key?.fingerprint, 'a',
        'older mail changes nothing')
    pins = learnt(pins, ADDRESS, 20, undefined, false)
    assert.deepEqual([contactOf(pins, ADDRESS).autocrypt?.lastSeen, contactOf(pins, ADDRESS).autocrypt?.at], [20, 10])
    assert.equal(contactOf(learnt(noPins(), ADDRESS, 20, undefined, false), ADDRESS).autocrypt, undefined,
        'of who has no key nothing is kept')
    const pinned = learnt(offered(pins, ADDRESS, kept('a')), ADDRESS, 30, kept('b', 'autocrypt'), true)
    assert.deepEqual([contactOf(pinned, ADDRESS).pin?.fingerprint, contactOf(pinned, ADDRESS).offered?.fingerprint], ['a', 'b'])
    assert.equal(contactOf(gossiped(pins, ADDRESS, kept('g')), ADDRESS).autocrypt?.gossip, undefined)
    const hint = gossiped(noPins(), ADDRESS, kept('g', 'gossip', 5))
    assert.equal(contactOf(hint, ADDRESS).autocrypt?.gossip?.fingerprint, 'g')
    assert.equal(contactOf(gossiped(hint, ADDRESS, kept('older', 'gossip', 4)), ADDRESS)
        .autocrypt?.gossip?.fingerprint, 'g')
    assert.equal(contactOf(gossiped(hint, ADDRESS, kept('newer', 'gossip', 6)), ADDRESS)
        .autocrypt?.gossip?.fingerprint, 'newer')
    const pinnedOne = offered(noPins(), ADDRESS, kept('a'))
    assert.equal(gossiped(pinnedOne, ADDRESS, kept('g')), pinnedOne, 'what is pinned hears nothing of it')
    assert.equal(contactOf(learnt(hint, ADDRESS, 7, kept('b', 'autocrypt'), true), ADDRESS)
        .autocrypt?.key?.fingerprint, 'b')
})

test('what others say of those who got a message too', () => {
    const field = (address: string) => gossipOf(address, new Uint8Array(300).fill(7))!
    const value = (address: string): [string, string] => ['AUTOCRYPT-GOSSIP', field(address)
        .slice('Autocrypt-Gossip: '.length).replace(/\r\n(?= )/g, '').trim()]
    assert.match(field(ADDRESS), /^Autocrypt-Gossip: addr=carlo@elsewhere\.test; keydata=\r\n [A-Za-z0-9+/]{76}\r\n /)
    assert.ok(!field(ADDRESS).includes('prefer'), 'that is his to say')
    const to = [ADDRESS, 'D@elsewhere.test']
    assert.deepEqual(heard([['Subject', 'x'], value(ADDRESS), value('d@elsewhere.test'), value('bcc@elsewhere.test')],
        to).map(one => [one.address, one.octets.length]),
        [[ADDRESS, 300], ['d@elsewhere.test', 300]], 'of nobody else')
    assert.deepEqual(heard([value(ADDRESS), value(ADDRESS)], to), [], 'of two nobody knows which')
    assert.deepEqual(heard([['Autocrypt-Gossip', 'addr=carlo@elsewhere.test; keydata=??'], ['Autocrypt',
        value(ADDRESS)[1]]], to), [])
    assert.equal(heard(Array.from({ length: 200 }, (_, i) => value(`a${i}@x.test`)), Array.from({ length: 200 },
        (_, i) => `a${i}@x.test`)).length, GOSSIP_MAX)
    assert.equal(gossipOf(ADDRESS, new Uint8Array(12_000)), undefined, 'too large')
})

test('the blob is read whatever is in it, and does not grow without end', () => {
    for (const bad of [undefined, null, 7, [], { version: 2, contacts: { [ADDRESS]: {} } }, { version: 1, contacts: 7 }]) assert.deepEqual(Object.keys(pinsOf(bad).contacts), [])
    const strange = pinsOf(JSON.parse('{"version":1,"contacts":{"__proto__":{"pin":1},"a@b.c":{"pin":{}},"no":{}}}'))
    assert.deepEqual(Object.keys(strange.contacts), ['a@b.c'])
    assert.deepEqual(contactOf(strange, 'constructor'), {})
    let pins: Pins = offered(noPins(), ADDRESS, kept('a'))
    for (let i = 0; i < CONTACTS_MAX + 5; i++) pins = withContact(pins, `a${i}@b.test`, () => ({ autocrypt: { lastSeen: i } }))
    assert.equal(Object.keys(pins.contacts).length, CONTACTS_MAX)
    assert.ok(contactOf(pins, ADDRESS).pin, 'what is pinned stays')
    assert.equal(contactOf(pins, 'a0@b.test').autocrypt, undefined)
})

test('what others say never fills the blob: it goes first, and what is pinned is kept', () => {
    const large = (i: number, source: Kept['source']): Kept => ({ fingerprint: `f${i}`, source, at: i,
        certificate: 'A'.repeat(CERTIFICATE_CHARACTERS_MAX) })
    let pins = offered(noPins(), ADDRESS, large(1, 'wkd'))
    pins = learnt(pins, 'read@b.test', 5, kept('r', 'autocrypt'), true)
    pins = gossiped(pins, 'known@b.test', large(0, 'gossip'))
    const said = (one: Pins) => JSON.stringify(one).length
    for (let i = 1; i <= 200; i++) {
        pins = gossiped(pins, `a${i}@b.test`, large(i, 'gossip'))
        if (i % 50 === 0) assert.ok(said(pins) <= PINS_CHARACTERS_MAX + 100, `${i}`)
    }
    assert.equal(contactOf(pins, ADDRESS).pin?.fingerprint, 'f1')
    assert.equal(contactOf(pins, 'read@b.test').autocrypt?.key?.fingerprint, 'r')
    assert.deepEqual([contactOf(pins, 'known@b.test'), contactOf(pins, 'a1@b.test')], [{}, {}], 'the oldest goes')
    assert.equal(contactOf(pins, 'a200@b.test').autocrypt?.gossip?.fingerprint, 'f200')
    assert.ok(said(pins) > 0.9 * PINS_CHARACTERS_MAX, 'and no more than must')
    // more than that of what was used: the longest unused
    for (let i = 1; i <= 200; i++) pins = withContact(offered(pins, `p${i}@b.test`, large(i, 'wkd')), `p${i}@b.test`,
        one => ({ ...one, usedAt: i }))
    assert.ok(said(pins) <= PINS_CHARACTERS_MAX + 100)
    assert.equal(contactOf(pins, 'p200@b.test').pin?.fingerprint, 'f200')
    assert.deepEqual([contactOf(pins, 'a200@b.test'), contactOf(pins, 'p1@b.test')], [{}, {}])
    const contacts = Object.fromEntries(Array.from({ length: 170 }, (_, i) => [`a${i}@b.test`,
        { autocrypt: { lastSeen: 0, gossip: large(i, 'gossip') } }]))
    const before = pinsOf(JSON.parse(JSON.stringify({ version: 1, contacts })))
    assert.ok(said(brought(before, ADDRESS, large(7, 'file'))) <= PINS_CHARACTERS_MAX + 100, 'what was too long before')
})

const CASES: Record<string, Choice> = { yes: { reason: 'wkd', kept: kept('y'), byItself: true },
    may: { reason: 'available', kept: kept('m'), byItself: false },
    gossip: { reason: 'gossip', kept: kept('g'), byItself: false }, no: { reason: 'none', byItself: false } }
const people = (...names: string[]): Recipient[] => names.map((one, i) => ({ address: `${i}@x.test`, isBcc: one.endsWith('!'), choice: CASES[one.replace('!', '')]! }))
const ALL: ReadonlySet<string> = new Set(Array.from({ length: 9 }, (_, i) => `${i}@x.test`))
const locked = (names: string[], wanted: 'auto' | 'on' | 'off' = 'auto', isAnswerToEncrypted = false,
    hasOwnKeys = true, answered = ALL) => {
    const { state, why, encrypted, others } = lockOf({ recipients: people(...names), wanted, hasOwnKeys,
        isAnswerToEncrypted, answered })
    return [state, why, encrypted.length, others.length]
}

test('the lock is right by itself', () => {
    assert.deepEqual(locked([]), ['open', 'noRecipients', 0, 0])
    assert.deepEqual(locked(['yes', 'yes']), ['closed', undefined, 2, 0])
    assert.deepEqual(locked(['yes', 'may']), ['open', 'some', 0, 2])
    assert.deepEqual(locked(['yes', 'may'], 'on'), ['closed', undefined, 2, 0])
    assert.deepEqual(locked(['yes', 'may'], 'auto', true), ['closed', undefined, 2, 0],
        'what was encrypted is answered so')
    assert.deepEqual(locked(['yes', 'no']), ['open', 'some', 0, 2])
    assert.deepEqual(locked(['yes', 'no'], 'on'), ['half', undefined, 1, 1])
    assert.deepEqual(locked(['gossip'], 'on'), ['open', 'none', 0, 1], 'a hint encrypts nothing')
    assert.deepEqual(locked(['gossip', 'yes'], 'auto', true), ['closed', undefined, 2, 0],
        'but the answer to all whom a message was encrypted to')
    assert.deepEqual(locked(['yes', 'gossip'], 'auto', true, true, new Set(['0@x.test'])), ['half', undefined, 1, 1],
        'and to nobody who is added')
    assert.deepEqual(locked(['yes', 'gossip'], 'auto', true, true, new Set()), ['half', undefined, 1, 1],
        'nor to whom it is sent on')
    assert.deepEqual(locked(['gossip'], 'auto', true, true, new Set()), ['open', 'none', 0, 1])
    assert.deepEqual(locked(['gossip'], 'auto', false), ['open', 'none', 0, 1], 'nor without such an answer')
    assert.deepEqual(locked(['yes'], 'off'), ['open', 'off', 0, 1])
    assert.deepEqual(locked(['yes'], 'auto', false, false), ['open', 'noOwnKeys', 0, 1])
    const half = lockOf({ recipients: people('yes', 'no'), wanted: 'on', hasOwnKeys: true, isAnswerToEncrypted: true,
        answered: ALL })
    assert.deepEqual([undefined, 'plain', 'password', 'leave'].map(one => isLeaking(half, true, one as 'plain')),
        [true, true, false, false])
    const open = lockOf({ recipients: people('no'), wanted: 'auto', hasOwnKeys: true, isAnswerToEncrypted: true,
        answered: ALL })
    assert.ok(isLeaking(open, true, 'plain') && !isLeaking(open, false, 'plain') && !isLeaking(open, true, 'password'))
})

test('who is in Bcc has a message of his own', () => {
    const lock = lockOf({ recipients: people('yes', 'yes', 'yes!', 'yes!', 'no', 'no!'), wanted: 'on',
        hasOwnKeys: true, isAnswerToEncrypted: false,
        answered: ALL })
    const made = copies(lock, 'plain')
    assert.deepEqual(made.map(one => [one.kind, one.to.length, one.encryptedTo.map(it => it.address)]),
        [['encrypted', 2, ['0@x.test', '1@x.test']], ['encrypted', 1, ['2@x.test']],
        ['encrypted', 1, ['3@x.test']], ['plain', 2, []]])
    assert.deepEqual(copies(lock, 'leave').map(one => one.kind), ['encrypted', 'encrypted', 'encrypted'])
    const alone = lockOf({ recipients: people('yes!'), wanted: 'auto', hasOwnKeys: true, isAnswerToEncrypted: false,
        answered: ALL })
    assert.deepEqual(copies(alone, 'plain').map(one => one.to), [['0@x.test']])
})

test('numbers are the same on both sides, and others for another key', async () => {
    const anna = { address: 'Anna@home.example', fingerprint: 'AB'.repeat(20) }
    const carlo = { address: ADDRESS, fingerprint: 'cd'.repeat(20) }
    const number = await safetyNumber(anna, carlo)
    assert.deepEqual(await safetyNumber({ ...carlo, fingerprint: carlo.fingerprint.toUpperCase() }, { ...anna, address: 'anna@home.example' }), number)
    assert.ok(number.length === 12 && number.every(one => /^[0-9]{5}$/.test(one)))
    assert.notDeepEqual(await safetyNumber(anna, { ...carlo, fingerprint: 'ce'.repeat(20) }), number)
    assert.equal(fingerprintIn(qrText(anna.fingerprint)), 'ab'.repeat(20))
    assert.equal(fingerprintIn(grouped(carlo.fingerprint)), carlo.fingerprint)
    for (const bad of ['', 'OPENPGP4FPR:', 'ab'.repeat(19), 'https://x.test/']) assert.equal(fingerprintIn(bad), undefined)
})
