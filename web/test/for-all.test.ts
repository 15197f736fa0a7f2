import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Client } from '../src/jmap/client'
import { Mail } from '../src/mail/model'
import { en } from '../src/text/en'
import { FakeClock } from './fake-clock'
import { BASE, CREDENTIALS, FakeServer } from './fake-server'

const COUNT = 230

async function open(context: TestContext) {
    const server = new FakeServer()
    server.core = { ...server.core, maxObjectsInGet: 500 }
    const box = (role: string, sortOrder: number) => server.data.add('Mailbox', { name: role, role, sortOrder, unreadEmails: 0 })
    const [archive, inbox, trash] = [box('archive', 2), box('inbox', 1), box('trash', 3)]
    const ids = Array.from({ length: COUNT }, (_, i) => server.data.add('Email', { subject: `${i}`, from: null,
        keywords: i % 2 === 0 ? { $seen: true } : {}, receivedAt: '2026-11-30T08:00:00Z',
        mailboxIds: { [inbox]: true, ...i === 3 && { [archive]: true } } }))
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch, clock: new FakeClock() })
    assert(client.ok)
    const mail = new Mail(client.value, en)
    context.after(() => mail.close())
    await mail.start()
    await until(() => mail.shown.value.length === COUNT && mail.shown.value.at(0) !== undefined)
    const all = () => ids.map(id => server.data.rows['Email']!.get(id) as unknown as { mailboxIds: object, keywords: object } | undefined)
    return { server, mail, archive, inbox, trash, all }
}

async function until(isSo: () => boolean) {
    for (let i = 0; i < 500; i++) {
        if (isSo()) return
        await new Promise(resolve => setTimeout(resolve, 2))
    }
    assert.fail('it never came to that')
}

test('what is marked by one stroke is what is loaded; by another all of the list, and all of it is done and undone', async context => {
    const { server, mail, archive, inbox, all } = await open(context)
    const before = structuredClone(all())
    mail.selectAll()
    assert(mail.selected.value.size < COUNT && mail.mayMarkAll && !mail.isAllMarked.value)
    mail.markAll()
    assert(mail.isAllMarked.value)
    const sets: number[] = []
    const answer = server.data.answer.bind(server.data)
    server.data.answer = (name, args) => {
        if (name === 'Email/set') sets.push(Object.keys(args['update'] as object).length)
        return answer(name, args)
    }
    const told: string[] = []
    context.after(mail.toast.subscribe(one => { if (one) told.push(one.text) }))
    mail.actions.archive()
    await until(() => told.at(-1) === '230 messages archived.')
    assert.ok(told.includes('50 of 230 messages done.'), told.join(' '))
    assert(sets.every(one => one <= 50), 'no more than the server takes at once')
    assert(all().every(one => JSON.stringify(one!.mailboxIds) === JSON.stringify({ [archive]: true })))
    mail.actions.undo()
    await until(() => told.at(-1) === en.told.undone)
    assert.deepEqual(all().map(one => Object.keys(one!.mailboxIds).sort()), before.map(one => Object.keys(one!.mailboxIds).sort()))
    assert.deepEqual(Object.keys(all()[0]!.mailboxIds), [inbox])
})

test('marked as read and taken back are those alone that were unread; another choice is of what it names', async context => {
    const { mail, all } = await open(context)
    const told: string[] = []
    context.after(mail.toast.subscribe(one => { if (one) told.push(one.text) }))
    mail.markAll()
    mail.actions.mark('$seen', true)
    await until(() => told.at(-1) === '115 messages changed.')
    assert(all().every(one => '$seen' in one!.keywords))
    mail.actions.undo()
    await until(() => told.at(-1) === en.told.undone)
    assert.equal(all().filter(one => '$seen' in one!.keywords).length, 115)
    mail.markAll()
    mail.select(mail.shown.value.at(0)!)
    assert.equal(mail.isAllMarked.value, false, 'one was taken out')
})

test('it can be stopped, and what was done is told and taken back', async context => {
    const { mail, all } = await open(context)
    mail.markAll()
    context.after(mail.toast.subscribe(one => { if (one?.text.startsWith('100 of')) queueMicrotask(() => one.action!.run()) }))
    mail.actions.mark('$seen', true)
    await until(() => mail.toast.value?.text.endsWith('Not all of it was done.') === true)
    const now = all().filter(one => '$seen' in one!.keywords).length
    assert(now > 115 && now < COUNT)
})

test('of all of a list that is thrown away, what had not left yet does not leave, and comes back as a draft', async context => {
    const { server, mail, trash } = await open(context)
    const box = (role: string) => server.data.add('Mailbox', { name: role, role, sortOrder: 4, unreadEmails: 0 })
    const [sent, drafts] = [box('sent'), box('drafts')]
    const one = () => server.data.add('Email', { subject: 'later', from: null, keywords: {},
        receivedAt: '2026-11-30T09:00:00Z', mailboxIds: { [sent]: true } })
    const [waits, left] = [one(), one()]
    for (let i = 2; i < COUNT; i++) one()
    const submission = server.data.add('EmailSubmission', { emailId: waits, undoStatus: 'pending' })
    await mail.look(['Mailbox', 'Email'])
    mail.go(sent)
    await until(() => mail.shown.value.length === COUNT && mail.shown.value.at(0) !== undefined)
    mail.markAll()
    assert(mail.isAllMarked.value)
    mail.actions.remove()
    await until(() => mail.toast.value?.text === en.told.notSent(1))
    assert.equal(server.data.rows['EmailSubmission']!.get(submission)!['undoStatus'], 'canceled')
    const boxes = (id: string) => Object.keys(server.data.rows['Email']!.get(id)!['mailboxIds'] as object)
    assert.deepEqual([boxes(waits), boxes(left)], [[trash], [trash]])
    mail.actions.undo()
    await until(() => boxes(waits).join() === drafts && boxes(left).join() === sent)
})
