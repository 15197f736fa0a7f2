import assert from 'node:assert/strict'
import { test } from 'node:test'
import PostalMime from 'postal-mime'
import { emptyDraft } from '../src/compose/draft'
import { field, innerEntity, octetsOf, outerFields, quotedPrintable, unstructured } from '../src/compose/mime'
import type { Leaving } from '../src/html/leaving'
import type { Identity } from '../src/jmap/types'

const IDENTITY = { id: 'i', name: 'Anna "A" Neri', email: 'anna@home.example', replyTo: null, textSignature: '', htmlSignature: '' } as unknown as Identity
const DRAFT = { ...emptyDraft('i'), to: [{ name: 'Perché', email: 'carlo@elsewhere.test' }, { name: null, email: 'd@elsewhere.test' }], bcc: [{ name: null, email: 'secret@elsewhere.test' }],
    subject: 'Città è più 🗝', text: 'Ciao =\u00e8\ntrailing \n.\nFrom here', inReplyTo: ['a@b'],
        references: ['x@y', 'a@b'] }
const FIELDS = { messageId: 'm@home.example', date: new Date(Date.UTC(2026, 10, 30, 12)) }
const text = (octets: Uint8Array) => new TextDecoder().decode(octets)

test('a message as the browser writes it is read as it was meant', async () => {
    const octets = new Uint8Array(200_000).map((_, i) => i * 7)
    const files = [{ name: 'piano "due".pdf', type: 'application/pdf', octets },
        { name: 'città.txt', type: 'multipart/evil', octets: octetsOf('x') }]
    const inner = innerEntity(DRAFT, IDENTITY, files, { ...FIELDS, extra: [['Bcc', 'secret@elsewhere.test']] }, true)
    assert.ok(text(inner).split('\r\n').every(line => line.length <= 998) && !/[^\r]\n/.test(text(inner)))
    const read = await PostalMime.parse(inner)
    assert.equal(read.subject, DRAFT.subject)
    assert.deepEqual(read.from, { name: 'Anna "A" Neri', address: 'anna@home.example' })
    assert.deepEqual(read.to?.map(one => [one.name, one.address]),
        [['Perché', 'carlo@elsewhere.test'], ['', 'd@elsewhere.test']])
    assert.equal(read.text?.trimEnd(), 'Ciao =\u00e8\ntrailing \n.\nFrom here')
    assert.deepEqual(read.attachments.map(one => one.filename), ['piano _due_.pdf', 'città.txt'])
    assert.deepEqual(new Uint8Array(read.attachments[0]!.content as ArrayBuffer), octets)
    const header = text(inner.slice(0, 2_000))
    assert.match(header, /hp="cipher"; protected-headers="v1"/)
    assert.match(header, /HP-Outer: Subject: \[\.\.\.\]\r\n/)
    assert.ok(header.includes('Bcc: secret@elsewhere.test'), 'in one\'s own copy')
    const rich = await PostalMime.parse(innerEntity({ ...DRAFT, html: '<p>Ciao<img src="cid:p@inline"></p>' as Leaving }, IDENTITY, [{ name: 'p.png', type: 'image/png', octets: octetsOf('p'), cid: 'p@inline' }], FIELDS, false))
    assert.ok(rich.html?.includes('Ciao') && rich.text?.includes('Ciao'))
    assert.equal(rich.attachments[0]!.related, true)
})

test('a receipt that is asked for is asked for where it is signed or encrypted too', () => {
    const asked = { ...DRAFT, wantsReceipt: true }
    const field = 'Disposition-Notification-To: anna@home.example\r\n'
    assert.ok(outerFields(asked, IDENTITY, FIELDS, '').includes(`\r\n${field}`))
    const inner = text(innerEntity(asked, IDENTITY, [], FIELDS, true))
    assert.ok(inner.includes(`\r\n${field}`) && inner.includes(`HP-Outer: ${field}`))
    assert.ok(!text(innerEntity(DRAFT, IDENTITY, [], FIELDS, true)).includes('Disposition'))
})

test('what others get to know of each other is inside, and nowhere else', () => {
    const folded = 'Autocrypt-Gossip: addr=d@elsewhere.test; keydata=\r\n xjMEaw\r\n'
    const inner = text(innerEntity(DRAFT, IDENTITY, [], { ...FIELDS, folded }, true))
    assert.ok(inner.includes(`\r\n${folded}HP-Outer: From: `), inner)
    assert.ok(!/HP-Outer: Autocrypt-Gossip/i.test(inner) && !outerFields(DRAFT, IDENTITY, { ...FIELDS, folded }, '')
        .includes('Gossip'))
})

test('what all see has no subject and no Bcc, and no value begins a field', () => {
    const outer = outerFields({ ...DRAFT, to: [{ name: 'X\r\nBcc: evil@x.test', email: 'c@d.test>\r\nX: y' }] },
        IDENTITY, FIELDS, '')
    assert.ok(!outer.includes('secret@') && !outer.includes('Citt'))
    assert.match(outer, /\r\nSubject: \[\.\.\.\]\r\n/)
    assert.ok(!/^(?:Bcc|X):/m.test(outer), outer)
    assert.match(outer, /^Date: Mon, 30 Nov 2026 12:00:00 \+0000\r$/m)
})

test('lines are not too long, and nothing is lost', async () => {
    const long = 'word '.repeat(60).trim()
    assert.ok(field('Subject', unstructured(long)).split('\r\n').every(line => line.length <= 78))
    for (const subject of [long, 'x'.repeat(1500), 'two  blanks', ' before', '=?utf-8?q?no?=', 'è'.repeat(300), '']) {
        const read = await PostalMime.parse(innerEntity({ ...DRAFT, subject }, IDENTITY, [], FIELDS, true))
        assert.equal(read.subject ?? '', subject)
    }
    assert.ok(quotedPrintable(`${'è'.repeat(100)}\n${'a'.repeat(300)} `).split('\r\n').every(line => line.length <= 76))
})
