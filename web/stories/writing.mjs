// Plays how one writes: with a form, pictures and files, answers under the right name, to whom one knows, later;
// lists are left, receipts sent.
//   node stories/writing.mjs DEMO_FOLDER PICTURES_FOLDER [of one story alone, a word of its name]
// The demo runs already. What left is seen in the mailbox that catches it, what was done over IMAP.
import assert from 'node:assert/strict'
import { ask, catcherIn, decoded, deliver, demoIn, Imap, jmap, signIn, undoFor } from './server.mjs'
import { fillSoon, launch, mails, play, seen, Stage, until } from './stage.mjs'
import { wordsOf } from './words.mjs'

const [folder, pictures, only = ''] = process.argv.slice(2)
if (!pictures) throw new Error('Say where the demo is, and where pictures go')
const RUN = Date.now().toString(36)
const demo = demoIn(folder)
const catcher = catcherIn(folder)
const { subjectOf, mail, row } = mails(demo, `Writing ${RUN}`)
const CARLA = `carla-${RUN}@elsewhere.test`
const LARGE_OCTETS = 6_000_000
const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
const words = { en: (await wordsOf('en')).main, it: (await wordsOf('it')).main }

/** What was caught for an address: none yet, or the newest, as a program of the catcher reads it. */
async function caughtNow(to) {
    const [, { list: [one] }] = await jmap(catcher, theirs,
        ['Email/query', { filter: { to }, sort: [{ property: 'receivedAt', isAscending: false }], limit: 1 }],
        ['Email/get', { '#ids': { resultOf: '0', name: 'Email/query', path: '/ids' }, fetchAllBodyValues: true,
            properties: ['from', 'subject', 'size', 'inReplyTo', 'references', 'textBody', 'htmlBody', 'attachments',
            'bodyValues', 'header:Disposition-Notification-To:asRaw', 'header:Content-Type:asRaw'],
            bodyProperties: ['partId', 'type', 'name', 'size', 'cid', 'disposition'] }])
    return one
}
const caught = (to, wants = Boolean) => until(() => caughtNow(to), wants, `what came for ${to}`)
const textIn = (one, parts) => one[parts].map(part => one.bodyValues[part.partId]?.value ?? '').join('\n')

async function write(page, w) {
    await page.getByRole('button', { name: w.compose.write, exact: true }).first().click()
    const panel = page.locator('.compose')
    await panel.waitFor()
    return panel
}

const addressee = (panel, address) => panel.locator('.address-field input').first().fill(`${address},`)

async function send(panel, w) {
    await panel.getByRole('button', { name: w.compose.send, exact: true }).click()
    await panel.waitFor({ state: 'detached' })
}

/** Files of so many octets, let go above the panel. */
async function drop(page, panel, name, octets) {
    const dataTransfer = await page.evaluateHandle(([called, size]) => {
        const data = new DataTransfer()
        data.items.add(new File([new Uint8Array(size)], called, { type: 'application/octet-stream' }))
        return data
    }, [name, octets])
    for (const what of ['dragover', 'drop']) await panel.dispatchEvent(what, { dataTransfer })
}

/** Long enough for both to be put aside before, on a machine with much else to do. */
const LATER_S = 20

/** Both are seen again at the end: by then one has left, and the other never does. */
async function sendLater(stage, session) {
    const w = words.en
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'dark', session })
    for (const [to, choose] of [[`later-${RUN}@elsewhere.test`, async panel => {
        await panel.getByRole('menuitem', { name: w.compose.chooseTime }).click()
        await panel.locator('input[name=at]').waitFor()
        await stage.look(page, 'send-later-desk-en-dark')
        await fillSoon(panel.locator('input[name=at]'), LATER_S)
        await panel.locator('form.when button').click()
    }], [`never-${RUN}@elsewhere.test`, panel => panel.getByRole('menuitem').first().click()],
    [`thrown-${RUN}@elsewhere.test`, panel => panel.getByRole('menuitem').first().click()]]) {
        const panel = await write(page, w)
        await addressee(panel, to)
        await panel.locator('.subject input').fill(subjectOf(to.split('-')[0]))
        await panel.locator('textarea').fill('It has time.')
        await panel.locator('footer .menu > summary').click()
        await choose(panel)
        await panel.waitFor({ state: 'detached' })
    }
    const waiting = async () => (await jmap(demo, session, ['EmailSubmission/query', { filter: { undoStatus: 'pending' } }]))[0].ids.length
    const waits = await until(waiting, n => n >= 3, 'all wait')
    assert.deepEqual([await caughtNow(`later-${RUN}@elsewhere.test`), await caughtNow(`never-${RUN}@elsewhere.test`)], [undefined, undefined], 'neither has left')
    await page.locator('.mailboxes .box', { hasText: w.mailboxes.roles.sent }).click()
    await row(page, 'never').click()
    await page.locator('.banner').getByRole('button', { name: w.reading.cancel }).click()
    await seen(imap, 'Drafts', subjectOf('never'), one => one?.flags.includes('\\Draft'),
        'what is not to be sent is a draft again')
    if (await page.locator('.compose').count() > 0) await page.locator('.compose').getByRole('button', { name: w.compose.close }).click()
    await row(page, 'thrown').click()
    await page.locator('.banner').getByRole('button', { name: w.reading.cancel }).waitFor()
    await page.keyboard.press('#')
    await page.getByText(w.told.notSent(1)).waitFor()
    await until(waiting, n => n === waits - 2, 'what is thrown away is not sent')
    await page.getByRole('button', { name: w.told.undo }).click()
    await seen(imap, 'Drafts', subjectOf('thrown'), one => one?.flags.includes('\\Draft'), 'and comes back as a draft')
    await stage.close(page)
    return async () => {
        await caught(`later-${RUN}@elsewhere.test`)
        assert.equal(await caughtNow(`never-${RUN}@elsewhere.test`), undefined)
        stage.played(page, 'send-later')
    }
}

/**
 * With a form, a picture inside, a large file that comes up while one sees how far it is, and one that is too large.
 */
async function withAForm(stage, session) {
    const w = words.it
    const to = `forma-${RUN}@elsewhere.test`
    const page = await stage.open({ size: 'desk', language: 'it', theme: 'light', session })
    const panel = await write(page, w)
    await addressee(panel, to)
    await panel.locator('.subject input').fill(subjectOf('form'))
    await panel.getByRole('button', { name: w.compose.formatting }).click()
    const inside = panel.frameLocator('iframe').locator('body[contenteditable=true]')
    await inside.click()
    await page.keyboard.type('Una parola ')
    await panel.getByRole('button', { name: w.compose.format.bold }).click()
    await page.keyboard.type('grassa')
    await panel.getByRole('button', { name: w.compose.format.bold }).click()
    await panel.locator('.attach input').setInputFiles({ name: 'punto.png', mimeType: 'image/png', buffer: DOT })
    await inside.locator('img').waitFor()
    let go
    const held = new Promise(resolve => { go = resolve })
    await page.route('**/jmap/upload/**', async route => { await held; await route.continue() })
    await drop(page, panel, 'grande.bin', LARGE_OCTETS)
    await panel.getByRole('progressbar', { name: w.compose.uploading('grande.bin') }).waitFor()
    await stage.look(page, 'writing-form-desk-it-light')
    go()
    await panel.getByRole('progressbar').waitFor({ state: 'detached' })
    const { json } = await ask(demo, 'GET', '/jmap/session', undefined, session)
    await drop(page, panel, 'troppo.bin', json.capabilities['urn:ietf:params:jmap:core'].maxSizeUpload + 1)
    await panel.locator('.files .wrong', { hasText: /possono avere in tutto/ }).waitFor()
    // what did not come up is not left out without a word
    await panel.getByRole('button', { name: w.compose.send, exact: true }).click()
    await panel.locator('[role=alert]', { hasText: 'troppo.bin' }).waitFor()
    await panel.getByRole('button', { name: w.compose.takeOut('troppo.bin') }).click()
    await send(panel, w)
    const one = await caught(to)
    assert.match(textIn(one, 'htmlBody'), /<b>grassa<\/b>/)
    const picture = one.attachments.find(part => part.cid)
    assert.ok(picture && textIn(one, 'htmlBody').includes(`cid:${picture.cid}`) && picture.size === DOT.length, 'the picture stands in the text')
    assert.match(textIn(one, 'textBody') || textIn(one, 'htmlBody'), /Una parola/)
    const files = one.attachments.filter(part => !part.cid).map(part => [part.name, part.size])
    assert.deepEqual(files, [['grande.bin', LARGE_OCTETS]], 'the large file is whole')
    stage.played(page, 'rich-text', 'inline-images', 'drag-attachments', 'attachment-progress', 'large-attachments')
    await stage.close(page)
}

/**
 * An answer to what came to a masked address is written under it, quotes, and is known as one; also where it lay among
 * the drafts before it was sent.
 */
async function answering(stage, session) {
    const w = words.en
    const { json: { address: masked } } = await ask(demo, 'POST', '/api/masked', { note: `Shop ${RUN}` }, session)
    await deliver(demo, [mail('masked', { to: masked, from: `shop-${RUN}@elsewhere.test` })])
    const page = await stage.open({ size: 'phone', language: 'en', theme: 'dark', session })
    await row(page, 'masked').click()
    await page.locator('.answer').getByRole('button', { name: w.actions.reply, exact: true }).click()
    const panel = page.locator('.compose')
    await until(() => panel.locator('.from select option:checked').innerText(), text => text.includes(masked),
        'who writes')
    const text = panel.locator('textarea')
    await until(() => text.inputValue(), said => said.includes(`> This is what ${subjectOf('masked')} says.`), 'what is quoted')
    await text.press('Control+Home')
    await page.keyboard.type('I answer above.')
    await panel.getByLabel(w.compose.receipt).check()
    await stage.look(page, 'answering-phone-en-dark')
    await text.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: w.compose.continue, exact: true }).click()
    assert.ok(await panel.getByLabel(w.compose.receipt).isChecked(), 'a draft knows that a receipt is asked for')
    await send(panel, w)
    const one = await caught(`shop-${RUN}@elsewhere.test`)
    assert.equal(one.from[0].email, masked)
    assert.ok(one['header:Disposition-Notification-To:asRaw']?.includes(masked), 'a receipt is asked for')
    assert.deepEqual(one.inReplyTo, one.references.slice(-1))
    const said = textIn(one, 'textBody')
    assert.ok(/I answer above\.[\s\S]+wrote:\s+> This is what/.test(said), said)
    assert.equal(one.subject, `Re: ${subjectOf('masked')}`)
    await seen(imap, 'INBOX', subjectOf('masked'), found => found?.flags.includes('\\Answered'),
        'it is known as answered')
    stage.played(page, 'reply-quoting', 'right-address', 'plain-text')
    await stage.close(page)
}

/**
 * Mail in HTML that is sent on, or continued, with no key typed in its text leaves with its pictures: those that it
 * brought as parts of it, others with the address that they have.
 */
async function sentOn(stage, session) {
    const w = words.it
    const logo = 'https://shop.elsewhere.test/logo.png'
    const [to, again] = [`sent-on-${RUN}@elsewhere.test`, `continued-${RUN}@elsewhere.test`]
    const html = `<p>This is what ${subjectOf('pictures')} says.</p>`
        + `<img src="cid:dot.${RUN}@elsewhere.test"><img src="${logo}">`
    const parts = ['Content-Type: text/html; charset=utf-8\n', html, '--b', 'Content-Type: image/png; name=dot.png',
        'Content-Transfer-Encoding: base64',
        `Content-ID: <dot.${RUN}@elsewhere.test>`, 'Content-Disposition: inline\n', DOT.toString('base64')]
    await deliver(demo, [mail('pictures', { type: 'multipart/related; boundary=b',
        body: `--b\n${parts.join('\n')}\n--b--` })])
    const page = await stage.open({ size: 'desk', language: 'it', theme: 'dark', session })
    await row(page, 'pictures').click()
    await page.locator('.answer').getByRole('button', { name: w.actions.forward, exact: true }).click()
    const panel = page.locator('.compose')
    await panel.frameLocator('iframe').locator('img[src^="blob:"]').waitFor()
    await addressee(panel, to)
    await stage.look(page, 'sent-on-desk-it-dark')
    await panel.getByRole('button', { name: w.compose.close, exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    await page.locator('.mailboxes .box', { hasText: w.mailboxes.roles.drafts }).click()
    await row(page, 'pictures').click()
    await panel.frameLocator('iframe').locator('img[src^="blob:"]').waitFor()
    await addressee(panel, again)
    await send(panel, w)
    const theirImap = await Imap.open(catcher)
    for (const who of [to, again]) {
        await caught(who)
        await theirImap.ask('EXAMINE INBOX')
        const [, number] = /^\* SEARCH.* (\d+)\r/m.exec(await theirImap.ask(`SEARCH TO "${who}"`))
        const octets = await theirImap.ask(`FETCH ${number} BODY.PEEK[]`)
        const came = decoded(octets)
        for (const source of [`cid:dot.${RUN}@elsewhere.test`, logo]) assert.ok(came.includes(`<img src="${source}">`), came)
        assert.match(came, /multipart\/alternative[\s\S]*multipart\/related[\s\S]*Content-Type: image\/png/i)
        assert.match(came, new RegExp(`Content-ID:\\s*<dot\\.${RUN}@elsewhere\\.test>`, 'i'))
        assert.ok(octets.replace(/\s/g, '').includes(DOT.toString('base64')), 'the picture is in it')
        assert.doesNotMatch(came, /\sdata-|blob:|contenteditable|multipart\/mixed/)
    }
    theirImap.close()
    stage.played(page, 'inline-images')
    await stage.close(page)
}

/**
 * Who was written to is proposed; who looks like it is asked about; the signature goes along, and a receipt is asked
 * for.
 */
async function toWhomOneKnows(stage, session) {
    const w = words.en
    await imap.ask(`APPEND Sent (\\Seen) {${Buffer.byteLength(toCarla())}+}\r\n${toCarla()}`)
    const page = await stage.open({ size: 'tablet', language: 'en', theme: 'light', session })
    await page.locator('.mailboxes').getByRole('button', { name: w.settings.title }).click()
    const identity = page.locator('dialog details.identity', { has: page.locator('summary', { hasText: new RegExp(`^${demo.address}$`) }) })
    if (!await identity.evaluate(one => one.open)) await identity.locator('summary').click()
    await identity.locator('textarea[name=signature]').fill(`Anna, ${RUN}`)
    await identity.getByRole('button', { name: w.settings.save }).click()
    await identity.getByRole('status').filter({ hasText: w.settings.saved }).waitFor()
    await page.keyboard.press('Escape')
    const [{ list }] = await jmap(demo, session, ['Identity/get', { ids: null }])
    assert.equal(list.find(one => one.email === demo.address).textSignature, `Anna, ${RUN}`)
    const panel = await write(page, w)
    assert.ok(await panel.locator('.from select option').count() > list.length, 'all names, and a new one')
    await panel.locator('.from select').selectOption({ label: await panel.locator('.from select option', { hasText: demo.address }).first().innerText() })
    const field = panel.locator('.address-field input').first()
    await until(async () => {
        await field.fill('')
        await field.pressSequentially(CARLA.slice(0, -16))
        return panel.getByRole('option', { name: CARLA }).count()
    }, n => n === 1, 'who was written to is proposed')
    await stage.look(page, 'proposed-tablet-en-light')
    await field.press('Enter')
    await addressee(panel, CARLA.replace('carla', 'carlo'))
    await panel.locator('.subject input').fill(subjectOf('known'))
    await panel.locator('textarea').press('Control+Home')
    await page.keyboard.type('Good morning.')
    await panel.getByLabel(w.compose.receipt).check()
    await panel.getByRole('button', { name: w.compose.send, exact: true }).click()
    await panel.getByRole('alertdialog').getByText(w.compose.doubts.likes(CARLA.replace('carla', 'carlo'), CARLA)).waitFor()
    await panel.getByRole('button', { name: w.compose.backToWriting }).click()
    await panel.getByRole('button', { name: w.compose.takeOut(CARLA.replace('carla', 'carlo')) }).click()
    await send(panel, w)
    const one = await caught(CARLA)
    assert.match(textIn(one, 'textBody'), new RegExp(`Good morning\\.\\s+-- \\s*Anna, ${RUN}`))
    assert.ok(one['header:Disposition-Notification-To:asRaw']?.includes(demo.address), 'a receipt is asked for')
    assert.equal(await caughtNow(CARLA.replace('carla', 'carlo')), undefined)
    await jmap(demo, session, ['Identity/set', { update: { [list.find(other => other.email === demo.address).id]: { textSignature: '' } } }])
    stage.played(page, 'completion', 'identities', 'signatures', 'wrong-recipient')
    await stage.close(page)
}

const toCarla = () => mail('to carla', { to: CARLA, from: demo.address }).text.replace(/\n/g, '\r\n')

/**
 * A list is left by a mail (a demo asks nobody else: by one click in others.mjs). A receipt goes when one says so.
 */
async function lists(stage, session) {
    const w = words.it
    const page = await stage.open({ size: 'phone', language: 'it', theme: 'light', session })
    await row(page, 'list').click()
    await stage.look(page, 'list-left-phone-it-light')
    await page.locator('.banner', { hasText: w.reading.fromList }).getByRole('button', { name: w.reading.unsubscribe }).click()
    const panel = page.locator('.compose')
    await panel.locator('textarea').fill('unsubscribe')
    await send(panel, w)
    await caught(`leave-${RUN}@elsewhere.test`)
    stage.played(page, 'unsubscribe')
    await page.locator('.reading').getByRole('button', { name: w.reading.back }).click()
    await row(page, 'receipt').click()
    const receipt = page.locator('.banner', { hasText: w.reading.receiptWanted('').trim() })
    await receipt.waitFor()
    await seen(imap, 'INBOX', subjectOf('receipt'), one => one?.flags.includes('\\Seen'), 'it is read')
    assert.equal(await caughtNow(`wants-${RUN}@elsewhere.test`), undefined, 'nothing is sent unasked')
    await receipt.getByRole('button', { name: w.reading.sendReceipt }).click()
    const one = await caught(`wants-${RUN}@elsewhere.test`)
    assert.match(one['header:Content-Type:asRaw'], /multipart\/report;\s*report-type="?disposition-notification/)
    await seen(imap, 'INBOX', subjectOf('receipt'), found => found.flags.some(flag => /^\$mdnsent$/i.test(flag)), 'and it is asked once')
    stage.played(page, 'receipts')
    await stage.close(page)
}

/**
 * Who changes who writes takes his signature along, also where the text was given a form meanwhile; what is left of it
 * is asked about. Who signs out finds among the drafts what he has just typed.
 */
async function underAnotherName(stage, session) {
    const w = words.en
    const { json: { address: masked } } = await ask(demo, 'POST', '/api/masked', { note: `Sign ${RUN}` }, session)
    const sign = `Anna Rossi, ${RUN}\nTel. 123`
    const [{ list }] = await jmap(demo, session, ['Identity/get', { ids: null }])
    const { id } = list.find(one => one.email === demo.address)
    await jmap(demo, session, ['Identity/set', { update: { [id]: { textSignature: sign } } }])
    const own = await signIn(demo)
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session: own })
    let panel = await write(page, w)
    const as = async address => panel.locator('.from select').selectOption({
        label: await panel.locator('.from select option', { hasText: address }).first().innerText() })
    await as(demo.address)
    await panel.getByRole('button', { name: w.compose.formatting, exact: true }).click()
    const inside = panel.frameLocator('iframe').locator('body[contenteditable=true]')
    await inside.getByText('Tel. 123').waitFor()
    await as(masked)
    await inside.getByText('Tel. 123').waitFor({ state: 'detached' })
    await as(demo.address)
    await inside.getByText('Tel. 123').waitFor()
    await as(masked)
    await inside.getByText('Tel. 123').waitFor({ state: 'detached' })
    await as(demo.address)
    page.once('dialog', dialog => void dialog.accept())
    await panel.getByRole('button', { name: w.compose.formatting, exact: true }).click()
    const text = panel.locator('textarea')
    await until(() => text.inputValue(), said => said.includes(`-- \n${sign}`), 'the signature as text')
    await as(masked)
    await until(() => text.inputValue(), said => !said.includes('Tel.'), 'no signature of another')
    await text.fill(`Good morning.\n\nAnna Rossi, ${RUN}\nTel. 123`)
    await addressee(panel, `signed-${RUN}@elsewhere.test`)
    await panel.locator('.subject input').fill(subjectOf('signed'))
    await panel.getByRole('button', { name: w.compose.send, exact: true }).click()
    await panel.getByRole('alertdialog').getByText(w.compose.doubts.signature(demo.address, masked)).waitFor()
    await stage.look(page, 'signed-as-another-desk-en-light')
    await panel.getByRole('button', { name: w.compose.backToWriting }).click()
    await text.fill('The last word')
    await page.locator('.mailboxes').getByRole('button', { name: w.signIn.signOut }).click()
    await page.locator('form.sign-in').waitFor()
    const draft = await seen(imap, 'Drafts', subjectOf('signed'), one => one?.flags.includes('\\Draft'), 'the draft of who signed out')
    assert.ok(draft)
    const [, { list: [kept] }] = await jmap(demo, session,
        ['Email/query', { filter: { subject: subjectOf('signed') } }],
        ['Email/get', { '#ids': { resultOf: '0', name: 'Email/query', path: '/ids' }, fetchAllBodyValues: true, properties: ['textBody', 'bodyValues'] }])
    assert.equal(textIn(kept, 'textBody').trim(), 'The last word')
    await jmap(demo, session, ['Identity/set', { update: { [id]: { textSignature: '' } } }])
    await stage.close(page)
}

/** A draft with files, open in two windows: nobody's words are lost, and what one sends is not sent again. */
async function inTwoWindows(stage, session) {
    const w = words.it
    const to = `two-${RUN}@elsewhere.test`
    const [one, two] = await Promise.all(['desk', 'phone'].map(size => stage.open({ size, language: 'it', theme: 'light', session })))
    const panel = await write(one, w)
    const ofOther = two.locator('.compose')
    await addressee(panel, to)
    await panel.locator('.subject input').fill(subjectOf('windows'))
    await panel.locator('.attach input').setInputFiles({ name: 'carta.txt', mimeType: 'text/plain', buffer: Buffer.from('carta') })
    await panel.locator('textarea').fill('Prima finestra')
    await seen(imap, 'Drafts', subjectOf('windows'), found => found !== undefined, 'the draft')
    await until(() => panel.locator('.state').innerText(), text => text === w.compose.states.saved, 'the draft is saved')
    await goToDrafts(two, w)
    await row(two, 'windows').click()
    await ofOther.locator('.files', { hasText: 'carta.txt' }).waitFor()
    await ofOther.locator('textarea').fill('Seconda finestra')
    await until(() => ofOther.locator('.state').innerText(), text => text === w.compose.states.saved, 'the other saves it')
    await panel.locator('textarea').fill('Ancora la prima')
    await panel.getByText(w.compose.elsewhere.changed).waitFor()
    await stage.look(one, 'changed-elsewhere-desk-it-light')
    await panel.getByRole('button', { name: w.compose.elsewhere.seen }).click()
    await until(() => imap.found('Drafts', subjectOf('windows')), all => all.length === 2, 'both are kept')
    await until(() => panel.locator('.state').innerText(), text => text === w.compose.states.saved, 'it is saved')
    await send(panel, w)
    const came = await caught(to)
    assert.match(textIn(came, 'textBody'), /Ancora la prima/)
    assert.deepEqual(came.attachments.map(part => part.name), ['carta.txt'], 'its file goes with it')
    await goToDrafts(one, w)
    await row(one, 'windows').click()
    await panel.locator('.files', { hasText: 'carta.txt' }).waitFor()
    await send(panel, w)
    await ofOther.locator('textarea').fill('Troppo tardi')
    await ofOther.getByText(w.compose.elsewhere.sent).waitFor()
    await stage.look(two, 'sent-elsewhere-phone-it-light')
    await until(() => imap.found('Sent', subjectOf('windows')), all => all.length === 2, 'what was sent stays in Sent')
    await until(() => imap.found('Drafts', subjectOf('windows')), all => all.length === 0, 'and is no draft')
    await ofOther.getByRole('button', { name: w.compose.elsewhere.keep }).click()
    await seen(imap, 'Drafts', subjectOf('windows'), found => found !== undefined, 'kept as a new one')
    for (const page of [one, two]) await stage.close(page)
}

/** What was sent without a connection is seen, and can be had back before it goes. */
async function hadBack(stage, session) {
    const w = words.it
    const to = `back-${RUN}@elsewhere.test`
    const page = await stage.open({ size: 'phone', language: 'it', theme: 'dark', session, isOffline: true })
    const panel = await write(page, w)
    await addressee(panel, to)
    await panel.locator('.subject input').fill(subjectOf('regretted'))
    await panel.locator('textarea').fill('Troppo in fretta')
    await page.context().setOffline(true)
    await send(panel, w)
    await page.locator('.waits', { hasText: subjectOf('regretted') }).waitFor()
    await stage.look(page, 'waits-phone-it-dark')
    await page.getByRole('button', { name: w.compose.keptOpenName(subjectOf('regretted')) }).click()
    await until(() => panel.locator('textarea').inputValue(), text => text === 'Troppo in fretta', 'what was written')
    await page.locator('.waits').waitFor({ state: 'detached' })
    await page.context().setOffline(false)
    await seen(imap, 'Drafts', subjectOf('regretted'), found => found !== undefined, 'it is a draft, and is not sent')
    assert.equal(await caughtNow(to), undefined)
    await panel.locator('textarea').fill('Con calma')
    await send(panel, w)
    assert.match(textIn(await caught(to), 'textBody'), /Con calma/)
    await stage.close(page)
}

async function goToDrafts(page, w) {
    const box = page.locator('.mailboxes .box', { hasText: w.mailboxes.roles.drafts })
    if (!await box.isVisible()) await page.getByRole('button', { name: w.mailboxes.label }).click()
    await box.click()
}

const session = await signIn(demo)
const theirs = await signIn(catcher)
const imap = await Imap.open(demo)
await undoFor(demo, session, 0) // what leaves at once is there at once
await deliver(demo, [mail('list', { from: 'news@list.elsewhere.test', fields: [`List-Unsubscribe: <mailto:leave-${RUN}@elsewhere.test?subject=leave>`] }), mail('receipt', { fields: [`Disposition-Notification-To: wants-${RUN}@elsewhere.test`] })])
const browser = await launch()
try {
    const stage = new Stage(demo, browser, pictures)
    let atEnd = async () => undefined
    await play(stage, { 'sent later': async () => { atEnd = await sendLater(stage, session) }, 'with a form': () => withAForm(stage, session), answering: () => answering(stage, session),
        'sent on': () => sentOn(stage, session), 'had back': () => hadBack(stage, session), 'in two windows': () => inTwoWindows(stage, session), 'under another name': () => underAnotherName(stage, session), 'to whom one knows': () => toWhomOneKnows(stage, session),
        'lists and receipts': () => lists(stage, session), 'sent later, at its time': () => atEnd() }, only)
} finally {
    await undoFor(demo, session, 10)
    await browser.close()
    imap.close()
}
