// Plays what is protected end to end: a message that a link and a password open, and its answer.
//   node stories/protected.mjs DEMO_FOLDER PICTURES_FOLDER
// The demo runs already. What left is seen at the catcher of the demo, what was done over IMAP.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoIn, Imap, signIn } from './server.mjs'
import { launch, Stage, until } from './stage.mjs'

const [folder, pictures] = process.argv.slice(2)
if (!pictures) throw new Error('Say where the demo is, and where pictures go')
const RUN = Date.now().toString(36)
const demo = demoIn(folder)
const { accounts } = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'))
const catcher = { ...demo, ...accounts.find(one => String(one.address).startsWith('outside@')) }
const SECRET = `The key of ${RUN} is under the mat.`
const SUBJECT = `Keys ${RUN}`

/** What the demo has caught for an address. */
async function caught(imap, to, wants) {
    return until(async () => {
        await imap.ask('EXAMINE INBOX')
        const [, numbers] = /\* SEARCH([ 0-9]*)/.exec(await imap.ask(`SEARCH TO "${to}"`)) ?? []
        const last = (numbers ?? '').trim().split(' ').at(-1)
        return last ? decoded(await imap.ask(`FETCH ${last} (BODY.PEEK[])`)) : ''
    }, wants, `what came for ${to}`)
}

/** Quoted-printable and soft line ends do not matter here. */
function decoded(text) { return text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))) }

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
    const mail = await caught(outside, to, text => text.includes('/protected#'))
    assert.ok(!mail.includes(SUBJECT) && !mail.includes(SECRET) && !mail.includes(password), 'the mail with the link says nothing of what is inside')
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
        const [saved] = await Promise.all([page.waitForEvent('download'), page.locator('.files button').first().click()])
        assert.equal(readFileSync(await saved.path(), 'utf8'), `The plan of ${RUN}.`)
    }
    await page.locator('textarea[name=text]').fill(`I have found it, ${RUN}.`)
    await stage.look(page, `protected-open-${size}-${language}-${theme}`)
    await page.locator('form.answer button.main').click()
    await page.locator('.good', { hasText: words.answered }).waitFor()
    assert.ok(!requests.some(one => one.includes(password) || one.includes('I have found it')), 'password and answer leave the browser only encrypted')
    await stage.close(page)
}

const EN = { byLink: 'A link that opens with a password', suggest: 'Suggest one', send: 'Send', write: 'Write', missing: 'at least 8', answered: 'with the sender' }
const IT = { byLink: 'Un link che si apre con una password', suggest: 'Proponine una', send: 'Invia', write: 'Scrivi', missing: 'almeno 8', answered: 'arrivata' }

const began = Date.now()
const told = what => console.log(`${String(Date.now() - began).padStart(6)} ms  ${what}`)
const browser = await launch()
const stage = new Stage(demo, browser, pictures)
const [imap, outside] = [await Imap.open(demo), await Imap.open(catcher)]
try {
    const session = await signIn(demo)
    const how = { size: 'desk', language: 'en', theme: 'light', words: EN, to: `carlo.${RUN}@elsewhere.test` }
    const made = await byPassword(stage, session, outside, how)
    told('sent as a link')
    await until(async () => (await imap.found('Sent', SUBJECT)).length, n => n === 1, 'the copy in Sent')
    await guest(stage, made, { size: 'phone', language: 'it', theme: 'dark', words: IT })
    await until(async () => (await imap.found('INBOX', 'Answer to your protected message / Risposta al tuo messaggio protetto')).length, n => n >= 1, 'the answer in the inbox')
    told('opened and answered')
} finally {
    await browser.close()
    imap.close()
    outside.close()
}
