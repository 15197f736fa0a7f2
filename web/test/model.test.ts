import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { signal } from '@preact/signals'
import { Client } from '../src/jmap/client'
import { backCloses } from '../src/mail/back'
import { Unsent } from '../src/compose/unsent'
import { Mail } from '../src/mail/model'
import { peopleOf } from '../src/mail/people-of'
import { counted, removeAsCounted } from '../src/mail/removing'
import { MemoryCache } from '../src/store/cache'
import { en } from '../src/text/en'
import { FakeClock, until } from './fake-clock'
import { BASE, CREDENTIALS, FakeServer } from './fake-server'

async function open(emails: number, context: TestContext) {
    const server = new FakeServer()
    let added = 0
    server.core = { ...server.core, maxObjectsInGet: 500 }
    const box = (role: string, sortOrder: number) => server.data.add('Mailbox',
        { name: role, role, sortOrder, unreadEmails: 0 })
    const [archive, inbox] = [box('archive', 2), box('inbox', 1)]
    const ids = Array.from({ length: emails }, (_, i) => server.data.add('Email',
        { subject: `${i}`, keywords: {}, mailboxIds: { [inbox]: true }, from: null, receivedAt: '2026-11-30T08:00:00Z' }))
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch,
        clock: new FakeClock() })
    assert(client.ok)
    const mail = new Mail(client.value, en)
    context.after(() => mail.close())
    await mail.start()
    await until(() => mail.shown.value.length === emails && mail.shown.value.at(0) !== undefined)
    const stored = (id: string) => server.data.rows['Email']!.get(id) as unknown as
        { mailboxIds: Record<string, true>, keywords: Record<string, true> }
    const sent = () => until(() => mail.outbox.length === 0)
    const add = (threadId: string, more: object = {}) => server.data.add('Email',
        { threadId, subject: 'talk', keywords: {}, from: null,
        mailboxIds: { [inbox]: true }, receivedAt: `2026-11-30T09:00:0${added++}Z`, ...more })
    return { server, mail, add, archive, inbox, ids: ids.reverse(), stored, sent }
}

test('it begins at the inbox, and mailboxes are in their order', async context => {
    const { mail } = await open(3, context)
    assert.deepEqual(mail.mailboxes.value.map(one => one.role), ['inbox', 'archive'])
    assert.equal(mail.mailbox.value?.role, 'inbox')
})

test('what is opened is read; the keys go from one to the next', async context => {
    const { mail, ids, stored, sent } = await open(3, context)
    mail.step(1)
    assert.deepEqual([mail.chosen.value, mail.isReading.value], [ids[0], false])
    mail.open(ids[0]!)
    mail.step(1)
    assert.deepEqual([mail.chosen.value, mail.isReading.value], [ids[1], true])
    mail.step(1)
    mail.step(1)
    assert.equal(mail.chosen.value, ids[2])
    mail.step(-1)
    await sent()
    assert(ids.every(id => stored(id).keywords['$seen']))
})

test('what a list learns late of a conversation is read with it; what comes later is not', async context => {
    const { mail, add, stored } = await open(1, context)
    const [first, second] = [add('t'), add('t')]
    await mail.look(['Email', 'Thread'])
    await until(() => mail.shown.value.at(0) === second)
    mail.open(second)
    await until(() => mail.conversation(second).length === 2)
    mail.openMore(second)
    const later = add('t')
    await mail.look(['Email', 'Thread'])
    await until(() => mail.conversation(second).length === 3)
    mail.openMore(second)
    mail.actions.markOne(first, '$seen', false)
    mail.openMore(second)
    await until(() => mail.outbox.length === 0)
    assert.deepEqual([first, second, later].map(id => stored(id).keywords['$seen'] ?? false), [false, true, false])
    assert.deepEqual([...mail.justOpened.value].sort(), [first, second])
})

test('one message of a conversation goes to Trash, and the others stay and are read', async context => {
    const { server, mail, add, stored, inbox } = await open(1, context)
    const trash = server.data.add('Mailbox', { name: 'trash', role: 'trash', sortOrder: 5, unreadEmails: 0 })
    const [first, second] = [add('t'), add('t')]
    await mail.look(['Email', 'Thread', 'Mailbox'])
    await until(() => mail.shown.value.at(0) === second && mail.conversation(second).length === 2)
    mail.open(second)
    mail.actions.removeOne(second)
    assert.deepEqual([mail.chosen.value, mail.isReading.value], [first, true])
    await until(() => mail.outbox.length === 0)
    assert.deepEqual([stored(first).mailboxIds, stored(second).mailboxIds], [{ [inbox]: true }, { [trash]: true }])
    mail.actions.undo()
    await until(() => mail.outbox.length === 0)
    assert.deepEqual(stored(second).mailboxIds, { [inbox]: true })
})

test('a mailbox is told of without what would turn its name around', async context => {
    const { mail, archive } = await open(1, context)
    const box = mail.mailboxes.value.find(one => one.id === archive)!
    mail.actions.removeMailbox({ ...box, name: 'Bills\u202efdp.exe' }, async () => 'done')
    assert.equal(mail.toast.value?.text, 'The mailbox Bills fdp.exe was deleted.')
})

test('what comes into a mailbox after it was asked about keeps the mailbox', async context => {
    const { server, mail, archive, inbox, add, ids } = await open(1, context)
    const { client } = mail
    const before = (await counted(client, archive))!
    assert.equal(before.total, 0)
    add('t1')
    server.data.patch('Email', ids[0]!, { 'keywords/$seen': true })
    assert.equal(await removeAsCounted(client, inbox, (await counted(client, inbox))!), 'done',
        'what changed is not what came')
    const late = add('t2', { mailboxIds: { [archive]: true } })
    assert.equal(await removeAsCounted(client, archive, before), 'came')
    assert(server.data.rows['Mailbox']!.has(archive) && server.data.rows['Email']!.has(late))
    const again = (await counted(client, archive))!
    server.data.remove('Email', late)
    add('t3', { mailboxIds: { [archive]: true } })
    assert.equal(await removeAsCounted(client, archive, again), 'came', 'as many as there were, and another')
})

test('what is archived is gone from the list at once, the next is chosen, and undo brings it back', async context => {
    const { mail, ids, stored, sent, inbox, archive } = await open(4, context)
    mail.open(ids[1]!)
    mail.actions.archive()
    assert(mail.isUnsent)
    assert.equal(mail.chosen.value, ids[2])
    assert.equal(mail.shown.value.length, 3)
    assert.equal(mail.toast.value?.text, '1 message archived.')
    await sent()
    assert.deepEqual(stored(ids[1]!).mailboxIds, { [archive]: true })
    assert(!mail.isUnsent)
    await until(() => mail.query.value!.ids.value.length === 3)
    assert.equal(mail.shown.value.length, 3)
    mail.actions.undo()
    await sent()
    assert.deepEqual(stored(ids[1]!).mailboxIds, { [inbox]: true })
    await until(() => mail.shown.value.length === 4)
    assert.equal(mail.shown.value.at(1), ids[1])
})

test('a mailbox of the account that a mail program has deleted is made anew with its role, or is said to be missing',
    async context => {
    const { mail, ids, server, stored, sent, inbox } = await open(3, context)
    mail.chosen.value = ids[0]!
    const answer = server.data.answer.bind(server.data)
    server.data.answer = (name, args) => name === 'Mailbox/set' ? ['error', { type: 'serverFail' }] : answer(name, args)
    mail.actions.remove()
    await until(() => mail.toast.value !== undefined)
    assert.equal(mail.toast.value?.text, 'Trash is missing, and cannot be made now.')
    assert.deepEqual(stored(ids[0]!).mailboxIds, { [inbox]: true })
    server.data.answer = answer
    mail.actions.remove()
    await until(() => mail.mailboxOf('trash') !== undefined && stored(ids[0]!).mailboxIds[inbox] === undefined)
    await sent()
    const made = mail.mailboxOf('trash')!
    assert.deepEqual([made.name, stored(ids[0]!).mailboxIds], ['Trash', { [made.id]: true }])
    // a mailbox that has the name and no role is given it
    const junk = server.data.add('Mailbox', { name: 'Junk', role: null, parentId: null, sortOrder: 9, unreadEmails: 0 })
    await mail.look(['Mailbox'])
    mail.chosen.value = ids[1]!
    mail.actions.junk()
    await until(() => stored(ids[1]!).mailboxIds[junk] === true)
    assert.equal(mail.mailboxOf('junk')?.id, junk)
})

test('what the server does not take comes back into the list', async context => {
    const { mail, ids, server } = await open(2, context)
    mail.open(ids[0]!)
    await until(() => mail.outbox.length === 0)
    const answer = server.data.answer.bind(server.data)
    server.data.answer = (name, args) => name === 'Email/set' ? ['error', { type: 'forbidden' }] : answer(name, args)
    mail.actions.archive()
    assert.equal(mail.shown.value.at(0), ids[1])
    await until(() => mail.shown.value.length === 2)
    assert.equal(mail.toast.value?.text, en.told.refused)
})

test('of two notices one after the other that one is read by which somebody came last', async context => {
    const { mail, add } = await open(2, context)
    const [first, last] = [add('one'), add('other')]
    mail.openFirst(first)
    mail.openFirst(last)
    await until(() => mail.chosen.value !== undefined)
    for (let turn = 0; turn < 50; turn++) await new Promise(resolve => setTimeout(resolve, 0))
    assert.equal(mail.chosen.value, last)
    mail.openFirst(first)
    await until(() => mail.chosen.value === first)
})

test('an answer to what a signature by S/MIME encloses quotes it, and nothing that is not signed', async context => {
    const { mail, server, inbox, add } = await open(1, context)
    for (const role of ['drafts', 'sent']) {
        server.data.add('Mailbox', { name: role, role, sortOrder: 5, unreadEmails: 0 })
    }
    server.data.rows['Identity'] = new Map()
    server.data.add('Identity', { name: 'Anna', email: 'anna@home.example', replyTo: null, bcc: null,
        textSignature: '', htmlSignature: '', mayDelete: false })
    const smime = (smimeStatus: string) => add('s', { smimeStatus, mailboxIds: { [inbox]: true }, textBody: [],
        htmlBody: [], bodyValues: {}, attachments: [{ partId: null, blobId: 'p7', size: 9, name: 'smime.p7m',
            type: 'application/pkcs7-mime', disposition: 'attachment', cid: null }] })
    const part = { partId: '1', blobId: 'in', size: 9, name: null, type: 'text/plain', disposition: null, cid: null }
    const answer = server.data.answer.bind(server.data)
    let parsed = 0
    server.data.answer = (name, args) => {
        if (name !== 'Email/parse') return answer(name, args)
        parsed++
        return [name, { parsed: { p7: { textBody: [part], htmlBody: [part], attachments: [],
            bodyValues: { 1: { value: 'The door is open.' } } } } }]
    }
    const [signed, encrypted] = [smime('signed/verified'), smime('unknown')]
    mail.wakeUp()
    await until(() => mail.mailboxOf('sent') !== undefined)
    const quoted = async (id: string) => {
        await mail.writing.about('reply', id)
        const { text, html } = mail.writing.current.value!.composer.draft.value
        mail.writing.current.value!.composer.end()
        mail.writing.close()
        return `${text} ${html ?? ''}`.includes('The door is open.')
    }
    assert.deepEqual([await quoted(signed), parsed], [true, 1])
    assert.deepEqual([await quoted(encrypted), parsed], [false, 1])
})

test('the last one of a list leaves nothing chosen', async context => {
    const { mail, ids, sent } = await open(1, context)
    mail.open(ids[0]!)
    mail.actions.archive()
    assert.deepEqual([mail.chosen.value, mail.isReading.value, mail.shown.value.length], [undefined, false, 0])
    await sent()
})

test('a conversation is one row: what is done to it is done to all of it that is here', async context => {
    const { mail, add, stored, sent, archive, server } = await open(2, context)
    const trash = server.data.add('Mailbox', { name: 'trash', role: 'trash', sortOrder: 3, unreadEmails: 0 })
    const [first, elsewhere, thrown, last] = [add('talk'), add('talk', { mailboxIds: { [archive]: true } }),
        add('talk', { mailboxIds: { [trash]: true } }), add('talk')]
    mail.wakeUp()
    await until(() => mail.shown.value.length === 3 && mail.conversation(last).length === 3)
    assert.deepEqual(mail.conversation(last).map(one => one.id), [first, elsewhere, last])
    mail.open(last)
    assert.deepEqual([...mail.justOpened.value].sort(), [first, elsewhere, last].sort())
    mail.actions.archive()
    assert.equal(mail.toast.value?.text, '2 messages archived.')
    await sent()
    assert.deepEqual([first, elsewhere, last].map(id => stored(id).mailboxIds),
        [{ [archive]: true }, { [archive]: true }, { [archive]: true }])
    assert.deepEqual(stored(thrown).mailboxIds, { [trash]: true })
    assert([first, elsewhere, last].every(id => stored(id).keywords['$seen']))
    mail.actions.undo()
    await sent()
    assert.equal(Object.keys(stored(first).mailboxIds).length, 1)
    assert.deepEqual(stored(elsewhere).mailboxIds, { [archive]: true })
    await until(() => mail.shown.value.length === 3)
})

test('what is marked is done to together', async context => {
    const { mail, ids, stored, sent, archive } = await open(6, context)
    mail.select(ids[1]!)
    mail.select(ids[3]!, true)
    mail.select(ids[2]!)
    assert.deepEqual([...mail.selected.value].sort(), [ids[1], ids[3]].sort())
    mail.actions.mark('$seen', true)
    mail.actions.archive()
    assert.equal(mail.toast.value?.text, '2 messages archived.')
    assert.equal(mail.shown.value.length, 4)
    assert.equal(mail.selected.value.size, 0)
    await sent()
    assert.deepEqual([1, 2, 3].map(i => stored(ids[i]!).mailboxIds[archive]), [true, undefined, true])
    mail.selectAll()
    assert.equal(mail.selected.value.size, 4)
})

test('what is undone without a connection comes back, and nothing else that was put away', async context => {
    const { mail, server, ids } = await open(4, context)
    server.faults.push(...Array.from({ length: 40 }, () => 'lost-before' as const))
    for (const id of [ids[1]!, ids[2]!]) {
        mail.chosen.value = id
        mail.actions.archive()
    }
    mail.actions.undo()
    const rows = () => Array.from({ length: mail.shown.value.length }, (_, i) => mail.shown.value.at(i))
    assert.deepEqual(rows(), [ids[0], ids[2], ids[3]])
})

test('what is deleted for good can be undone for a while', async context => {
    const { mail, server, ids, sent } = await open(2, context)
    const trash = server.data.add('Mailbox', { name: 'trash', role: 'trash', sortOrder: 3, unreadEmails: 0 })
    mail.wakeUp()
    await until(() => mail.mailboxOf('trash') !== undefined)
    mail.chosen.value = ids[0]
    mail.actions.remove()
    mail.chosen.value = ids[1]
    mail.actions.remove()
    await sent()
    mail.go(trash)
    await until(() => mail.shown.value.length === 2)
    mail.chosen.value = ids[0]
    mail.actions.remove()
    assert.deepEqual([mail.shown.value.length, mail.toast.value?.text], [1, '1 message deleted for good.'])
    mail.actions.undo()
    assert.equal(mail.shown.value.length, 2)
    mail.chosen.value = ids[1]
    mail.actions.remove()
    mail.actions.finish()
    await sent()
    assert.deepEqual([...server.data.rows['Email']!.keys()], [ids[0]])
})

test('a search is of all mailboxes; what is found is moved out of where it lies', async context => {
    const { mail, server, ids, stored, sent, archive, inbox } = await open(3, context)
    mail.search('from:bruno')
    assert.equal(mail.mailboxId.value, undefined)
    await until(() => mail.shown.value.at(0) !== undefined)
    const query = server.requests.flat().findLast(([name]) => name === 'Email/query')!
    assert.deepEqual(query[1]['filter'], { from: 'bruno' })
    mail.narrow('unread')
    await until(() => mail.shown.value.at(0) !== undefined)
    assert.deepEqual(server.requests.flat().findLast(([name]) => name === 'Email/query')![1]['filter'],
        { operator: 'AND', conditions: [{ from: 'bruno' }, { notKeyword: '$seen' }] })
    mail.chosen.value = ids[0]
    mail.actions.archive()
    await sent()
    assert.deepEqual(stored(ids[0]!).mailboxIds, { [archive]: true })
    assert.equal(mail.shown.value.length, 3)
    mail.search('')
    assert.equal(mail.mailboxId.value, inbox)
})

/** A conversation that came into the inbox and was answered, with a draft; and what was thrown away of another. */
async function answered(context: TestContext) {
    const there = await open(1, context)
    const { server, mail, add } = there
    const box = (role: string | null, name = role) => server.data.add('Mailbox',
        { name, role, parentId: null, sortOrder: 5, unreadEmails: 0 })
    const [sent, drafts, trash, junk, snoozed, work] = [box('sent'), box('drafts'), box('trash'), box('junk'),
        box(null, 'Snoozed'), box(null, 'Work')]
    const came = add('talk')
    const copy = add('talk', { mailboxIds: { [sent!]: true } })
    const draft = add('talk', { mailboxIds: { [drafts!]: true }, keywords: { $draft: true } })
    mail.wakeUp()
    await until(() => mail.mailboxOf('sent') !== undefined && mail.shown.value.length === 2)
    const lie = () => [came, copy, draft].map(id => Object.keys(there.stored(id).mailboxIds).join())
    /** The newest of what is found is the draft of the fake server, which filters by mailbox alone. */
    const find = async (text: string, id: string) => {
        mail.search(text)
        await until(() => mail.emails.seen(id).value !== undefined && mail.query.value?.isThere.value === true
            && mail.conversation(id).length === 2)
        mail.chosen.value = id
    }
    return { ...there, lie, find, came, copy, draft, sentBox: sent!, drafts: drafts!, trash: trash!, junk: junk!,
        snoozed: snoozed!, work: work! }
}

test('of what a search found what was received is put away; what one has sent, and drafts, stay', async context => {
    const { mail, lie, find, came, copy, archive, inbox, sentBox, drafts, trash, junk, work,
        sent } = await answered(context)
    const before = [inbox, sentBox, drafts]
    const cases: [() => void, string[]][] = [[() => mail.actions.archive(), [archive, sentBox, drafts]],
        [() => mail.actions.junk(), [junk, sentBox, drafts]],
        [() => mail.actions.moveTo(work), [work, sentBox, drafts]], [() => mail.actions.remove(),
            [trash, trash, drafts]]]
    for (const [act, after] of cases) {
        await find('talk', came)
        act()
        await sent()
        assert.deepEqual(lie(), after)
        mail.actions.undo()
        await sent()
        assert.deepEqual(lie(), before)
        assert.equal(mail.toast.value?.text, en.told.undone)
    }
    await find('in:sent talk', copy)
    mail.actions.remove()
    await sent()
    assert.deepEqual(lie(), [inbox, trash, drafts], 'where it names a mailbox, it is as in there')
})

test('snoozed from a search is what was received; undone it is back, and what was brought back is away again',
    async context => {
    const { mail, server, stored, find, came, copy, snoozed, inbox, sent } = await answered(context)
    const time = '2026-12-09T07:00:00Z'
    const asked = () => server.requests.flat().filter(([name]) => name === 'Email/set').at(-1)![1]['update']
    await find('talk', came)
    await mail.actions.snooze(new Date(time))
    await sent()
    assert.deepEqual(asked(), { [came]: { snoozed: { until: time } } })
    assert.equal(mail.emails.said(copy)?.id, copy)
    mail.actions.undo()
    await sent()
    assert.deepEqual(asked(), { [came]: { snoozed: null } })
    assert.equal(mail.toast.value?.text, en.told.undone)
    server.data.patch('Email', came, { [`mailboxIds/${inbox}`]: null, [`mailboxIds/${snoozed}`]: true,
        snoozed: { until: time } })
    await mail.look(['Email'])
    mail.go(snoozed)
    await until(() => mail.shown.value.at(0) === came)
    mail.chosen.value = came
    await mail.actions.snooze(undefined)
    await sent()
    assert.equal((stored(came) as unknown as { snoozed: unknown }).snoozed, null)
    assert.equal(mail.toast.value?.text, en.told.isBack)
    mail.actions.undo()
    await sent()
    assert.deepEqual(asked(), { [came]: { snoozed: { until: time } } })
})

test('what was found in Trash is deleted for good, and where nothing can be done it is said', async context => {
    const { mail, server, add, stored, copy, sentBox, trash, archive, sent } = await answered(context)
    const thrown = add('gone', { mailboxIds: { [trash]: true } })
    const both = add('both', { mailboxIds: { [trash]: true, [archive]: true } })
    mail.wakeUp()
    mail.search('in:trash')
    await until(() => mail.shown.value.length === 2 && mail.emails.seen(both).value !== undefined
        && mail.emails.seen(thrown).value !== undefined)
    mail.select(thrown)
    mail.select(both)
    mail.actions.remove()
    assert.equal(mail.toast.value?.text, '2 messages deleted for good.')
    mail.actions.finish()
    await sent()
    assert(!server.data.rows['Email']!.has(thrown))
    assert.deepEqual(stored(both).mailboxIds, { [archive]: true }, 'what lies elsewhere too is there still')
    const own = add('own', { mailboxIds: { [sentBox]: true } })
    mail.wakeUp()
    mail.search('own')
    await until(() => mail.emails.seen(own).value !== undefined && mail.query.value?.isThere.value === true)
    mail.chosen.value = own
    mail.actions.archive()
    assert.equal(mail.toast.value?.text, en.told.nothing)
    mail.actions.remove()
    await sent()
    assert.deepEqual(stored(own).mailboxIds, { [trash]: true })
    assert.deepEqual(stored(copy).mailboxIds, { [sentBox]: true })
})

test('undo is of the last thing, and where nothing is taken back it says so', async context => {
    const { mail, ids, server, sent } = await open(2, context)
    mail.actions.undo()
    assert.equal(mail.toast.value?.text, en.told.nothingToUndo)
    mail.chosen.value = ids[0]
    mail.actions.label({ keyword: 'odd', name: 'Odd', color: '#000000' }, true)
    await sent()
    mail.actions.undo()
    await sent()
    assert.deepEqual(server.data.rows['Email']!.get(ids[0]!)!['keywords'], {})
    mail.actions.archive()
    mail.actions.starRow([mail.emails.seen(ids[1]!).value!], true)
    assert.equal(mail.toast.peek(), undefined, 'no button undoes what it does not speak of')
    await sent()
    server.data.patch('Email', ids[1]!, { 'keywords/$flagged': null })
    await mail.look(['Email'])
    mail.actions.undo()
    assert.equal(mail.toast.value?.text, en.told.notUndone)
    let taken = 0
    mail.actions.sayUndoable('The mailbox was changed.', async () => ++taken > 1)
    mail.actions.undoByKey()
    await until(() => mail.toast.value?.text === en.told.notUndone)
    assert.equal(taken, 1)
})

test('who reads what goes from the list comes to the next one all the same', async context => {
    const { mail, ids, server, inbox, archive } = await open(5, context)
    mail.open(ids[2]!)
    server.data.patch('Email', ids[2]!, { [`mailboxIds/${inbox}`]: null, [`mailboxIds/${archive}`]: true })
    mail.wakeUp()
    await until(() => mail.shown.value.length === 4)
    mail.step(1)
    assert.equal(mail.chosen.value, ids[3])
    mail.step(-1)
    assert.equal(mail.chosen.value, ids[1])
})

/** A browser's history: what is pushed is there at once, a step comes later. */
function fakeHistory() {
    const entries: unknown[] = [null]
    let [at, steps] = [0, 0]
    let stepped: () => void = () => undefined
    const go = (by = 0) => void setTimeout(() => { at = Math.max(0, Math.min(entries.length - 1, at + by)); steps++; stepped() })
    return { get state() { return entries[at] }, get at() { return at }, get steps() { return steps }, go, listen: (to: () => void) => { stepped = to },
        pushState(state: unknown) { entries.splice(++at, Infinity, state) } }
}

test('Back closes what is open last, and stays at the list when it was closed by other ways', async () => {
    const [reading, writing, way] = [signal(false), signal(false), fakeHistory()]
    let canClose = true
    const back = backCloses([{ isOpen: () => reading.value, close: () => { reading.value = false } },
        { isOpen: () => writing.value, close: async () => { await Promise.resolve(); if (canClose) writing.value = false } }], way)
    way.listen(back.stepped)
    reading.value = true
    writing.value = true
    assert.equal(way.at, 2)
    canClose = false
    way.go(-1)
    await until(() => way.steps === 1)
    assert(writing.value && reading.value)
    assert.equal(way.at, 2, 'what cannot be saved stays, and its step too')
    canClose = true
    way.go(-1)
    await until(() => !writing.value)
    assert.deepEqual([way.at, reading.value], [1, true])
    way.go(-1)
    await until(() => !reading.value)
    assert.equal(way.at, 0)
    // closed by a button, and another opened before the browser has gone back
    reading.value = true
    reading.value = false
    reading.value = true
    await until(() => way.steps === 4)
    assert.deepEqual([way.at, reading.value], [1, true])
    reading.value = false
    await until(() => way.at === 0)
    back.stop()
})

test('what was written when the session ended is written on in the next one', async context => {
    const { server, mail } = await open(1, context)
    server.data.add('Mailbox', { name: 'drafts', role: 'drafts', sortOrder: 3, unreadEmails: 0 })
    server.data.add('Mailbox', { name: 'sent', role: 'sent', sortOrder: 4, unreadEmails: 0 })
    server.data.rows['Identity'] = new Map()
    server.data.add('Identity', { name: 'Anna', email: 'anna@x.test', replyTo: null, bcc: null, textSignature: '',
        htmlSignature: '', mayDelete: false })
    await mail.look(['Mailbox'])
    await mail.writing.fresh()
    const before = mail.writing.current.value!.composer
    const unsent = before.unsent = new Unsent(new MemoryCache())
    before.change({ subject: 'Not saved yet', text: 'every word' })
    assert(await unsent.keep({ key: before.key, draft: before.draft.value, messageId: before.messageId }))
    assert.equal(await mail.writing.handOver(), before)
    assert.deepEqual(await unsent.all(), [], 'it does not come from what was kept as well')
    mail.close()
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch,
        clock: new FakeClock() })
    assert(client.ok)
    const next = new Mail(client.value, en)
    context.after(() => next.close())
    await next.start()
    await next.writing.goOn(before)
    const { draft, state } = next.writing.current.value!.composer
    assert.deepEqual([draft.value.subject, draft.value.text, state.value], ['Not saved yet', 'every word', 'unsaved'])
    assert(await next.writing.current.value!.composer.save())
    const there = [...server.data.rows['Email']!.values()] as unknown as { subject: string, messageId: string[] }[]
    assert.deepEqual(there.filter(one => one.subject === 'Not saved yet').map(one => one.messageId),
        [[before.messageId]])
    next.writing.current.value!.composer.end()
})

test('who signs out has what he wrote among the drafts, or is told that it would be lost', async context => {
    const { server, mail } = await open(1, context)
    for (const role of ['drafts', 'sent']) server.data.add('Mailbox', { name: role, role, sortOrder: 3, unreadEmails: 0 })
    server.data.rows['Identity'] = new Map()
    server.data.add('Identity', { name: 'Anna', email: 'anna@x.test', replyTo: null, bcc: null, textSignature: '',
        htmlSignature: '', mayDelete: false })
    await mail.look(['Mailbox'])
    assert.equal(await mail.writing.saveAll(), 0)
    await mail.writing.fresh()
    const { composer } = mail.writing.current.value!
    context.after(() => composer.end())
    composer.change({ subject: 'Just now' })
    assert.equal(await mail.writing.saveAll(), 0)
    const there = () => [...server.data.rows['Email']!.values()].map(one => (one as unknown as { subject: string }).subject)
    assert(there().includes('Just now'))
    composer.change({ subject: 'Later' })
    server.faults.push('lost-before')
    assert.equal(await mail.writing.saveAll(), 1)
    assert(!there().includes('Later') && mail.isUnsent)
})

test('what waits for the connection can be had back, and does not go then', async context => {
    const { server } = await open(1, context)
    for (const role of ['drafts', 'sent']) server.data.add('Mailbox', { name: role, role, sortOrder: 3, unreadEmails: 0 })
    server.data.rows['Identity'] = new Map()
    server.data.add('Identity', { name: 'Anna', email: 'anna@x.test', replyTo: null, bcc: null, textSignature: '',
        htmlSignature: '', mayDelete: false })
    const client = await Client.open({ base: BASE, credentials: CREDENTIALS, fetch: server.fetch,
        clock: new FakeClock() })
    assert(client.ok)
    const cache = new MemoryCache()
    const mail = new Mail(client.value, en, { cache, isFirst: true, close: () => undefined, erase: async () => undefined })
    context.after(() => mail.close())
    await mail.start()
    await until(() => mail.mailboxes.value.some(one => one.role === 'sent'))
    const { writing } = mail
    const write = async (subject: string) => {
        await writing.fresh()
        const { composer } = writing.current.value!
        composer.change({ subject, to: [{ name: null, email: 'bruno@x.test' }] })
        server.faultsOf = 'Email/set'
        server.faults.push('lost-before')
        const sent = await composer.send()
        assert(!sent.ok && sent.error.kind === 'kept')
        writing.left()
        return composer.key
    }
    const key = await write('Regretted')
    assert.deepEqual(writing.waiting.value.map(one => [one.subject, one.to[0]!.email]), [['Regretted', 'bruno@x.test']])
    await writing.takeBack(key)
    const { composer } = writing.current.value!
    assert.deepEqual([composer.draft.value.subject, writing.waiting.value], ['Regretted', []])
    await writing.sendKept()
    assert.equal(server.data.rows['EmailSubmission']!.size, 0)
    assert(await composer.close())
    writing.close()
    assert.equal((await new Unsent(cache).all()).length, 0, 'it lies among the drafts')
    const again = await write('Sent in the end')
    await writing.sendKept()
    await until(() => server.data.rows['EmailSubmission']!.size === 1)
    assert.equal(mail.toast.value?.text, en.compose.keptSent)
    assert.equal(mail.toast.value?.action?.label, en.told.undo)
    await writing.takeBack(again)
    assert.equal(mail.toast.value?.text, en.compose.tooLate)
})

test('rows of Sent and Drafts say to whom, all others from whom', () => {
    const [anna, bruno, carla] = ['anna', 'bruno', 'carla'].map(one => ({ name: one, email: `${one}@x.test` }))
    const row = (mailbox: string, from: unknown, to: unknown) => ({ mailboxIds: { [mailbox]: true }, from, to }) as never
    const talk = [row('in', [bruno], [anna]), row('out', [anna], [bruno, carla]), row('out', [anna], [bruno])]
    const box = (id: string, role: string) => ({ id, role }) as never
    assert.equal(peopleOf(talk, box('in', 'inbox'), en), 'bruno, anna')
    assert.equal(peopleOf(talk, box('out', 'sent'), en), 'to bruno, carla')
    assert.equal(peopleOf([row('d', [anna], null)], box('d', 'drafts'), en), '(nobody in To)')
    assert.equal(peopleOf([row('in', null, [anna])], undefined, en), '(no sender)')
})
