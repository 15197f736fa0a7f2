import assert from 'node:assert/strict'
import { test } from 'node:test'
import { displayName, displayNames, formatAddress, inert, parseAddresses } from '../src/text/addresses'
import { longDate, shortDate } from '../src/text/dates'
import { en } from '../src/text/en'
import { it } from '../src/text/it'
import { linkify } from '../src/text/linkify'
import { forwardSubject, quoted, recipients, replySubject, threading, withoutSignature } from '../src/text/quoting'
import { sizeText } from '../src/text/sizes'
import { wordsFor } from '../src/text/words'
import { Random, seeds } from './random'

const NOW = new Date('2026-11-30T12:00:00Z')
const ROME = 'Europe/Rome'

test('dates are as short as tells them', () => {
    const cases = [
        ['2026-11-30T08:05:00Z', /^09:05/, /^09:05$/],
        ['2026-11-29T23:30:00Z', /^12:30|^00:30/, /^00:30$/],
        ['2026-11-29T22:30:00Z', /^Sun$/, /^dom$/],
        ['2026-11-23T12:00:00Z', /Nov/, /nov/],
        ['2026-12-01T12:00:00Z', /Dec/, /dic/],
        ['2024-02-01T12:00:00Z', /2024/, /2024/],
        ['rubbish', /^$/, /^$/],
    ] as const
    for (const [date, english, italian] of cases) {
        assert.match(shortDate(date, NOW, en, ROME), english)
        assert.match(shortDate(date, NOW, it, ROME), italian)
    }
    assert.match(longDate('2026-11-30T08:05:00Z', it, ROME), /lunedì 30 novembre 2026.*09:05/)
    assert.equal(longDate('', en), '')
})

test('sizes', () => {
    const cases = [[0, '0 B'], [999, '999 B'], [1000, '1 kB'], [1550, '1.6 kB'], [9_999, '10 kB'], [999_400, '999 kB'],
        [999_600, '1 MB'], [2_500_000, '2.5 MB'], [5e12, '5,000 GB']] as const
    for (const [octets, text] of cases) assert.equal(sizeText(octets, en), text)
    assert.equal(sizeText(1_500, it), '1,5 kB')
})

test('names of strangers are on one line and hide nothing', () => {
    assert.equal(inert('An\u202ena\r\nBcc: x\u200b'), 'An na Bcc: x')
    assert.equal(displayName({ name: 'Anna', email: 'anna@a.example' }), 'Anna')
    assert.equal(displayName({ name: ' ', email: 'anna@a.example' }), 'anna@a.example')
    assert.equal(displayName({ name: 'boss@bank.example', email: 'x@evil.example' }), 'x@evil.example')
    assert.equal(displayName({ name: 'Anna@A.example', email: 'anna@a.example' }), 'Anna@A.example')
    const five = ['a', 'b', 'c', 'd', 'e'].map(name => ({ name, email: `${name}@a.example` }))
    assert.equal(displayNames(five, en), 'a, b, c, 2 more')
    assert.match(displayNames(five, it), /altri 2$/)
})

test('addresses are written so that they are read again as they were', () => {
    const all = [{ name: 'Anna Bianchi', email: 'anna@a.example' },
        { name: 'Rossi, "Il" Mario\\', email: 'm@a.example' },
        { name: null, email: 'x@a.example' }, { name: 'Zoë <z>', email: 'zoe@a.example' }]
    const read = parseAddresses(all.map(formatAddress).join(', '))
    assert.deepEqual(read, { addresses: all, rest: [] })
    assert.deepEqual(parseAddresses('a@b.example; nonsense\n c@d.example,').rest, ['nonsense'])
    assert.deepEqual(parseAddresses('<a@b.example>').addresses, [{ name: null, email: 'a@b.example' }])
})

test('replies', () => {
    assert.equal(replySubject('RE: Aw: R: Lunch'), 'Re: Lunch')
    assert.equal(replySubject(null), 'Re:')
    assert.equal(forwardSubject('Fwd: I: Lunch'), 'Fwd: Lunch')
    const email = { from: [{ name: 'Anna', email: 'a@a.example' }], sentAt: '2026-11-30T08:05:00Z', receivedAt: '' }
    const text = quoted(email, 'Ciao\r\n> before\r\n\r\nA.\r\n-- \r\nAnna\r\n', it, ROME)
    assert.deepEqual(text.split('\n').slice(1), ['> Ciao', '>> before', '>', '> A.', ''])
    assert.match(text, /^lunedì 30 novembre 2026.* Anna ha scritto:\n/)
    assert.equal(withoutSignature('-- \nall of it'), '')
    assert.equal(withoutSignature('a\n--\nb'), 'a\n--\nb')
})

test('a reply is of its thread', () => {
    const one = { messageId: ['c'], inReplyTo: ['b'], references: ['a', 'b'] }
    assert.deepEqual(threading(one), { inReplyTo: ['c'], references: ['a', 'b', 'c'] })
    assert.deepEqual(threading({ ...one, references: null }).references, ['b', 'c'])
    assert.deepEqual(threading({ messageId: null, inReplyTo: null, references: null }).references, null)
    const long = threading({ ...one, references: Array.from({ length: 90 }, (_, i) => `m${i}`) }).references!
    assert.deepEqual([long.length, long[0], long.at(-1)], [20, 'm0', 'c'])
})

test('replies go to those who are meant', () => {
    const who = (email: string) => ({ name: null, email })
    const [anna, bob, me, list] = [who('anna@a.example'), who('bob@a.example'), who('Me@a.example'),
        who('list@a.example')]
    const email = { from: [anna], to: [me, bob], cc: [anna, bob], replyTo: null }
    const own = ['me@a.example']
    assert.deepEqual(recipients(email, own, false), { to: [anna], cc: [] })
    assert.deepEqual(recipients(email, own, true), { to: [anna], cc: [bob] })
    assert.deepEqual(recipients({ ...email, replyTo: [list] }, own, true), { to: [list], cc: [bob, anna] })
    assert.deepEqual(recipients({ ...email, from: [me], to: [bob], cc: [anna] }, own, true), { to: [bob], cc: [anna] })
    assert.deepEqual(recipients({ from: [me], to: [me], cc: null, replyTo: null }, own, false), { to: [me], cc: [] })
})

test('links', () => {
    const cases: [string, string[]][] = [
        ['see https://a.example/x?y=1.', ['https://a.example/x?y=1']],
        ['(www.a.example/b_(c))', ['https://www.a.example/b_(c)']],
        ['write to anna@a.example, please', ['mailto:anna@a.example']],
        ['mailto:anna@a.example', ['mailto:anna@a.example']],
        ['javascript:alert(1) data:text/html,x file:///etc', []],
        ['https://bank.example@evil.example/', []],
        ['<https://a.example>', ['https://a.example/']],
        ['https://', []],
        [`https://a.example/${'x'.repeat(3_000)}`, []],
    ]
    for (const [text, hrefs] of cases) {
        const pieces = linkify(text)
        assert.deepEqual(pieces.flatMap(one => one.href ?? []), hrefs, text)
    }
})

test('where a link leads is said where its text is written otherwise', () => {
    const cases: [string, string | undefined][] = [
        ['https://a.example/x', undefined], ['www.a.example', undefined], ['HTTPS://A.Example:8443/x', undefined],
            ['https://a.example?x', undefined],
        ['anna@a.example', undefined], ['mailto:anna@a.example', undefined],
        ['https://b\u0430nk.example/', 'xn--bnk-6cd.example'], ['https://3232235521/', '192.168.0.1'],
            ['https://a%2Eexample.test/', 'a.example.test'],
        ['https://a.example\\@b.example', 'a.example'], ['https://evil.example/moc.knab//:sptth', undefined],
    ]
    for (const [text, host] of cases) assert.equal(linkify(text)[0]!.host, host, text)
})

for (const seed of seeds()) {
    test(`pieces are the text, and links lead nowhere else: seed ${seed}`, () => {
        const random = new Random(seed)
        const parts = ['https://', 'a.example', '@', 'www.', 'mailto:', '(', ')', '.', ' ', '\n', '<', 'javascript:',
            'é', '/x', '"']
        for (let round = 0; round < 300; round++) {
            const text = Array.from({ length: random.below(20) }, () => random.pick(parts)).join('')
            const pieces = linkify(text)
            assert.equal(pieces.map(one => one.text).join(''), text)
            for (const { href } of pieces) if (href) assert.match(href, /^(https?:\/\/|mailto:)/)
        }
    })
}

test('long text without end is cut in little time', () => {
    for (const part of ['a@', 'a.', 'www.', '((((', 'a@a.', 'https://']) {
        const started = process.cpuUsage().user
        linkify(part.repeat(50_000))
        assert(process.cpuUsage().user - started < 2_000_000, part)
    }
})

test('languages', async () => {
    assert.equal((await wordsFor(['de-DE', 'it-IT', 'en'])).language, 'it')
    assert.equal((await wordsFor(['de'])).language, 'en')
    assert.equal(it.told.archived(1), '1 messaggio archiviato.')
    assert.equal(en.told.archived(2), '2 messages archived.')
})
