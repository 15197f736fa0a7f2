// Plays how what is written is protected: a message that a link and a password open, and its answer; one that is
// encrypted by itself.
//   node stories/protected.mjs DEMO_FOLDER PICTURES_FOLDER
// The demo runs already. What left is seen at the catcher of the demo, what was done over IMAP.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as openpgp from 'openpgp'
import { ask, catcherIn, decoded, deliver, demoIn, Imap, signIn, undoFor } from './server.mjs'
import { launch, rowOf, Stage, until } from './stage.mjs'

const [folder, pictures] = process.argv.slice(2)
if (!pictures) throw new Error('Say where the demo is, and where pictures go')
const RUN = Date.now().toString(36)
const demo = demoIn(folder)
const catcher = catcherIn(folder)
const SECRET = `The key of ${RUN} is under the mat.`
const SUBJECT = `Keys ${RUN}`

/** What the demo has caught for an address. */
function caught(imap, to, wants) { return until(() => imap.whole('INBOX', `TO "${to}"`), wants, `what came for ${to}`) }

async function write(page, { to, subject, text, file }) {
    await page.keyboard.press('c')
    const panel = page.locator('.compose')
    await panel.locator('.address-field input').first().fill(to)
    await page.keyboard.press('Enter')
    await panel.locator('.subject input').fill(subject)
    await panel.locator('textarea').fill(text)
    if (file) await panel.locator('.attach input').setInputFiles(file)
    return panel
}

/** Sends a message by link and password; gives the password and what the catcher has. */
async function byPassword(stage, session, outside, { size, language, theme, words, to }) {
    const page = await stage.open({ size, language, theme, session })
    const requests = []
    page.on('request', one => requests.push(`${one.url()} ${one.postData() ?? ''}`))
    await page.locator('[role=row]').first().waitFor()
    const panel = size === 'phone' ? await writeOnPhone(page, words, { to, subject: SUBJECT, text: SECRET }) : await write(page, { to, subject: SUBJECT, text: SECRET,
        file: { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from(`The plan of ${RUN}.`) } })
    await panel.locator('.lock').click()
    await panel.getByLabel(words.byLink).check()
    await panel.locator('.terms').waitFor()
    await panel.getByRole('button', { name: words.send, exact: true }).click()
    await panel.locator('.wrong', { hasText: words.missing }).waitFor()
    await panel.getByRole('button', { name: words.suggest }).click()
    const password = await panel.locator('.password input').inputValue()
    await stage.look(page, `lock-password-${size}-${language}-${theme}`)
    await panel.getByRole('button', { name: words.send, exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    const mail = decoded(await caught(outside, to, text => decoded(text).includes('/protected#')))
    assert.ok(!mail.includes(SUBJECT) && !mail.includes(SECRET) && !mail.includes(password),
        'the mail with the link says nothing of what is inside')
    assert.ok(!requests.some(one => one.includes(password)), 'the password leaves the browser')
    await stage.close(page)
    return { password, link: /https:\/\/\S+\/protected#[A-Za-z0-9_-]{43}/.exec(mail)[0] }
}

async function writeOnPhone(page, words, what) {
    await page.getByRole('button', { name: words.write, exact: true }).first().click()
    return write({ ...page, keyboard: { press: async key => { if (key !== 'c') await page.keyboard.press(key) } }, locator: page.locator.bind(page) }, what)
}

/** Whoever has the link: a wrong password, the right one, the file, an answer. */
async function guest(stage, { link, password }, { size, language, theme, words }) {
    const page = await stage.open({ size, language, theme, path: `/protected${link.slice(link.indexOf('#'))}` })
    const requests = []
    page.on('request', one => requests.push(`${one.url()} ${one.postDataBuffer()?.toString('latin1') ?? ''}`))
    await page.locator('input[name=password]').fill('not this one')
    await stage.look(page, `protected-${size}-${language}-${theme}`)
    await page.locator('button.main').click()
    await page.locator('.wrong', { hasText: '9' }).waitFor()
    await page.locator('input[name=password]').fill(password)
    await page.locator('button.main').click()
    await page.locator('.text', { hasText: SECRET }).waitFor()
    if (await page.locator('.files button').count() > 0) {
        const [saved] = await Promise.all([page.waitForEvent('download'),
            page.locator('.files button').first().click()])
        assert.equal(readFileSync(await saved.path(), 'utf8'), `The plan of ${RUN}.`)
    }
    await page.locator('textarea[name=text]').fill(`I have found it, ${RUN}.`)
    await stage.look(page, `protected-open-${size}-${language}-${theme}`)
    await page.locator('form.answer button.main').click()
    await page.locator('.good', { hasText: words.answered }).waitFor()
    assert.ok(!requests.some(one => one.includes(password) || one.includes('I have found it')),
        'password and answer leave the browser only encrypted')
    await stage.close(page)
}

/** The answer is opened by the key in the copy in Sent; then the message is taken back. */
async function answered(stage, session) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    await rowOf(page, 'Answer to your protected message').first().click()
    await page.getByRole('button', { name: 'Open the answer' }).click()
    await page.locator('.protected-answer', { hasText: `I have found it, ${RUN}.` }).waitFor()
    await stage.look(page, 'protected-answer-desk-en-light')
    await page.locator('.mailboxes').getByText('Sent', { exact: true }).click()
    await rowOf(page, SUBJECT).first().click()
    await page.getByText('Opened for the first time').waitFor()
    await stage.look(page, 'protected-sent-desk-en-light')
    const kept = async () => (await ask(demo, 'GET', '/webmail/protected', undefined, session)).json.messages.length
    const before = await kept()
    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByText('It was taken back').waitFor()
    assert.equal(await kept(), before - 1, 'the server has it no more')
    await stage.close(page)
}

const BEA = `bea.${RUN}@elsewhere.test`

/** By the page itself: only so the vault is open. End to end is turned on where it is not. */
async function withKeys(stage) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light' })
    await page.locator('input[name=address]').fill(demo.address)
    await page.locator('input[name=password]').fill(demo.password)
    await page.keyboard.press('Enter')
    await page.locator('[role=row]').first().waitFor()
    await page.locator('.mailboxes').getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'End to end' }).click()
    const [on, there] = [page.getByRole('button', { name: 'Turn it on' }), page.getByText('in use')]
    await on.or(there).first().waitFor()
    if (await on.isVisible()) {
        await page.getByLabel('Your password').fill(demo.password)
        await on.click()
        const code = await page.locator('code.code').innerText()
        await page.getByLabel('Type it here').fill(code)
        await page.getByLabel('Your name').fill('Anna of the demo')
        await page.getByRole('button', { name: 'I have it' }).click()
        await there.waitFor()
    }
    await page.keyboard.press('Escape')
    return page
}

/** Somebody's mail says that it may be encrypted to her: so her answer is, by itself; she alone reads it. */
async function encrypted(stage, imap, outside) {
    const { privateKey, publicKey } = await openpgp.generateKey({ type: 'ecc', curve: 'ed25519Legacy',
        userIDs: { name: 'Bea', email: BEA }, format: 'object' })
    const keydata = Buffer.from(publicKey.write()).toString('base64').match(/.{1,70}/g).join('\n ')
    await deliver(demo, [{ from: BEA, text: [`From: Bea <${BEA}>`, `To: ${demo.address}`, `Subject: Question ${RUN}`, `Message-ID: <q${RUN}@elsewhere.test>`,
        `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, `Autocrypt: addr=${BEA}; prefer-encrypt=mutual; keydata=`, ` ${keydata}`, '', 'Where is the key?'].join('\n') }])
    const page = await withKeys(stage)
    await rowOf(page, `Question ${RUN}`).first().click()
    await page.locator('.reading .text', { hasText: 'Where is the key?' }).waitFor()
    await page.locator('.reading').getByRole('button', { name: 'Reply' }).first().click()
    const panel = page.locator('.compose')
    await panel.locator('.lock.closed').waitFor()
    await panel.locator('.lock').click()
    await panel.locator('.recipients .good', { hasText: BEA }).waitFor()
    await panel.locator('textarea').fill(SECRET)
    await panel.locator('.attach input').setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from(`The plan of ${RUN}.`) })
    await panel.locator('.state', { hasText: 'Saved in Drafts' }).waitFor()
    const draft = await whole(imap, 'Drafts')
    assert.ok(draft.includes('multipart/encrypted') && !draft.includes(SECRET) && !draft.includes(BEA),
        'the draft lies sealed at the server')
    await stage.look(page, 'lock-closed-desk-en-light')
    await panel.getByRole('button', { name: 'Send', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    const mail = await caught(outside, BEA, text => text.includes('BEGIN PGP MESSAGE'))
    assert.ok(!mail.includes(`Question ${RUN}`) && /^Subject: \[\.\.\.\]/m.test(mail), 'the subject is inside')
    const armoured = /-----BEGIN PGP MESSAGE-----.*-----END PGP MESSAGE-----/s.exec(mail)[0]
    const theirs = /^Autocrypt:.*?keydata=\r?\n((?:[ \t].*\r?\n)+)/m.exec(mail)[1].replace(/\s/g, '')
    const verificationKeys = await openpgp.readKey({ binaryKey: Buffer.from(theirs, 'base64') })
    const { data, signatures } = await openpgp.decrypt({ message: await openpgp.readMessage({ armoredMessage: armoured }), decryptionKeys: privateKey, verificationKeys })
    await signatures[0].verified
    assert.ok(decoded(data).includes(SECRET) && data.includes(`Re: Question ${RUN}`) && data.includes(Buffer.from(`The plan of ${RUN}.`).toString('base64')), 'all of it is inside')
    const sent = await whole(imap, 'Sent')
    assert.ok(sent.includes('multipart/encrypted') && !sent.includes(SECRET), 'so does the copy in Sent')
    await compared(stage, page)
    await stage.close(page)
}

/** Whom one has written to is pinned; numbers are compared. */
async function compared(stage, page) {
    await page.locator('.mailboxes').getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'Certificates of others' }).click()
    const line = page.locator('.contacts li', { hasText: BEA })
    await line.getByRole('button', { name: 'Compare' }).click()
    await line.locator('.numbers code').nth(11).waitFor()
    await stage.look(page, 'contacts-desk-en-light')
    await line.getByRole('button', { name: 'They are the same' }).click()
    await line.getByText('Compared,').waitFor()
    await page.keyboard.press('Escape')
}

/** The last message of a mailbox. */
async function whole(imap, mailbox) {
    const [, count] = /\* (\d+) EXISTS/.exec(await imap.ask(`EXAMINE "${mailbox}"`))
    return imap.ask(`FETCH ${count} (BODY.PEEK[])`)
}

const EN = { byLink: 'A link that opens with a password', suggest: 'Suggest one', send: 'Send', write: 'Write',
    missing: 'at least 8', answered: 'with the sender' }
const IT = { byLink: 'Un link che si apre con una password', suggest: 'Proponine una', send: 'Invia', write: 'Scrivi',
    missing: 'almeno 8', answered: 'arrivata' }

const began = Date.now()
const told = what => console.log(`${String(Date.now() - began).padStart(6)} ms  ${what}`)
const browser = await launch()
const stage = new Stage(demo, browser, pictures)
const [imap, outside] = [await Imap.open(demo), await Imap.open(catcher)]
try {
    const session = await signIn(demo)
    await undoFor(demo, session, 0) // what leaves at once is there at once
    const how = { size: 'desk', language: 'en', theme: 'light', words: EN, to: `carlo.${RUN}@elsewhere.test` }
    const made = await byPassword(stage, session, outside, how)
    told('sent as a link')
    await until(async () => (await imap.found('Sent', SUBJECT)).length, n => n === 1, 'the copy in Sent')
    await guest(stage, made, { size: 'phone', language: 'it', theme: 'dark', words: IT })
    await until(async () => (await imap.found('INBOX', 'Answer to your protected message / Risposta al tuo messaggio protetto')).length, n => n >= 1, 'the answer in the inbox')
    await answered(stage, session)
    told('opened, answered, taken back')
    await encrypted(stage, imap, outside)
    told('encrypted by itself')
    await undoFor(demo, session, 10)
} finally {
    await browser.close()
    imap.close()
    outside.close()
}
