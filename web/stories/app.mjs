// Plays what makes the webmail an app, beside 20,000 messages: reading and finding in a long list, without a
// connection, another build.
//   node stories/app.mjs DEMO_FOLDER PICTURES_FOLDER [messages, else 20000] [of one story alone, a word of its name]
// The demo runs already. Whether it was done is seen over IMAP.
import assert from 'node:assert/strict'
import { deliver, demoIn, fill, Imap, signIn } from './server.mjs'
import { launch, rowOf, seen, Stage, until } from './stage.mjs'
import { wordsOf } from './words.mjs'

const [folder, pictures, messages = '20000', only = ''] = process.argv.slice(2)
if (!pictures) throw new Error('Say where the demo is, and where pictures go')
const RUN = Date.now().toString(36)
const subjectOf = what => `App ${RUN} ${what}`
const demo = demoIn(folder)

function mail(what, fields = [], body = `This is what ${subjectOf(what)} says.`, type = 'text/plain') {
    return { from: 'writer@elsewhere.test', text: ['From: Writer <writer@elsewhere.test>', `To: ${demo.address}`, `Subject: ${subjectOf(what)}`,
        `Message-ID: <${RUN}-${what}@elsewhere.test>`, `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, 'MIME-Version: 1.0', `Content-Type: ${type}; charset=utf-8`, ...fields, '', body].join('\n') }
}

const textOf = (page, what) => page.locator('.reading .text', { hasText: `This is what ${subjectOf(what)} says.` })

/** A list of 20,000 is gone through to its end, and no deed of it keeps the page from answering. */
async function longList(stage, session) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    await rowOf(page, subjectOf('star')).first().waitFor()
    const grid = page.locator('[role=grid]')
    assert.ok(Number(await grid.getAttribute('aria-rowcount')) >= Number(messages), 'the list says how long it is')
    assert.ok(await page.locator('[role=row]').count() < 120, 'only what is seen is in the page')
    await page.evaluate(() => { document.querySelector('.list').scrollTop = 1e9 })
    await until(() => page.evaluate(() => [...document.querySelectorAll('[role=row]')].filter(one => one.querySelector('.names')).at(-1)?.ariaRowIndex),
        index => Number(index) >= Number(messages), 'the end of the list')
    await stage.picture(page, 'list-end-desk-en-light')
    stage.played(page, 'long-list')
    await stage.close(page)
}

/** Read beside the list, below it, in its place; the star on the row; as text; an answer that would go elsewhere. */
async function reading(stage, session, imap) {
    const desk = await stage.open({ size: 'desk', language: 'it', theme: 'dark', session })
    await rowOf(desk, subjectOf('html')).first().click()
    await desk.locator('.reading iframe').waitFor()
    for (const pane of ['', 'below', 'none']) {
        if (pane !== '') await choosePane(desk, pane)
        const [list, read] = await desk.evaluate(() => ['.middle', '.reading'].map(one => document.querySelector(one).getBoundingClientRect().toJSON()))
        const isSeen = await desk.evaluate(() => getComputedStyle(document.querySelector('.middle')).visibility === 'visible')
        if (pane === 'below') assert.ok(read.top >= list.bottom - 1 && read.left === list.left,
            'the message is below the list')
        else if (pane === 'none') assert.ok(!isSeen && read.top === list.top, 'the message is in the place of the list')
        else assert.ok(read.left >= list.right - 1, 'the message is beside the list')
        await desk.locator('.warning', { hasText: 'other@answers.test' }).waitFor()
        await stage.picture(desk, `reading-${pane || 'right'}-desk-it-dark`)
        await seen(imap, 'INBOX', subjectOf('html'), one => one?.flags.includes('\\Seen'), 'what is read there is seen')
        stage.played(desk, `pane-${pane || 'right'}`)
    }
    await asText(desk)
    await stage.close(desk)
    const page = await stage.open({ size: 'tablet', language: 'en', theme: 'light', session })
    const row = rowOf(page, subjectOf('star')).first()
    await row.getByRole('button', { name: 'Star' }).click()
    await seen(imap, 'INBOX', subjectOf('star'), one => one?.flags.includes('\\Flagged')
        && !one.flags.includes('\\Seen'), 'a star on the row is a flag, and opens nothing')
    await row.getByRole('button', { name: 'Take the star away' }).click()
    await seen(imap, 'INBOX', subjectOf('star'), one => !one.flags.includes('\\Flagged'), 'and goes again')
    await stage.close(page)
}

async function choosePane(page, pane) {
    await page.locator('.mailboxes').getByRole('button', { name: 'Impostazioni' }).click()
    await page.getByRole('tab', { name: 'Aspetto' }).click()
    await page.getByLabel('I messaggi si leggono').selectOption(pane)
    await page.keyboard.press('Escape')
}

async function asText(page) {
    await page.locator('.message .menu > summary').first().click()
    await page.getByRole('menuitem', { name: 'Mostra come testo' }).click()
    await page.locator('.reading .text', { hasText: 'Written bold' }).waitFor()
    assert.equal(await page.locator('.reading iframe').count(), 0)
}

/** A finger puts a row away to either side, and both can be undone. */
async function byFinger(stage, session, imap) {
    const page = await stage.open({ size: 'phone', language: 'it', theme: 'dark', session })
    const undo = page.getByRole('button', { name: 'Annulla' })
    for (const [by, mailbox] of [[150, 'Archive'], [-150, 'Trash']]) {
        await swipe(page, rowOf(page, subjectOf('swipe')).first(), by)
        await seen(imap, mailbox, subjectOf('swipe'), one => one !== undefined, 'what a finger has put away')
        if (by > 0) await stage.look(page, 'swept-phone-it-dark')
        await undo.click()
        await seen(imap, 'INBOX', subjectOf('swipe'), one => one !== undefined, 'what was put away is back')
        await rowOf(page, subjectOf('swipe')).first().waitFor()
    }
    stage.played(page, 'swipe')
    await backWays(page)
    await stage.close(page)
}

/** A telephone's Back: out of a window, of what a search found, of another mailbox, and not out of the mail. */
async function backWays(page) {
    const { main } = await wordsOf('it')
    const home = () => page.locator('.mailboxes .box[aria-current]', { hasText: main.mailboxes.roles.inbox }).waitFor({ state: 'attached' })
    await page.getByRole('button', { name: main.settings.title }).click()
    await page.locator('dialog[open]').waitFor()
    await page.goBack()
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    await page.locator('.mailboxes .box', { hasText: main.mailboxes.roles.archive }).click()
    await page.goBack()
    await home()
    await page.keyboard.press('/')
    await page.keyboard.type(`"${subjectOf('back')}"`)
    await page.keyboard.press('Enter')
    await rowOf(page, subjectOf('back')).first().click()
    await page.locator('.panes.is-reading').waitFor()
    await page.goBack()
    await page.locator('.panes.is-reading').waitFor({ state: 'detached' })
    await page.goBack()
    await home()
    await rowOf(page, subjectOf('back')).first().waitFor()
}

async function swipe(page, row, by) {
    const { x, y, width, height } = await row.boundingBox()
    const tools = await page.context().newCDPSession(page)
    const at = dx => [{ x: Math.round(x + width / 2 + dx), y: Math.round(y + height / 2) }]
    await tools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(-by / 2) })
    for (let step = 1; step <= 6; step++) await tools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(by * (step / 6 - 0.5)) })
    await tools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await tools.detach()
}

/** Of the rows of a list, as they stand. */
function subjects(page) {
    return page.evaluate(() => [...document.querySelectorAll('[role=row]')].sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).map(one => one.querySelector('.what b')?.textContent ?? ''))
}

/**
 * Words that are proposed; what is left of a list; several at once; dragged to a mailbox; by name. All of it can be
 * undone.
 */
async function finding(stage, session, imap) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'dark', session })
    await rowOf(page, subjectOf('last')).first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('larg')
    await page.getByRole('option', { name: 'larger:' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.type('50k ')
    await page.keyboard.press('Enter')
    await rowOf(page, subjectOf('files')).first().waitFor()
    assert.equal(await rowOf(page, subjectOf('last')).count(), 0, 'what is small is not found')
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await rowOf(page, subjectOf('last')).first().waitFor()
    await page.getByRole('button', { name: 'With attachments' }).click()
    await rowOf(page, subjectOf('last')).first().waitFor({ state: 'detached' })
    await rowOf(page, subjectOf('files')).first().waitFor()
    stage.played(page, 'filters')
    await page.getByRole('button', { name: 'With attachments' }).click()
    const both = ['one', 'two']
    for (const one of both) await rowOf(page, subjectOf(one)).first().getByRole('checkbox').check()
    await page.getByRole('status').filter({ hasText: '2' }).first().waitFor()
    await stage.picture(page, 'marked-desk-en-dark')
    const before = await subjects(page)
    await page.keyboard.press('e')
    await until(() => subjects(page), now => both.every(one => !now.includes(subjectOf(one))),
        'what is put away is not in the list')
    assert.deepEqual((await subjects(page)).slice(0, 8),
        before.filter(one => !both.some(other => one === subjectOf(other))).slice(0, 8),
        'all others are, each in its place')
    for (const one of both) await seen(imap, 'Archive', subjectOf(one), found => found !== undefined,
        'what was marked is put away together')
    await page.keyboard.press('z')
    for (const one of both) await seen(imap, 'INBOX', subjectOf(one), found => found !== undefined,
        'and is back together')
    // a row that comes back while one drags moves what lies under the pointer
    await until(() => subjects(page), now => both.every(one => now.includes(subjectOf(one))), 'and in the list')
    stage.played(page, 'bulk-actions', 'undo')
    await rowOf(page, subjectOf('one')).first().dragTo(page.locator('.mailboxes .box', { hasText: 'Archive' }))
    await seen(imap, 'Archive', subjectOf('one'), found => found !== undefined,
        'what is dragged to a mailbox lies there')
    stage.played(page, 'drag-and-drop')
    await page.getByRole('button', { name: 'Undo' }).click()
    await seen(imap, 'INBOX', subjectOf('one'), found => found !== undefined, 'and is back')
    await rowOf(page, subjectOf('two')).first().click()
    await page.keyboard.press('Control+k')
    await page.locator('dialog.palette[open]').waitFor()
    await page.keyboard.type('junk')
    await page.getByRole('option', { name: 'Next message' }).waitFor({ state: 'detached' })
    await stage.picture(page, 'palette-desk-en-dark')
    await page.keyboard.press('Enter')
    await seen(imap, 'Junk', subjectOf('two'), found => found !== undefined, 'what is called by its name is done')
    await stage.close(page)
}

/** A mailbox that is deleted with its mail comes back whole, for some seconds; then both are gone. */
async function mailboxDeleted(stage, session, imap) {
    const name = `Box ${RUN}`
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    const box = page.locator('.mailboxes .box', { hasText: name })
    await rowOf(page, subjectOf('swipe')).first().waitFor()
    await page.getByRole('button', { name: 'New mailbox' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(name)
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await rowOf(page, subjectOf('swipe')).first().dragTo(box)
    await seen(imap, name, subjectOf('swipe'), one => one !== undefined, 'it lies in the new mailbox')
    await box.getByLabel('1 unread').waitFor()
    await page.clock.install()
    const remove = async () => {
        await box.hover()
        await page.getByRole('button', { name: `Change ${name}` }).click()
        await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
        await page.getByRole('dialog').getByRole('button', { name: 'Delete with its messages' }).click()
        await box.waitFor({ state: 'detached' })
    }
    await remove()
    await page.getByRole('button', { name: 'Undo' }).click()
    await box.click()
    await page.clock.fastForward(10_000)
    await rowOf(page, subjectOf('swipe')).first().getByRole('button', { name: 'Star' }).click()
    await seen(imap, name, subjectOf('swipe'), one => one?.flags.includes('\\Flagged'),
        'what was undone is not done later')
    await remove()
    await page.clock.fastForward(10_000)
    await until(() => imap.ask(`LIST "" "${name}"`), text => !text.includes('* LIST'), 'the mailbox is gone')
    stage.played(page, 'mailbox-delete')
    await stage.close(page)
}

/**
 * Labels are keywords: given by key, made, called otherwise, found, taken away from all; what Thunderbird has tagged
 * is called as it is there.
 */
async function labels(stage, session, imap) {
    const flags = (what, wants, why) => seen(imap, 'INBOX', subjectOf(what), one => one !== undefined
        && wants(one.flags.map(flag => flag.toLowerCase())), why)
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    for (const one of ['one', 'second']) await rowOf(page, subjectOf(one)).first().getByRole('checkbox').check()
    await page.keyboard.press('l')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Work', { exact: true }).check()
    for (const one of ['one', 'second']) await flags(one, all => all.includes('$label2'),
        'a tag of Thunderbird is given to all that is marked')
    await dialog.getByLabel('Name').fill('Far away')
    await dialog.getByRole('button', { name: 'Save' }).click()
    for (const one of ['one', 'second']) await flags(one, all => all.includes('far_away'), 'a new label is a keyword')
    await dialog.getByRole('button', { name: 'Change Far away' }).click()
    await dialog.getByLabel('Name').first().fill('Near by')
    await dialog.getByRole('button', { name: 'Save' }).first().click()
    await dialog.getByLabel('Near by', { exact: true }).waitFor()
    await stage.look(page, 'labels-desk-en-light')
    await page.keyboard.press('Escape')
    const metadata = await imap.ask('GETMETADATA "" (/private/vendor/vendor.sigillo/labels)')
    assert.match(metadata, /far_away.*Near by/s, 'IMAP sees how it is called')
    await page.keyboard.press('/')
    await page.keyboard.type('label:ne')
    await page.getByRole('option', { name: 'Near by' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.locator('.row .label', { hasText: 'Near by' }).nth(1).waitFor()
    await stage.look(page, 'labelled-desk-en-light')
    await stage.close(page)
    const phone = await stage.open({ size: 'phone', language: 'it', theme: 'dark', session })
    await rowOf(phone, subjectOf('one')).first().click()
    await phone.locator('.reading .label', { hasText: 'Lavoro' }).waitFor()
    await phone.getByRole('button', { name: 'Etichette' }).click()
    const italian = phone.getByRole('dialog')
    await italian.getByRole('button', { name: 'Modifica Near by' }).click()
    await stage.look(phone, 'labels-phone-it-dark')
    await italian.getByRole('button', { name: 'Elimina', exact: true }).click()
    await flags('one', all => !all.includes('far_away'), 'a label that is deleted is on no message')
    await phone.keyboard.press('Escape')
    await phone.getByRole('button', { name: 'Annulla' }).click()
    for (const one of ['one', 'second']) await flags(one, all => all.includes('far_away'),
        'and comes back to all that had it')
    stage.played(phone, 'labels')
    await stage.close(phone)
}

/**
 * A conversation of two; what they bring along is looked at and saved at once; its source; what is known of it;
 * pictures that wait.
 */
async function aMessage(stage, session, imap) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    const asked = []
    page.on('request', one => asked.push(one.url()))
    const row = rowOf(page, subjectOf('files')).first()
    await row.getByLabel('2 messages').waitFor()
    await row.click()
    await page.locator('.message').nth(1).waitFor()
    await until(() => imap.found('INBOX', subjectOf('files')), all => all.length === 2
        && all.every(({ flags }) => flags.includes('\\Seen')), 'both are read')
    stage.played(page, 'conversations')
    await page.getByRole('heading', { name: '2 attachments' }).waitFor()
    await page.locator('.attachments .file', { hasText: 'note.txt' }).click()
    await page.locator('dialog pre', { hasText: 'In the file.' }).waitFor()
    await page.keyboard.press('Escape')
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save all' }).click()
    assert.match((await saved).suggestedFilename(), /\.zip$/)
    const choose = async name => {
        await page.locator('.message.open .menu > summary').last().click()
        await page.getByRole('menuitem', { name }).click()
    }
    await choose('Source of the message')
    await page.locator('dialog pre', { hasText: `Message-ID: <${RUN}-files@elsewhere.test>` }).waitFor()
    await page.keyboard.press('Escape')
    await choose('What is known of this message')
    await page.locator('dialog .story').waitFor()
    await stage.picture(page, 'story-desk-en-light')
    await page.keyboard.press('Escape')
    await rowOf(page, subjectOf('picture')).first().click()
    await page.getByText('1 picture from elsewhere is not loaded').waitFor()
    assert.deepEqual(asked.filter(one => !one.startsWith(demo.origin) && !/^(blob|data|about):/.test(one) || one.includes('/webmail/picture')), [], 'nothing is loaded unasked')
    await page.getByRole('button', { name: 'Show pictures' }).click()
    await until(() => asked.some(one => one.includes('/webmail/picture?url=https%3A%2F%2Felsewhere.test%2F')),
        Boolean, 'by the server')
    // a demo asks nobody else
    await page.getByText('1 picture cannot be shown').waitFor()
    page.faults = page.faults.filter(one => !one.includes('status of 502'))
    await stage.close(page)
}

/**
 * The connection goes; mail is read, marked and put away; the page is loaded anew; the session ends; then all of it
 * is done, once.
 */
async function withoutConnection(stage, imap) {
    const page = await stage.open({ size: 'phone', language: 'en', theme: 'light', session: await signIn(demo),
        isOffline: true })
    const context = page.context()
    await rowOf(page, subjectOf('offline')).first().waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready.then(one => one.active.state === 'activated'
        || new Promise(resolve => one.active.addEventListener('statechange', resolve))))
    await until(() => keptIn(page), kept => ['snapshot,now', 'identities,all'].every(one => kept.some(([, key]) => key === one)) && kept.filter(([, key]) => key.startsWith('bodies,')).length >= 5, 'what is kept')
    await context.setOffline(true)
    await rowOf(page, subjectOf('offline')).first().click()
    await textOf(page, 'offline').waitFor()
    await page.getByRole('toolbar').getByRole('button', { name: 'Star' }).click()
    await page.getByRole('toolbar').getByRole('button', { name: 'Archive' }).click()
    await page.keyboard.press('u')
    await page.keyboard.press('c')
    await page.waitForFunction(() => document.activeElement?.matches('.compose [role=combobox]'))
    await page.keyboard.type(`${demo.address},`)
    await page.locator('.compose .subject input').fill(subjectOf('written'))
    await page.locator('.compose textarea').fill('Written without a connection.')
    await page.keyboard.press('Control+Enter')
    await page.locator('.compose').waitFor({ state: 'detached' })
    await page.getByRole('status').filter({ hasText: '1 message is sent when' }).waitFor()
    const kept = await until(() => keptIn(page), all => all.filter(([, key]) => key.startsWith('outbox,')).length >= 3
        && all.some(([, key]) => key.startsWith('unsent,')), 'what waits')
    const readable = kept.filter(([, , text]) => text.includes(RUN) || text.includes('keywords')
        || text.includes('subject'))
    assert.deepEqual(readable.map(([, key]) => key), [], 'only ciphertext is kept')
    stage.played(page, 'only-ciphertext')
    await page.reload()
    await page.getByRole('alert').filter({ hasText: 'opens again' }).waitFor()
    await stage.look(page, 'offline-phone-en-light')
    assert.ok(!(await page.content()).includes(RUN), 'without the server nothing is read')
    stage.played(page, 'opens-from-cache')
    await context.clearCookies()
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await signInAt(page)
    await seen(imap, 'Archive', subjectOf('offline'), one => one?.flags.includes('\\Seen')
        && one.flags.includes('\\Flagged'), 'what was done without a connection')
    assert.equal((await imap.found('INBOX', subjectOf('offline'))).length, 0)
    for (const mailbox of ['Sent', 'INBOX']) await seen(imap, mailbox, subjectOf('written'), one => one !== undefined,
        'what was written without a connection')
    await until(() => keptIn(page), all => !all.some(([, key]) => /^(outbox|unsent),/.test(key)), 'nothing waits any more')
    assert.deepEqual([(await imap.found('Sent', subjectOf('written'))).length, (await imap.found('Drafts', subjectOf('written'))).length], [1, 0], 'it was sent once')
    stage.played(page, 'offline-reading', 'outbox')
    await rowOf(page, subjectOf('star')).first().waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.locator('form.sign-in').waitFor()
    await until(() => keptIn(page), all => all.length === 0, 'nothing stays after signing out')
    await stage.close(page)
}

/** All that lies in the browser, as whoever has its disk reads it: database, key, octets as text. */
function keptIn(page) {
    return page.evaluate(async () => {
        const done = request => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error) })
        const text = value => value instanceof ArrayBuffer
            || ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value)
            : typeof value === 'object' && value !== null ? Object.values(value).map(text).join(' ') : String(value)
        const all = []
        for (const { name } of await indexedDB.databases()) {
            const database = await done(indexedDB.open(name))
            for (const store of database.objectStoreNames) {
                const rows = database.transaction(store).objectStore(store)
                const [keys, values] = await Promise.all([done(rows.getAllKeys()), done(rows.getAll())])
                keys.forEach((key, i) => all.push([name, String(key), text(values[i])]))
            }
            database.close()
        }
        return all
    })
}

async function signInAt(page) {
    await page.locator('input[name=address]').fill(demo.address)
    await page.locator('input[name=password]').fill(demo.password)
    await page.locator('input[name=password]').press('Enter')
}

/** One page signs out: the other one says so, though it has asked for nothing and its stream of events was alive. */
async function twoPages(stage) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'dark', session: await signIn(demo) })
    const other = await page.context().newPage()
    await other.goto(`${demo.origin}/mail/`)
    await Promise.all([page, other].map(one => rowOf(one, subjectOf('star')).first().waitFor()))
    await other.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('alert').filter({ hasText: 'no longer signed in' }).waitFor()
    await stage.close(page)
}

/**
 * What a browser wants to know of a program before it installs it; and a program that is forgotten when one says so.
 */
async function installed(stage, session) {
    const page = await stage.open({ size: 'desk', language: 'it', theme: 'light', session })
    await rowOf(page, subjectOf('star')).first().waitFor()
    const tools = await page.context().newCDPSession(page)
    const { errors, data } = await tools.send('Page.getAppManifest')
    assert.deepEqual(errors, [])
    for (const { src, sizes } of JSON.parse(data).icons) {
        const size = await page.evaluate(async url => { const one = await createImageBitmap(await (await fetch(url)).blob()); return `${one.width}x${one.height}` }, `/mail/${src}`)
        assert.equal(size, sizes, src)
    }
    await page.evaluate(() => navigator.serviceWorker.ready.then(one => one.active.state === 'activated'
        || new Promise(resolve => one.active.addEventListener('statechange', resolve))))
    const names = () => page.evaluate(async () => [(await caches.keys()).length,
        (await navigator.serviceWorker.getRegistrations()).length])
    assert.deepEqual(await names(), [1, 1])
    stage.played(page, 'installable')
    await page.goto(`${demo.origin}/mail-reset`)
    await page.waitForURL('**/mail/')
    await rowOf(page, subjectOf('star')).first().waitFor()
    await stage.close(page)
}

/**
 * A push comes to the browser as its push service gives it on; what is shown says nothing of the mail unless that was
 * wished, and leads
 * to it. What a service is sent by the server, and how it is encrypted, is tested there: no service of a browser is
 * on loopback.
 */
async function notices(stage, session, imap) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    await page.context().grantPermissions(['notifications'], { origin: demo.origin })
    await rowOf(page, subjectOf('last')).first().waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
    const tools = await page.context().newCDPSession(page)
    const registration = new Promise(resolve => tools.on('ServiceWorker.workerRegistrationUpdated',
        ({ registrations }) => {
        const [one] = registrations.filter(other => other.scopeURL.endsWith('/mail/'))
        if (one) resolve(one.registrationId)
    }))
    await tools.send('ServiceWorker.enable')
    const data = JSON.stringify({ '@type': 'StateChange', changed: { any: { EmailDelivery: 's' } } })
    const inbox = await page.evaluate(async token => {
        const { apiUrl, primaryAccounts } = await (await fetch('/.well-known/jmap')).json()
        const accountId = primaryAccounts['urn:ietf:params:jmap:mail']
        const answer = await fetch(new URL(apiUrl, location.origin).pathname,
            { method: 'POST', headers: { 'Content-Type': 'application/json', 'Sigillo-Token': token },
            body: JSON.stringify({ using: ['urn:ietf:params:jmap:mail'],
                methodCalls: [['Mailbox/query', { accountId, filter: { role: 'inbox' } }, '0']] }) })
        return (await answer.json()).methodResponses[0][1].ids[0]
    }, session.token)
    const shown = async shows => {
        await page.evaluate(async wish => (await caches.open('sigillo wishes')).put('sigillo notices', new Response(JSON.stringify(wish))), { language: 'en', inbox, shows })
        await tools.send('ServiceWorker.deliverPushMessage',
            { origin: demo.origin, registrationId: await registration, data })
        return until(() => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(one => [one.title, one.body, one.data.emailId])),
            all => all.some(([title]) => (title === 'New mail') !== shows), 'a notice')
    }
    const [[title, body, emailId]] = await shown(false)
    assert.deepEqual([title, body], ['New mail', ''])
    assert.deepEqual((await shown(true)).map(one => one.slice(0, 2)), [['Writer', subjectOf('last')]])
    await page.goto(`${demo.origin}/mail/?open=${emailId}`)
    await textOf(page, 'last').waitFor()
    await seen(imap, 'INBOX', subjectOf('last'), one => one.flags.includes('\\Seen'), 'what a notice leads to is read')
    stage.played(page, 'web-push')
    await page.locator('.mailboxes').getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'Notices' }).click()
    await stage.picture(page, 'notices-desk-en-light')
    await stage.close(page)
}

const began = Date.now()
const told = what => console.log(`${String(Date.now() - began).padStart(6)} ms  ${what}`)
const session = await signIn(demo)
await fill(demo, Number(messages))
told(`${messages} messages`)
const files = ['--b', 'Content-Type: text/plain', '', `This is what ${subjectOf('files')} says.`, '--b', 'Content-Type: text/plain; name=note.txt', 'Content-Disposition: attachment; filename=note.txt', '',
    'In the file.', '--b', 'Content-Type: application/octet-stream; name=data.bin', 'Content-Disposition: attachment; filename=data.bin', '', 'x'.repeat(70).concat('\n').repeat(1_000), '--b--'].join('\n')
await deliver(demo, [mail('back'), mail('one'), mail('two'), mail('picture', [],
    '<p>Look <img src="https://elsewhere.test/p.png" width="9" height="9"></p>', 'text/html'),
    { ...mail('before'), text: mail('before').text.replace(subjectOf('before'), subjectOf('files')) },
    mail('files', [`References: <${RUN}-before@elsewhere.test>`, `In-Reply-To: <${RUN}-before@elsewhere.test>`], files, 'multipart/mixed; boundary=b'), mail('offline'), mail('swipe'), mail('star'), mail('second'),
    mail('html', ['Reply-To: other@answers.test'], '<p>Written <b>bold</b></p>', 'text/html'), mail('last')])
const imap = await Imap.open(demo)
const browser = await launch()
try {
    const stage = new Stage(demo, browser, pictures)
    for (const [what, story] of [['a long list', () => longList(stage, session)],
        ['reading', () => reading(stage, session, imap)], ['by finger', () => byFinger(stage, session, imap)],
        ['finding', () => finding(stage, session, imap)], ['mailbox deleted', () => mailboxDeleted(stage, session, imap)], ['labels', () => labels(stage, session, imap)], ['a message', () => aMessage(stage, session, imap)], ['installed, and forgotten', () => installed(stage, session)], ['notices', () => notices(stage, session, imap)], ['without a connection', () => withoutConnection(stage, imap)], ['two pages', () => twoPages(stage)]]) {
        if (!what.includes(only)) continue
        await story()
        told(what)
    }
} finally {
    await browser.close()
    imap.close()
}
