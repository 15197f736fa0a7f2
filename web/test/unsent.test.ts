import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Composer } from '../src/compose/composer'
import { emptyDraft } from '../src/compose/draft'
import { resend, Unsent } from '../src/compose/unsent'
import { Client } from '../src/jmap/client'
import type { Identity } from '../src/jmap/types'
import { LateCache, MemoryCache } from '../src/store/cache'
import { FakeClock } from './fake-clock'
import { BASE, CREDENTIALS, type Fault, FakeServer } from './fake-server'
import { Random, seeds } from './random'

const ANNA: Identity = { id: 'i1', email: 'anna@home.example', name: 'Anna', replyTo: null, bcc: null,
    textSignature: '', htmlSignature: '', mayDelete: false }
const DRAFT = { ...emptyDraft('i1'), subject: 'Hi', text: 'There',
    to: [{ name: null, email: 'bruno@friends.example' }] }

async function open(context: TestContext) {
    const server = new FakeServer()
    const [drafts, sent] = ['drafts', 'sent'].map(role => server.data.add('Mailbox', { name: role, role })) as [string, string]
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch,
        clock: new FakeClock() })
    assert(client.ok)
    context.after(() => client.value.close())
    const unsent = new Unsent(new MemoryCache())
    const boxes = { drafts, sent }
    const composer = new Composer(client.value, [ANNA], boxes, DRAFT)
    composer.unsent = unsent
    context.after(() => composer.end())
    const emails = () => [...server.data.rows['Email']!.values()] as unknown as { subject: string, mailboxIds: object, messageId: string[] }[]
    const lose = (count: number, how: Fault = 'lost-before') => { server.faults.push(...Array.from({ length: count }, () => how)) }
    const again = async () => resend(client.value, [ANNA], boxes, (await unsent.all())[0]!)
    return { server, composer, unsent, boxes, emails, lose, again,
        submissions: () => server.data.rows['EmailSubmission']!.size }
}

test('what is written without a connection is kept, and lies among the drafts when it is back', async context => {
    const { composer, unsent, emails, boxes, lose, again } = await open(context)
    lose(1)
    composer.change({ text: 'More' })
    assert.equal(await composer.save(), false)
    composer.end()
    const [row] = await unsent.all()
    assert.deepEqual([row!.draft.text, row!.send], ['More', undefined])
    assert.equal(await again(), 'saved')
    assert.deepEqual(emails().map(one => [one.subject, one.mailboxIds, one.messageId]),
        [['Hi', { [boxes.drafts]: true }, [row!.messageId]]])
})

test('what is sent without a connection goes when it is back', async context => {
    const { composer, unsent, emails, boxes, lose, again, submissions } = await open(context)
    lose(1)
    const sent = await composer.send()
    assert(!sent.ok && sent.error.kind === 'kept')
    assert.deepEqual([(await unsent.all()).length, submissions()], [1, 0])
    assert.equal(typeof await again(), 'object')
    assert.deepEqual([emails().map(one => one.mailboxIds), submissions()], [[{ [boxes.sent]: true }], 1])
})

test('without a connection still it waits on', async context => {
    const { composer, unsent, lose, again } = await open(context)
    lose(1)
    await composer.send()
    lose(10)
    assert.equal(await again(), 'away')
    assert.equal((await unsent.all()).length, 1)
})

test('a draft that comes to the server is kept here no more', async context => {
    const { composer, unsent, lose } = await open(context)
    lose(1)
    composer.change({ text: 'More' })
    await composer.save()
    assert.equal((await unsent.all()).length, 1)
    assert(await composer.save())
    assert.equal((await unsent.all()).length, 0)
})

test('without a place to be kept it stays where it is written', async context => {
    const { composer, lose } = await open(context)
    composer.unsent = undefined
    lose(1)
    const sent = await composer.send()
    assert(!sent.ok && sent.error.kind === 'unsaved')
})

test('where the browser keeps nothing longer than the page it stays open', async context => {
    const { composer, lose } = await open(context)
    const late = new LateCache(Promise.resolve(null))
    composer.unsent = new Unsent(late)
    lose(1)
    const sent = await composer.send()
    assert(!sent.ok && sent.error.kind === 'unsaved')
    assert.equal(composer.state.value, 'failed')
    assert.deepEqual(await composer.unsent.all(), [])
    composer.unsent = new Unsent(new LateCache(Promise.resolve(new MemoryCache())))
    lose(1)
    const later = await composer.send()
    assert(!later.ok && later.error.kind === 'kept')
})

test('wherever answers are lost: it is sent once, and nothing of it is left', async context => {
    for (const seed of seeds()) {
        const random = new Random(seed)
        const { composer, unsent, emails, boxes, server, again, submissions } = await open(context)
        for (let i = random.below(8); i > 0; i--) server.faults.push(random.pick<Fault>(['lost-before', 'lost-after',
            'lost-after', 503]))
        const sent = await composer.send()
        let rounds = 0
        while ((await unsent.all()).length > 0 && rounds++ < 10) {
            if (!['away', 'later'].includes(await again() as string)) await unsent.drop((await unsent.all())[0]!.key)
        }
        if (!sent.ok && sent.error.kind !== 'kept') continue // it is said to who has written it, and stays open
        assert.equal(submissions(), 1, `seed ${seed}: sent so often`)
        assert.deepEqual(emails().map(one => one.mailboxIds), [{ [boxes.sent]: true }], `seed ${seed}`)
    }
})

test('a file that has not come up is kept with what waits, as JSON, and comes up with it', async context => {
    const { server, composer, unsent, emails, lose, again } = await open(context)
    const answer = server.data.answer.bind(server.data)
    // the parts of a message are not known to it
    server.data.answer = (name, args) => name === 'Email/get'
        && (args['properties'] as string[]).includes('attachments')
        ? [name, { list: [{ attachments: [] }], notFound: [] }] : answer(name, args)
    const up: string[] = []
    class Uploads {
        upload = {}
        status = 201
        responseText = '{"blobId": "up1"}'
        onload = () => undefined
        onerror = () => undefined
        open() {}
        setRequestHeader() {}
        abort() {}
        send(blob: Blob) { void blob.text().then(text => { if (up.push(text) === 1) this.onerror(); else this.onload() }) }
    }
    Object.assign(globalThis, { XMLHttpRequest: Uploads })
    context.after(() => { delete (globalThis as { XMLHttpRequest?: unknown }).XMLHttpRequest })
    await composer.attach(new Blob(['the file']), 'a.txt')
    lose(1)
    assert.equal(await composer.save(), false)
    composer.end()
    const [row] = await unsent.all()
    assert.equal(await row!.draft.attachments[0]!.local!.text(), 'the file')
    assert.equal(await again(), 'saved')
    assert.deepEqual(up, ['the file', 'the file'])
    const { bodyStructure } = emails()[0] as unknown as { bodyStructure: { subParts: { blobId?: string }[] } }
    assert.equal(bodyStructure.subParts[1]!.blobId, 'up1')
})

test('what the server never takes as it is is set aside with why, and can be opened again', async context => {
    const { server, composer, unsent, lose, again, submissions, boxes } = await open(context)
    lose(1)
    await composer.send()
    const answer = server.data.answer.bind(server.data)
    for (const [type, outcome] of [['tooLarge', { never: 'tooLarge' }], ['serverUnavailable', 'later']] as const) {
        server.data.answer = (name, args) => name === 'Email/set' && args['create']
            ? [name, { notCreated: { draft: { type } } }] : answer(name, args)
        assert.deepEqual(await again(), outcome)
    }
    server.data.answer = (name, args) => name === 'Email/set' && args['create']
        ? [name, { notCreated: { draft: { type: 'tooLarge' } } }] : answer(name, args)
    const [row] = await unsent.all()
    const opened = new Composer(composer.client, [ANNA], boxes, row!.draft, row!.draftId, row!.messageId)
    context.after(() => opened.end())
    opened.unsent = unsent
    opened.key = row!.key
    opened.refused = 'tooLarge'
    opened.change({ text: 'changed' })
    assert.equal(await opened.save(), false)
    await new Promise(resolve => setTimeout(resolve))
    const kept = await unsent.all()
    assert.deepEqual(kept.map(one => [one.key, one.draft.text, one.refused]), [[row!.key, 'changed', 'tooLarge']])
    server.data.answer = answer
    opened.change({ text: 'less' })
    assert((await opened.send()).ok)
    await new Promise(resolve => setTimeout(resolve))
    assert.deepEqual([(await unsent.all()).length, submissions()], [0, 1])
})
