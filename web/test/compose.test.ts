import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { signal } from '@preact/signals-core'
import type { Choice } from '../src/contacts/choice'
import type { Kept } from '../src/contacts/pins'
import { Client } from '../src/jmap/client'
import type { Email, Identity } from '../src/jmap/types'
import { aboutOf, markedBy } from '../src/compose/about'
import type { Leaving } from '../src/html/leaving'
import { distance, doubts } from '../src/compose/checks'
import { Composer, takeBack } from '../src/compose/composer'
import { type Draft, type DraftEmail, emailOf, emptyDraft, going, identityFor, noted, writtenTo } from '../src/compose/draft'
import { Security, type Sealing } from '../src/compose/security'
import type { CertificateFacts } from '../src/openpgp/calls'
import { composerFor } from '../src/compose/open'
import { laterTimes } from '../src/text/later-times'
import { parseMailto } from '../src/compose/mailto'
import { People } from '../src/compose/people'
import { filesOctetsMax, recipientsMax } from '../src/compose/size'
import { answering, resigned, signed, withForm } from '../src/compose/start'
import { en } from '../src/text/en'
import { FakeClock } from './fake-clock'
import { BASE, CREDENTIALS, FakeServer } from './fake-server'

function identity(id: string, email: string, more: Partial<Identity> = {}): Identity {
    return { id, email, name: '', replyTo: null, bcc: null, textSignature: '', htmlSignature: '',
        mayDelete: false, ...more }
}
/** As the page makes it, which has a parser for it. */
function leaves(html: string): Leaving { return html as Leaving }

const ANNA = identity('i1', 'anna@home.example', { name: 'Anna', textSignature: 'Anna\nVia Roma 1' })
const SHOP = identity('i2', 'shop@home.example')

async function open(context: TestContext, more: Partial<Draft> = {}) {
    const server = new FakeServer()
    const [drafts, sent] = ['drafts', 'sent'].map(role => server.data.add('Mailbox', { name: role, role })) as [string, string]
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch,
        clock: new FakeClock() })
    assert(client.ok)
    context.after(() => client.value.close())
    const boxes = { drafts, sent }
    const composer = new Composer(client.value, [ANNA, SHOP], boxes,
        { ...emptyDraft('i1'), to: [{ name: null, email: 'bruno@friends.example' }], ...more })
    context.after(() => composer.discard())
    const answer = server.data.answer.bind(server.data)
    // the parts of a message are not known to it
    server.data.answer = (name, args) => name !== 'Email/get'
        || !(args['properties'] as string[]).includes('attachments') ? answer(name, args)
        : [name, { list: [{ attachments: [] }], notFound: [] }]
    const emails = () => [...server.data.rows['Email']!.values()] as unknown as (Email & { mailboxIds: Record<string, true> })[]
    return { server, client: client.value, composer, boxes, emails }
}

test('a draft is on the server once, however often it is saved', async context => {
    const { composer, emails, boxes } = await open(context)
    composer.change({ subject: 'One' })
    assert.equal(composer.state.value, 'unsaved')
    assert(await composer.save())
    composer.change({ subject: 'Two' })
    assert(await composer.save())
    assert(await composer.save())
    assert.deepEqual(emails().map(one => [one.subject, one.mailboxIds, one.keywords]),
        [['Two', { [boxes.drafts]: true }, { $draft: true, $seen: true }]])
    assert.equal(composer.state.value, 'saved')
    assert.equal(composer.draftId.value, emails()[0]!.id)
})

test('a draft that is taken up again is still an answer, or what is sent on, and asks for its receipt',
    async context => {
    const { server, client, boxes } = await open(context)
    const inbox = server.data.add('Mailbox', { name: 'inbox', role: 'inbox' })
    const email = (more: object) => server.data.add('Email',
        { mailboxIds: { [inbox]: true }, keywords: {}, subject: 'First',
            from: [{ name: null, email: 'bruno@friends.example' }],
        to: null, cc: null, bcc: null, replyTo: null, inReplyTo: null, references: null,
            messageId: ['first@friends.example'], attachments: [], ...more })
    const original = server.data.rows['Email']!.get(email({ threadId: 'talk' }))! as unknown as Email
    const begin = (stored: unknown) => composerFor(client, [ANNA, SHOP], boxes,
        { kind: 'draft', email: stored as DraftEmail, text: 'Mine', html: undefined }, en)
    for (const [how, keyword] of [['reply', '$answered'], ['forward', '$forwarded']] as const) {
        const first = composerFor(client, [ANNA, SHOP], boxes,
            { kind: how, email: original, text: 'First', html: undefined }, en)
        first.change({ to: [{ name: null, email: 'bruno@friends.example' }], wantsReceipt: true })
        assert(await first.close())
        const stored = server.data.rows['Email']!.get(first.draftId.value!)!
        // as the server tells what the draft says; the mail that it answers is in its conversation, what is sent on is not
        Object.assign(stored, { attachments: [], cc: null, bcc: null, from: [{ name: null, email: ANNA.email }],
            threadId: how === 'reply' ? 'talk' : 'other' })
        const second = begin(stored)
        assert.equal(second.draft.value.wantsReceipt, true)
        second.change({ subject: 'Changed' })
        assert(await second.save())
        const again = server.data.rows['Email']!.get(second.draftId.value!)!
        assert.deepEqual(again['header:Disposition-Notification-To:asAddresses'], [{ name: null, email: ANNA.email }])
        assert.deepEqual(again['header:X-Forwarded-Message-Id:asMessageIds'] ?? again['inReplyTo'],
            ['first@friends.example'])
        assert((await second.send()).ok)
        assert.equal((server.data.rows['Email']!.get(original.id)!['keywords'] as Record<string, true>)[keyword],
            true, how)
    }
    const gone = await aboutOf(client, { ...original, inReplyTo: ['nobody@has.this'] })
    assert.equal(gone, undefined)
})

test('a certificate that is learnt while it is asked for closes the lock', async context => {
    const version = signal(0)
    const answers: Choice[] = [{ reason: 'none', byItself: false },
        { reason: 'autocrypt', kept: { fingerprint: 'b' } as Kept, byItself: true }]
    const book = { version, choice: async () => {
        const now = answers.length > 1 ? answers.shift()! : answers[0]!
        if (now.reason === 'none') version.value++ // learnt after it was looked at
        return now
    } }
    const own = { fingerprint: 'a', addresses: ['anna@x.test'], encrypts: true, octets: new Uint8Array(1) } as unknown as CertificateFacts
    const { composer } = await open(context)
    const security = new Security(composer.draft, 'en')
    context.after(() => security.end())
    security.endToEnd = { book, keys: signal([{ isCurrent: true, certificate: own }]), worker: {}, sealsAll: false } as unknown as Sealing
    composer.change({ to: [{ name: null, email: 'carlo@elsewhere.test' }] })
    await new Promise(resolve => setTimeout(resolve))
    assert.equal(security.lock.value.state, 'closed')
})

test('at level L2 nothing comes to the server in clear, also before its keys are open or its level is known',
    async context => {
    const { composer, emails } = await open(context)
    const security = composer.security = new Security(composer.draft, 'en')
    context.after(() => security.end())
    let isClear: boolean | undefined
    security.isClearLevel = async () => isClear
    assert.equal(await composer.attach(new Blob(['secret']), 'secret.txt'), true)
    assert.equal(composer.draft.value.attachments[0]!.blobId, undefined)
    for (const said of [undefined, false]) {
        isClear = said
        composer.change({ subject: 'Secret' })
        assert.equal(await composer.save(), false)
        assert.equal(composer.state.value, 'failed')
        const sent = await composer.send()
        assert(!sent.ok && sent.error.kind === 'secure')
        assert.equal(emails().length, 0)
    }
    const { composer: other, emails: there } = await open(context)
    other.security = new Security(other.draft, 'en')
    context.after(() => other.security!.end())
    other.security.isClearLevel = async () => true
    other.change({ subject: 'No secret' })
    assert(await other.save())
    assert.equal(there().length, 1)
})

test('what was typed while it was saved is saved afterwards', async context => {
    const { composer, emails } = await open(context)
    composer.change({ text: 'a' })
    const first = composer.save()
    await Promise.resolve()
    composer.change({ text: 'ab' })
    await first
    assert(await composer.save())
    const value = (emails()[0] as unknown as { bodyValues: { text: { value: string } } }).bodyValues.text.value
    assert.equal(value, 'ab')
    assert.equal(emails().length, 1)
})

test('what could not be saved is said, and stays', async context => {
    const { composer, server, emails } = await open(context)
    composer.change({ text: 'a' })
    server.faults.push('lost-before')
    assert.equal(await composer.save(), false)
    assert.equal(composer.state.value, 'failed')
    assert(await composer.save())
    assert.equal(emails().length, 1)
})

test('what is sent lies in Sent, what is answered gets its mark, and it can be taken back', async context => {
    const about = { id: '', how: 'answered' as const }
    const { composer, server, client, emails, boxes } = await open(context, { about, subject: 'Hi' })
    about.id = server.data.add('Email', { mailboxIds: { [boxes.sent]: true }, keywords: {} })
    const sent = await composer.send()
    assert(sent.ok)
    const message = () => emails().find(one => one.id === sent.value.emailId)!
    assert.deepEqual(message().mailboxIds, { [boxes.sent]: true })
    assert.equal(message().keywords['$draft'] ?? null, null)
    assert.deepEqual(server.data.rows['Email']!.get(about.id)!['keywords'], { $answered: true })
    assert(await takeBack(client, sent.value, boxes))
    assert.deepEqual(message().mailboxIds, { [boxes.drafts]: true })
    assert.equal(message().keywords['$draft'], true)
    composer.change({ subject: 'too late' })
    assert.equal(composer.draft.value.subject, 'Hi')
})

test('what was sent is not sent twice when its answer is lost', async context => {
    const { composer, server } = await open(context, { subject: 'Hi' })
    composer.change({})
    await composer.save()
    server.faultsOf = 'EmailSubmission/set'
    server.faults.push('lost-after')
    const sent = await composer.send()
    assert(sent.ok)
    assert.equal(server.data.rows['EmailSubmission']!.size, 1)
})

test('what did not reach the server was not sent, and says so', async context => {
    const { composer, server } = await open(context, { subject: 'Hi' })
    composer.change({})
    await composer.save()
    server.faultsOf = 'EmailSubmission/set'
    server.faults.push('lost-before')
    const sent = await composer.send()
    assert(!sent.ok && sent.error.kind === 'lost')
    assert.equal(server.data.rows['EmailSubmission']!.size, 0)
})

test('what is to be sent later has an envelope of its own, Bcc among its recipients', async context => {
    const { composer, server } = await open(context, { subject: 'Hi', bcc: [{ name: null, email: 'c@x.example' }] })
    const sent = await composer.send(new Date('2026-12-01T07:00:00.5Z'))
    assert(sent.ok && sent.value.isLater)
    const [one] = server.data.rows['EmailSubmission']!.values()
    assert.deepEqual(one!['envelope'], { mailFrom: { email: 'anna@home.example',
        parameters: { HOLDUNTIL: '2026-12-01T07:00:00Z' } },
        rcptTo: [{ email: 'bruno@friends.example', parameters: null }, { email: 'c@x.example', parameters: null }] })
})

test('what is discarded is gone', async context => {
    const { composer, emails } = await open(context)
    composer.change({ subject: 'One' })
    await composer.save()
    await composer.discard()
    assert.equal(emails().length, 0)
})

test('the parts of a message are where others look for them', () => {
    const file = { key: 'k', name: 'a.pdf', type: 'application/pdf', size: 1, blobId: 'b1' }
    const picture = { key: 'l', name: 'p.png', type: 'image/png', size: 1, blobId: 'b2', cid: 'p@x' }
    const shape = (part: { type: string, subParts?: unknown[] }): unknown => part.subParts
        ? [part.type.slice(10), ...(part.subParts as { type: string }[]).map(shape)] : part.type
    const of = (draft: Partial<Draft>) => shape(emailOf({ ...emptyDraft('i1'), ...draft }, ANNA, 'd')['bodyStructure'] as { type: string })
    assert.equal(of({}), 'text/plain')
    assert.deepEqual(of({ attachments: [file] }), ['mixed', 'text/plain', 'application/pdf'])
    assert.deepEqual(of({ html: leaves('<p>') }), ['alternative', 'text/plain', 'text/html'])
    assert.deepEqual(of({ html: leaves('<img src="cid:p@x">'), attachments: [picture, file] }),
        ['mixed', ['alternative', 'text/plain', ['related', 'text/html', 'image/png']], 'application/pdf'])
    assert.deepEqual(of({ html: leaves('<p>'), attachments: [picture] }),
        ['mixed', ['alternative', 'text/plain', 'text/html'], 'image/png'])
    assert.equal(of({ attachments: [{ key: 'k', name: 'a', type: 'text/plain', size: 1 }] }), 'text/plain')
})

const MAIL = { id: 'e1', from: [{ name: 'Bruno', email: 'bruno@friends.example' }],
    to: [{ name: null, email: 'Shop@home.example' }],
    cc: [{ name: null, email: 'carla@friends.example' }], bcc: null, replyTo: null, subject: 'Bread',
        sentAt: '2026-11-30T08:00:00Z',
    receivedAt: '2026-11-30T08:00:00Z', messageId: ['m1@x'], inReplyTo: null, references: null,
    attachments: [{ partId: '2', blobId: 'b', size: 3, name: 'a.txt', type: 'text/plain', disposition: 'attachment', cid: null }] } as unknown as Email

test('one answers as whom one was written to; what is sent on has its files', () => {
    const reply = answering('replyAll', { email: MAIL, text: 'Shall we?', html: undefined }, [ANNA, SHOP], en)
    assert.equal(reply.identityId, 'i2')
    assert.deepEqual([reply.to.map(one => one.email), reply.cc.map(one => one.email)],
        [['bruno@friends.example'], ['carla@friends.example']])
    assert.match(reply.text, /^\n\nOn .*, Bruno wrote:\n> Shall we\?\n$/)
    assert.deepEqual([reply.subject, reply.inReplyTo, reply.references, reply.html, reply.attachments],
        ['Re: Bread', ['m1@x'], ['m1@x'], undefined, []])
    const forward = answering('forward', { email: MAIL, text: 'Shall we?', html: leaves('<p>Shall we?</p>') },
        [ANNA, SHOP], en)
    assert.deepEqual([forward.subject, forward.to, forward.attachments.length, forward.about],
        ['Fwd: Bread', [], 1, { id: 'e1', how: 'forwarded' }])
    assert.match(forward.html!, /Forwarded message.*<p>Shall we\?<\/p>/)
    assert.match(forward.text, /\nSubject: Bread\nTo: /)
    assert.equal(identityFor([], [ANNA, SHOP]).id, 'i1')
    assert.equal(identityFor([...MAIL.to!, { name: null, email: ANNA.email }], [ANNA, SHOP]).id, 'i2',
        'who is named first')
})

test('who knows one by an address that the message names nowhere is told no other', () => {
    const hidden = { ...MAIL, to: [{ name: null, email: 'undisclosed@elsewhere.example' }],
        'header:Delivered-To:asAddresses:all': [[{ name: null, email: SHOP.email }],
            [{ name: null, email: ANNA.email }]] }
    assert.equal(answering('reply', { email: hidden, text: '', html: undefined }, [ANNA, SHOP], en).identityId, 'i2')
    assert.deepEqual(writtenTo(hidden).map(one => one.email),
        ['undisclosed@elsewhere.example', 'carla@friends.example', SHOP.email])
    assert.equal(answering('reply', { email: { ...hidden, to: [{ name: null, email: ANNA.email }] }, text: '', html: undefined }, [ANNA, SHOP], en).identityId, 'i1')
})

test('who has switched off the address by which others know him is asked before they learn another', async context => {
    const off = { name: null, email: 'jacket.camel@home.example' }
    const shop = { name: null, email: 'shop@elsewhere.example' }
    const came = { ...MAIL, from: [shop], to: [off], cc: null, mailboxIds: { in: true as const },
        'header:Delivered-To:asAddresses:all': [[off]] }
    const answer = (email: typeof came) => answering('reply', { email, text: '', html: undefined }, [ANNA, SHOP], en, 'sent')
    const asked = (draft: Parameters<typeof doubts>[0]) => doubts({ ...draft, subject: 'x' }, 'y', [], [ANNA, SHOP]).map(one => one.kind)
    assert.deepEqual([answer(came).to, answer(came).knownAs], [[shop], off.email])
    const one = { ...emptyDraft('i1'), knownAs: off.email }
    assert.deepEqual([asked(one), asked(emptyDraft('i1'))], [['knownAs'], []])
    // what one has sent under it is one's own still
    const own = { ...came, from: [off], to: [shop], mailboxIds: { sent: true as const }, 'header:Delivered-To:asAddresses:all': [] }
    assert.deepEqual([answer(own as never).to, answer(own as never).knownAs], [[shop], off.email])
    const delivered = (email: string) => answer({ ...came, 'header:Delivered-To:asAddresses:all': [[{ name: null, email }]] }).knownAs
    assert.equal(delivered('anna+shop@home.example'), undefined)
    assert.equal(delivered('anna@before.example'), undefined, 'of elsewhere')
    assert.equal(answer({ ...came, to: [{ name: null, email: ANNA.email }] }).knownAs, undefined)
    const { client, boxes } = await open(context)
    const composer = composerFor(client, [ANNA, SHOP], boxes, { kind: 'draft', text: 'x', html: undefined,
        email: { ...MAIL, from: [off], messageId: ['m@x'] } as never }, en)
    context.after(() => composer.end())
    assert.deepEqual([composer.draft.value.knownAs, composer.state.value], [off.email, 'unsaved'])
})

test('a signature is changed with the sender, and what was written stays', () => {
    const text = `Hello${signed('', ANNA)}\n\nOn Monday, Bruno wrote:\n> x`
    const without = resigned(text, ANNA, SHOP)
    assert.equal(without, 'Hello\n\nOn Monday, Bruno wrote:\n> x')
    assert.equal(resigned(without, SHOP, ANNA), text)
    assert.equal(resigned('I took it out', ANNA, SHOP), 'I took it out')
    assert.equal(resigned('Hello', SHOP, ANNA), `Hello${signed('', ANNA)}`)
})

test('a signature is found as HTML has left it, and is one still where text is given a form', () => {
    assert.equal(resigned('Hello\n-- \nAnna\nVia Roma 1', ANNA, SHOP), 'Hello')
    assert.equal(resigned('Hello\n\n--\nAnna \nVia Roma 1\n\nMore', ANNA, SHOP), 'Hello\n\nMore')
    assert.equal(resigned('Hello\n\n-- \nAnna\nVia Roma 12', ANNA, SHOP), 'Hello\n\n-- \nAnna\nVia Roma 12')
    const quote = '\n\nOn Monday, Bruno wrote:\n> x'
    assert.equal(withForm(`Hello${signed('', ANNA)}${quote}`, ANNA),
        '<div>Hello</div><div class="gmail_signature">-- <br>Anna<br>Via Roma 1</div>'
        + '<div><br></div><div>On Monday, Bruno wrote:</div><div>&#62; x</div>')
    assert.match(withForm(`Hello${quote}`, SHOP), /Hello<\/div><div class="gmail_signature"><\/div><div><br>/)
    assert.equal(withForm('Hello', SHOP), '<div>Hello</div>')
    assert.equal(withForm('I took it out', ANNA), '<div>I took it out</div>')
})

test('who has signed as another of his names is asked', () => {
    const draft = { ...emptyDraft('i2'), subject: 'Papers' }
    const asked = (text: string, identityId = 'i2') => doubts({ ...draft, identityId }, text, [], [ANNA, SHOP])
    assert.deepEqual(asked('See you\n--\n Anna\nVia  Roma 1\n'), [{ kind: 'signature', of: ANNA.email, as: SHOP.email }])
    assert.deepEqual(asked('See you\n-- \nAnna\nVia Roma 1', 'i1'), [])
    assert.deepEqual(asked('See you, Anna'), [])
})

test('doubts are told before it is sent', () => {
    const draft = { ...emptyDraft('i1'), subject: 'Papers', to: [{ name: null, email: 'bruno@friends.example' }] }
    const known = ['bruno@friends.example', 'info@shop.example']
    assert.deepEqual(doubts(draft, 'See you', known), [])
    assert.deepEqual(doubts({ ...draft, subject: ' ' }, 'I attach them', known).map(one => one.kind),
        ['subject', 'attachment'])
    assert.deepEqual(doubts(draft, 'In allegato trovi tutto', known), [{ kind: 'attachment' }])
    assert.deepEqual(doubts({ ...draft, to: [{ name: null, email: 'bruno@freinds.example' }] }, 'See you', known),
        [{ kind: 'likes', written: 'bruno@freinds.example', known: 'bruno@friends.example' }])
    assert.deepEqual(doubts({ ...draft, to: [{ name: null, email: 'bruno@other.example' }, { name: null, email: 'anfo@shop.example' }] }, 'See you', known), [])
    assert.equal(doubts({ ...draft, cc: Array.from({ length: 20 }, (_, i) => ({ name: null, email: `p${i}@x.example` })) }, 'See you', [])[0]!.kind, 'many')
    assert.deepEqual(doubts(draft, ' \n', known), [{ kind: 'empty' }])
    assert.deepEqual(doubts({ ...draft, about: { id: 'e1', how: 'forwarded' } }, '', known), [])
    assert.deepEqual(doubts({ ...draft, attachments: [{ key: 'a', name: 'x.png', type: 'image/png', size: 1, cid: 'c' }] }, '', known), [])
    assert.deepEqual([distance('abc', 'acb', 2), distance('abc', 'abc', 2), distance('abc', 'xyz', 2), distance('a', 'abcd', 2)], [1, 0, 3, 3])
})

test('links to write to somebody say to whom, about what, and nothing else', () => {
    assert.deepEqual(parseMailto('mailto:a@b.example,c@d.example?subject=Hi%20you%0d%0aBcc:x&cc=e@f.example&body=one%0D%0Atwo+three&from=x@y.example&attach=/etc/passwd'),
        { to: [{ name: null, email: 'a@b.example' }, { name: null, email: 'c@d.example' }],
            cc: [{ name: null, email: 'e@f.example' }], bcc: [],
            subject: 'Hi you Bcc:x', body: 'one\ntwo+three' })
    assert.deepEqual(parseMailto('mailto:%zz').to, [])
    assert.deepEqual(parseMailto('nothing'), { to: [], cc: [], bcc: [], subject: '', body: '' })
})

test('whom one writes to comes before who has written', async context => {
    const { client } = await open(context)
    const people = new People(client)
    people.add([{ name: 'Bruno Rossi', email: 'b@x.example' }, { name: 'Béatrice', email: 'bea@y.example' }], 1)
    people.add([{ name: null, email: 'bea@y.example' }], 5)
    assert.deepEqual(people.find('B').map(one => one.email), ['bea@y.example', 'b@x.example'])
    assert.deepEqual(people.find('ross').map(one => one.email), ['b@x.example'])
    assert.deepEqual(people.find('beatr').map(one => one.name), ['Béatrice'])
    assert.deepEqual([people.find(''), people.known], [[], ['bea@y.example']])
})

test('times to send later are all to come, and in their order', () => {
    for (let hour = 0; hour < 24 * 8; hour++) {
        const now = new Date(2026, 10, 30, hour, 20)
        const times = laterTimes(now)
        assert(times.every((one, i) => one.getTime() > now.getTime() + 3_000_000 && (i === 0 || one > times[i - 1]!)), String(now))
        assert(times.some(one => one.getDay() === 1 && one.getHours() === 8))
    }
})

/** What comes up in Node: after so many that are lost. */
class Uploads {
    static lost = 0
    static made = 0
    upload = {}
    status = 201
    responseText = ''
    onload = () => undefined
    onerror = () => undefined
    open() {}
    setRequestHeader() {}
    abort() {}
    send(blob: Blob) {
        this.responseText = JSON.stringify({ blobId: `up${++Uploads.made}`, type: blob.type, size: blob.size })
        setTimeout(() => { if (Uploads.lost-- > 0) this.onerror(); else this.onload() })
    }
}

function uploads(context: TestContext, lost = 0): void {
    Object.assign(Uploads, { lost, made: 0 })
    Object.assign(globalThis, { XMLHttpRequest: Uploads })
    context.after(() => { delete (globalThis as { XMLHttpRequest?: unknown }).XMLHttpRequest })
}

test('a file that did not come up is never left out without a word: it is named, tried again, or taken out',
    async context => {
    const { composer, server, emails } = await open(context, { subject: 'Hi' })
    uploads(context, 2)
    assert.equal(await composer.attach(new Blob(['1']), 'important.txt'), false)
    const refused = await composer.send()
    assert.deepEqual(refused, { ok: false, error: { kind: 'missing', names: ['important.txt'] } })
    const later = await composer.send(new Date('2026-12-01T07:00:00Z'))
    assert.deepEqual(later, { ok: false, error: { kind: 'missing', names: ['important.txt'] } })
    assert.equal(server.data.rows['EmailSubmission']!.size, 0)
    const { key } = composer.draft.value.attachments[0]!
    assert.equal(await composer.tryAgain(key), false)
    assert.equal(await composer.tryAgain(key), true)
    assert(await composer.save())
    assert.equal((emails()[0] as unknown as { bodyStructure: { subParts: { name?: string }[] } }).bodyStructure.subParts[1]!.name, 'important.txt')
    assert((await composer.send()).ok)
    const { composer: other, emails: theirs } = await open(context, { subject: 'Hi' })
    uploads(context, 1)
    await other.attach(new Blob(['1']), 'important.txt')
    other.detach(other.draft.value.attachments[0]!.key)
    assert((await other.send()).ok)
    assert.equal(theirs().length, 1)
})

test('what comes up is not left behind by closing', async context => {
    const { composer } = await open(context, { subject: 'Hi' })
    uploads(context)
    const up = composer.attach(new Blob(['1']), 'a.txt')
    assert.deepEqual([await composer.close(), composer.isWhole], [false, false])
    assert(await up)
    assert.deepEqual([await composer.close(), composer.isWhole], [true, true])
})

/** Another window, which has opened the draft of this one. */
function another({ client, boxes, composer }: Awaited<ReturnType<typeof open>>, context: TestContext): Composer {
    const { draft, draftId, messageId } = composer
    const other = new Composer(client, [ANNA, SHOP], boxes, draft.value, draftId.value, messageId)
    context.after(() => other.end())
    return other
}

test('a draft that another window has changed is another one here, and both are kept', async context => {
    const here = await open(context, { subject: 'Hi' })
    const { composer, emails } = here
    composer.change({ text: 'one' })
    assert(await composer.save())
    const other = another(here, context)
    other.change({ subject: 'Theirs' })
    assert(await other.save())
    composer.change({ subject: 'Ours' })
    assert(await composer.save())
    assert.equal(composer.elsewhere.value, 'changed')
    assert(await composer.save())
    assert.deepEqual(emails().map(one => one.subject).sort(), ['Ours', 'Theirs'])
    assert.equal(new Set(emails().flatMap(one => one.messageId)).size, 2, 'each is called otherwise')
    other.change({ subject: 'Theirs still' })
    assert(await other.save())
    assert.equal(other.elsewhere.value, undefined)
    assert.deepEqual(emails().map(one => one.subject).sort(), ['Ours', 'Theirs still'])
    assert((await composer.send()).ok)
})

test('what another window has sent is not sent again, not written on, and not taken away', async context => {
    for (const typed of [true, false]) {
        const here = await open(context, { subject: 'Hi' })
        const { composer, emails, server, boxes } = here
        composer.change({ text: 'one' })
        assert(await composer.save())
        assert((await another(here, context).send()).ok)
        if (typed) composer.change({ text: 'two' })
        else assert.deepEqual(await composer.send(), { ok: false, error: { kind: 'elsewhere' } })
        assert.equal(await composer.close(), !typed, 'who has typed more reads it first')
        assert.equal(composer.elsewhere.value, 'sent')
        await composer.forget()
        assert.deepEqual(emails().map(one => one.mailboxIds), [{ [boxes.sent]: true }])
        assert.deepEqual(await composer.send(), { ok: false, error: { kind: 'elsewhere' } })
        assert.equal(server.data.rows['EmailSubmission']!.size, 1)
        if (!typed) continue
        composer.keepAsNew()
        assert(await composer.save())
        assert.equal(emails().length, 2)
        assert((await composer.send()).ok)
    }
})

test('discarded here, what another window has sent stays', async context => {
    const here = await open(context, { subject: 'Hi' })
    here.composer.change({ text: 'one' })
    assert(await here.composer.save())
    assert((await another(here, context).send()).ok)
    assert.equal(await here.composer.setAside('t'), false)
    assert.deepEqual(here.emails().map(one => one.mailboxIds), [{ [here.boxes.sent]: true }])
})

test('the draft that lies there goes only when another is in its place', async context => {
    const { composer, emails, server } = await open(context, { subject: 'Before' })
    composer.change({ text: 'one' })
    assert(await composer.save())
    const answer = server.data.answer.bind(server.data)
    server.data.answer = (name, args) => {
        const [, said] = answer(name, { ...args, ...name === 'Email/set' && { create: {} } }) as [string, object]
        return [name, { ...said, ...args['create'] ? { notCreated: { draft: { type: 'overQuota' } } } : {} }]
    }
    composer.change({ subject: 'After' })
    assert.equal(await composer.save(), false)
    assert.deepEqual(emails().map(one => one.subject), ['Before'])
})

test('files that went with a draft are those of the one in its place; else they come up again, or are said to be gone',
    async context => {
    const here = await open(context, { subject: 'Hi' })
    uploads(context)
    const { composer, emails, server } = here
    await composer.attach(new Blob(['1']), 'theirs.txt')
    await composer.attach(new Blob(['1']), 'ours.txt')
    const gone = { key: 'kept0', name: 'gone.txt', type: 'text/plain', size: 1, blobId: 'gone1' }
    composer.change({ attachments: [...composer.draft.value.attachments, gone] })
    assert(await composer.save())
    const other = another(here, context)
    other.change({ subject: 'Theirs' })
    assert(await other.save())
    const answer = server.data.answer.bind(server.data)
    const lost = ['gone1', ...composer.draft.value.attachments.map(one => one.blobId!)]
    server.data.answer = (name, args) => {
        if (name === 'Email/get' && (args['properties'] as string[]).includes('attachments')) return [name, { notFound: [],
            list: [{ attachments: [{ blobId: 'part1', name: 'theirs.txt', type: 'application/octet-stream', size: 1, cid: null }] }] }]
        const isBad = name === 'Email/set' && lost.some(one => JSON.stringify(args['create'] ?? '').includes(`"${one}"`))
        return isBad ? [name, { notCreated: { draft: { type: 'blobNotFound', notFound: lost } } }] : answer(name, args)
    }
    composer.change({ text: 'more' })
    assert(await composer.save())
    const files = composer.draft.value.attachments
    assert.deepEqual(files.map(one => [one.name, one.blobId, one.failed ?? false]),
        [['theirs.txt', 'part1', false], ['ours.txt', 'up3', false], ['gone.txt', undefined, true]])
    assert.deepEqual([composer.elsewhere.value, emails().length], ['changed', 2])
    assert.deepEqual(await composer.send(), { ok: false, error: { kind: 'missing', names: ['gone.txt'] } })
})

test('a discarded draft with files lies aside until it is had back: its files go with it', async context => {
    const { composer, emails, server, client, boxes } = await open(context, { subject: 'Hi' })
    const trash = server.data.add('Mailbox', { name: 'Trash', role: 'trash' })
    uploads(context)
    await composer.attach(new Blob(['1']), 'a.txt')
    assert(await composer.save())
    assert.equal(await composer.setAside(trash), true)
    assert.deepEqual(emails().map(one => one.mailboxIds), [{ [trash]: true }])
    const again = new Composer(client, [ANNA], boxes, composer.draft.value, composer.draftId.value)
    context.after(() => again.end())
    again.change({})
    assert(await again.save())
    assert.deepEqual(emails().map(one => one.mailboxIds), [{ [boxes.drafts]: true }], 'it is a draft again, once')
    assert.equal(await again.setAside(trash), true)
    await again.forget()
    assert.equal(emails().length, 0)
    const { composer: bare, emails: theirs } = await open(context, { subject: 'Hi' })
    bare.change({})
    await bare.save()
    assert.equal(await bare.setAside('t'), false)
    assert.equal(theirs().length, 0)
})

test('too much in all is said before it comes up, and what the server finds too large is said as that',
    async context => {
    const { composer, server, client } = await open(context, { subject: 'Hi' })
    const { accountCapabilities } = client.session.accounts[client.accountId]!
    accountCapabilities['urn:ietf:params:jmap:mail'] = { maxSizeAttachmentsPerEmail: 7_800 }
    accountCapabilities['urn:ietf:params:jmap:submission'] = { submissionExtensions: { SIZE: ['15600'] } }
    assert.equal(filesOctetsMax(client), 5_700)
    assert.equal(recipientsMax(client), undefined)
    accountCapabilities['urn:ietf:params:jmap:submission'] = { submissionExtensions: { SIZE: ['15600'], LIMITS: ['RCPTMAX=500'] } }
    assert.equal(recipientsMax(client), 500)
    uploads(context)
    const file = (octets: number) => new Blob([new Uint8Array(octets)], { type: 'application/pdf' })
    assert.equal(await composer.attach(file(3_000), 'one.pdf'), true)
    assert.equal(await composer.attach(file(3_000), 'two.pdf'), false)
    assert.equal(Uploads.made, 1, 'the second was not brought up')
    assert.deepEqual(composer.draft.value.attachments.map(one => one.isTooMuch), [undefined, true])
    assert.deepEqual(await composer.send(), { ok: false, error: { kind: 'missing', names: ['two.pdf'] } })
    composer.detach(composer.draft.value.attachments[0]!.key)
    assert.equal(await composer.tryAgain(composer.draft.value.attachments[0]!.key), true)
    const answer = server.data.answer.bind(server.data)
    server.data.answer = (name, args) => name === 'Email/set'
        && args['create'] ? [name, { notCreated: { draft: { type: 'tooLarge' } } }] : answer(name, args)
    assert.equal(await composer.save(), false)
    assert.equal(composer.state.value, 'tooLarge')
    assert.deepEqual(await composer.send(), { ok: false, error: { kind: 'unsaved', failure: { type: 'tooLarge' } } })
    server.data.answer = answer
    composer.change({ text: 'less' })
    assert(await composer.save())
})

test('what is taken back takes its mark from what was answered, where it had none before', async context => {
    for (const before of [{}, { $answered: true as const }]) {
        const about = { id: '', how: 'answered' as const }
        const { composer, server, client, boxes } = await open(context, { about, subject: 'Hi' })
        about.id = server.data.add('Email', { mailboxIds: { [boxes.sent]: true }, keywords: before })
        const sent = await composer.send()
        assert(sent.ok)
        const keywords = () => server.data.rows['Email']!.get(about.id)!['keywords']
        assert.deepEqual(keywords(), { $answered: true })
        assert(await takeBack(client, sent.value, boxes))
        assert.deepEqual(keywords(), before)
    }
})

test('a picture that is taken out of the text does not go along; while one writes it is there to be brought back', async context => {
    const { composer, emails } = await open(context, { html: leaves('<p>Look</p>') })
    uploads(context)
    const dot = new Blob(['dot'], { type: 'image/png' })
    const both = leaves('<p>Look <img src="cid:a@inline"> <img src="cid:b@inline"></p>')
    const comes = [composer.attach(dot, 'a.png', 'a@inline'), composer.attach(dot, 'b.png', 'b@inline')]
    composer.change({ html: both })
    await Promise.all(comes)
    composer.change({ html: leaves('<p>Look <img src="cid:a@inline"></p>') })
    assert(await composer.save())
    assert.equal(composer.draft.value.attachments.length, 2, 'undo would bring it back')
    composer.change({ html: both })
    assert.equal(going(composer.draft.value).length, 2, 'and has brought it back')
    composer.change({ html: leaves('<p>Look <img src="cid:a@inline"></p>'), subject: 'One picture' })
    assert(await composer.close())
    const kept = JSON.stringify(emails().map(one => (one as unknown as { bodyStructure: unknown }).bodyStructure))
    assert.ok(kept.includes('a@inline') && !kept.includes('b@inline'), kept)
})

test('what has a name for pictures and was never in the text goes along, also where the text loses its form', () => {
    const file = { key: 'f', name: 'plan.pdf', type: 'application/pdf', size: 1, blobId: 'b1', cid: 'plan@x' }
    const draft: Draft = { ...emptyDraft('i1'), html: leaves('<p>Sent on</p>'), attachments: [file] }
    assert.deepEqual(going(noted(draft)), [file])
})

test('what is taken back on another page is looked for by what it answers, unless another answer was sent',
    async context => {
    const { server, client, boxes } = await open(context)
    const add = (more: object) => server.data.add('Email', { mailboxIds: { [boxes.sent]: true }, keywords: {}, ...more })
    const first = add({ messageId: ['first@friends.example'], keywords: { $answered: true } })
    const answer = server.data.answer.bind(server.data)
    const filters: string[] = []
    server.data.answer = (name, args) => {
        const filter = args['filter'] as { conditions?: { header?: string[] }[] } | undefined
        const header = filter?.conditions?.find(one => one.header)?.header
        if (name !== 'Email/query' || header?.[0] === 'Message-ID') return answer(name, args)
        filters.push(header![0]!)
        const all = [...server.data.rows['Email']!.values()].filter(one => one['answers'] === header![1])
        return [name, { ids: all.map(one => one.id) }]
    }
    const own = add({ answers: 'first@friends.example' })
    const email = (more: object) => ({ id: own, threadId: 'talk', inReplyTo: null, ...more }) as unknown as DraftEmail
    const reply = email({ inReplyTo: ['first@friends.example'] })
    const sentOn = email({ 'header:X-Forwarded-Message-Id:asMessageIds': ['first@friends.example'] })
    assert.deepEqual(await markedBy(client, reply, boxes.sent), { id: first, how: 'answered' })
    assert.deepEqual(await markedBy(client, sentOn, boxes.sent), { id: first, how: 'forwarded' })
    assert.deepEqual(filters, ['In-Reply-To', 'X-Forwarded-Message-Id'])
    add({ answers: 'first@friends.example' })
    assert.equal(await markedBy(client, reply, boxes.sent), undefined)
    assert.equal(await markedBy(client, email({}), boxes.sent), undefined)
})
