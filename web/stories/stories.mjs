// Plays what people do, in a real Chromium, and looks by IMAP whether it was done:
//   node stories/stories.mjs DEMO_FOLDER PICTURES_FOLDER [LINK_OF_AN_INVITATION ...]
// The demo runs already. One browser for all. Pictures are for eyes.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { invited } from './invited.mjs'
import { ask, catcherIn, deliver, demoIn, Imap, recipientReply, signIn, totp } from './server.mjs'
import { launch, rowOf, seen, Stage, until } from './stage.mjs'

const [folder, pictures, ...links] = process.argv.slice(2)
if (!pictures) throw new Error('Say where the demo is, and where pictures go')
const WORDS = { en: { undo: 'Undo', archive: 'Archive', out: 'Sign out', settings: 'Settings' },
    it: { undo: 'Annulla', archive: 'Archivia', out: 'Esci', settings: 'Impostazioni' } }

const demo = demoIn(folder)
/** So that they may be played again on the same demo. */
const RUN = Date.now().toString(36)
const subjectOf = i => `Story ${RUN} ${i}`
const MAILS = Array.from({ length: 30 }, (_, i) => ({ from: `writer${i % 4}@elsewhere.test`, text: [
    `From: Writer ${i % 4} <writer${i % 4}@elsewhere.test>`, `To: ${demo.address}`, `Subject: ${subjectOf(i)}`, `Message-ID: <${RUN}-${i}@elsewhere.test>`,
    `Date: ${new Date(Date.UTC(2026, 10, 1, 8, i)).toUTCString().replace('GMT', '+0000')}`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '',
    `This is what ${subjectOf(i)} says.`, '', 'Greetings'].join('\n') }))

const textOf = (page, subject) => page.locator('.reading .text', { hasText: `This is what ${subject} says.` })
const newest = subjectOf(29)

/** The story at a desk, by the keyboard alone. */
async function byKeyboard(stage, imap) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light' })
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'address')
    await stage.picture(page, 'sign-in-desk-en-light')
    const requests = []
    page.on('request', one => requests.push(one.postData() ?? ''))
    await page.keyboard.type(demo.address)
    await page.keyboard.press('Tab')
    await page.keyboard.type('a wrong password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'not right' }).waitFor()
    await page.locator('input[name=password]').focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(demo.password)
    await page.keyboard.press('Enter')
    await rowOf(page, newest).first().waitFor()
    assert.ok(!requests.some(one => one.includes(demo.password)), 'the password has left the browser')
    stage.played(page, 'split-kdf')
    // the mailbox has the focus; Enter is then for the row all the same
    await page.locator('.mailboxes [aria-current=true]').focus()
    await page.keyboard.press('j')
    await stage.picture(page, 'list-desk-en-light')
    await page.keyboard.press('Enter')
    await textOf(page, newest).waitFor()
    await seen(imap, 'INBOX', newest, one => one?.flags.includes('\\Seen'), 'what was read is seen')
    await stage.picture(page, 'reading-desk-en-light')
    await page.keyboard.press('s')
    await seen(imap, 'INBOX', newest, one => one?.flags.includes('\\Flagged'), 'a star is a flag')
    stage.played(page, 'stars')
    await page.keyboard.press('e')
    await seen(imap, 'Archive', newest, one => one !== undefined, 'it is in the archive')
    await seen(imap, 'INBOX', newest, one => one === undefined, 'and no longer in the inbox')
    await page.keyboard.press('z')
    await seen(imap, 'INBOX', newest, one => one?.flags.includes('\\Flagged'), 'it is back, with its star')
    await seen(imap, 'Archive', newest, one => one === undefined, 'and in the archive no more')
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await stage.picture(page, 'keys-desk-en-light')
    await page.keyboard.press('Escape')
    const state = await page.context().storageState()
    await page.reload()
    await rowOf(page, newest).first().waitFor()
    await stage.close(page)
    return state
}

/**
 * A message is written and sent by the keyboard, taken back, sent again; then one is found, and put aside until
 * later.
 */
async function byWriting(stage, imap, state) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'dark', state })
    const subject = `Written ${RUN}`
    await rowOf(page, newest).first().waitFor()
    await page.keyboard.press('c')
    await page.waitForFunction(() => document.activeElement?.matches('.compose [role=combobox]'))
    await page.keyboard.type(`${demo.address},`)
    await page.locator('.compose .subject input').focus()
    await page.keyboard.type(subject)
    await page.locator('.compose textarea').focus()
    await page.keyboard.type('I attach what I promised.')
    await seen(imap, 'Drafts', subject, one => one?.flags.includes('\\Draft'),
        'a draft lies on the server while it is written')
    stage.played(page, 'drafts-saved')
    await stage.picture(page, 'compose-desk-en-dark')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alertdialog').getByText('You write of an attachment').waitFor()
    assert.equal((await imap.found('Sent', subject)).length, 0, 'it is not sent before one says so')
    stage.played(page, 'forgotten-attachment')
    await page.keyboard.press('Enter')
    await seen(imap, 'Sent', subject, one => one !== undefined, 'what is sent lies in Sent')
    await page.getByRole('button', { name: WORDS.en.undo }).click()
    await seen(imap, 'Drafts', subject, one => one !== undefined, 'what is taken back is a draft again')
    await seen(imap, 'Sent', subject, one => one === undefined, 'and does not lie in Sent')
    stage.played(page, 'undo-send')
    await page.locator('.compose').getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('button', { name: 'Send anyway' }).click()
    await seen(imap, 'Sent', subject, one => one?.flags.includes('\\Draft') === false, 'it is sent')
    await page.locator('.compose').waitFor({ state: 'detached' })
    await page.keyboard.press('/')
    await page.keyboard.type(`subject:"${subjectOf(7)}" is:unread`)
    await page.keyboard.press('Enter')
    await page.locator('[role=row] mark').first().waitFor()
    await stage.picture(page, 'found-desk-en-dark')
    await page.keyboard.press('j')
    await page.keyboard.press('h')
    await page.locator('dialog[open]').waitFor()
    await page.keyboard.press('Enter')
    await seen(imap, 'Snoozed', subjectOf(7), one => one !== undefined, 'what comes again later is put aside')
    await seen(imap, 'INBOX', subject, one => one !== undefined, 'what was sent has come')
    await stage.close(page)
}

/** The same program on another screen, in the other language, by pointer or finger. */
async function byPointer(stage, imap, state, { size, language, theme, subject }) {
    const page = await stage.open({ size, language, theme, state })
    const name = `${size}-${language}-${theme}`
    await rowOf(page, subject).first().waitFor()
    await stage.picture(page, `list-${name}`)
    await rowOf(page, subject).first().click()
    await textOf(page, subject).waitFor()
    await seen(imap, 'INBOX', subject, one => one?.flags.includes('\\Seen'), 'what was read is seen')
    await stage.picture(page, `reading-${name}`)
    await page.getByRole('toolbar').getByRole('button', { name: WORDS[language].archive }).click()
    await seen(imap, 'Archive', subject, one => one !== undefined, 'it is in the archive')
    await page.getByRole('button', { name: WORDS[language].undo }).click()
    await seen(imap, 'INBOX', subject, one => one !== undefined, 'it is back')
    await stage.close(page)
}

/** Somebody's first time: the kit is asked for before the mail; then a second factor is on, whose code is asked for. */
async function newcomer(stage) {
    const { address, password } = demo.newcomer
    const page = await stage.open({ size: 'phone', language: 'it', theme: 'light' })
    await typeIn(page, address, password)
    await page.waitForURL('**/kit')
    await page.locator('#password').fill(password)
    await page.locator('#password').press('Enter')
    const code = await page.locator('.secret').innerText()
    await page.goto(`${demo.origin}/kit`)
    await page.locator('#code').fill(code)
    await page.locator('#code').press('Enter')
    await page.waitForURL('**/mail/')
    await page.getByText('Welcome to Sigillo').first().waitFor()
    const to = await firstMail(page)
    const secret = await withSecondFactor(stage, page, password)
    await page.getByRole('button', { name: WORDS.it.out }).click()
    await typeIn(page, address, password)
    await page.locator('input[name=code]').fill('000000')
    await page.locator('input[name=code]').press('Enter')
    await page.getByRole('alert').filter({ hasText: 'codice' }).waitFor()
    await stage.look(page, 'code-phone-it-light')
    // that of the next half minute: one that was used is not taken again
    await page.locator('input[name=code]').fill(totp(secret, Date.now() + 30_000))
    await page.locator('input[name=code]').press('Enter')
    await page.getByText('Welcome to Sigillo').first().waitFor()
    stage.played(page, 'totp')
    // for so long it could be taken back
    const outside = await Imap.open(catcherIn(folder))
    await until(() => outside.whole('INBOX', `TO "${to}"`), mail => mail.includes('Sono qui.'), 'the first mail that was ever sent')
    outside.close()
    stage.played(page, 'first-mail')
    await stage.close(page)
}

/** Nothing is read, nothing is set before. Gives to whom. */
async function firstMail(page) {
    const to = `first-${RUN}@elsewhere.test`
    await page.getByRole('button', { name: 'Scrivi', exact: true }).first().click()
    const panel = page.locator('.compose')
    await panel.locator('.address-field input').first().fill(`${to},`)
    await panel.locator('.subject input').fill(`First ${RUN}`)
    await panel.locator('textarea').fill('Sono qui.')
    await panel.getByRole('button', { name: 'Invia', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    return to
}

async function typeIn(page, address, password) {
    await page.locator('input[name=address]').fill(address)
    await page.locator('input[name=password]').fill(password)
    await page.locator('input[name=password]').press('Enter')
}

/** In the settings, by scanning what they show. */
async function withSecondFactor(stage, page, password) {
    await openSettings(page, 'it', 'security')
    await page.getByRole('button', { name: 'Accendilo' }).click()
    await page.locator('dialog input[name=password]:visible').fill(password)
    await page.locator('dialog input[name=password]:visible').press('Enter')
    await page.locator('dialog .qr').waitFor()
    await stage.look(page, 'factor-phone-it-light')
    const secret = await page.locator('dialog .secret-line code').innerText()
    await page.locator('dialog input[name=code]:visible').fill(totp(secret))
    await page.locator('dialog input[name=code]:visible').press('Enter')
    await until(() => page.locator('dialog .codes li').count(), count => count === 10, 'ten backup codes')
    await page.getByRole('button', { name: 'Li ho conservati' }).click()
    await page.keyboard.press('Escape')
    return secret
}

async function openSettings(page, language, part) {
    await page.getByRole('button', { name: WORDS[language].settings }).click()
    await page.locator(`#tab-${part}`).click()
}

/** The account is looked after by the keyboard: an app password is made, used and revoked; other sessions end. */
async function byAccount(stage, imap, state) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', state })
    await rowOf(page, newest).first().waitFor()
    const elsewhere = await ask(demo, 'POST', '/api/sign-in', { address: demo.address, password: demo.password })
    await page.getByRole('button', { name: WORDS.en.settings }).focus()
    await page.keyboard.press('Enter')
    await page.locator('#tab-identities').focus()
    while (await page.locator('#tab-passwords[aria-selected=true]').count() === 0) await page.keyboard.press('ArrowDown')
    await page.locator('dialog summary').focus()
    await page.keyboard.press('Enter')
    await page.locator('dialog input[name=name]').focus()
    await page.keyboard.type(`Telephone ${RUN}`)
    await page.locator('dialog input[name=password]').focus()
    await page.keyboard.type('not this one')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'not right' }).waitFor()
    await page.locator('dialog input[name=password]').focus()
    await page.keyboard.type(demo.password)
    await page.keyboard.press('Enter')
    const secret = await page.locator('dialog .secret-line code').innerText()
    await page.getByText(`port ${demo.ports.imaps}`).waitFor()
    await page.locator('dialog .made select').selectOption('android')
    await page.locator('dialog .qr').waitFor()
    await stage.look(page, 'app-password-desk-en-light')
    const phone = await Imap.open({ ...demo, password: secret })
    phone.close()
    await page.getByRole('button', { name: 'I have put it in' }).click()
    await page.locator('li', { hasText: `Telephone ${RUN}` }).getByText('Last used').waitFor()
    await page.getByRole('button', { name: `Revoke Telephone ${RUN}` }).click()
    await page.getByRole('status').filter({ hasText: 'was revoked' }).waitFor()
    await assert.rejects(Imap.open({ ...demo, password: secret }), /LOGIN/, 'what was revoked is out')
    stage.played(page, 'app-passwords', 'program-instructions')
    await page.locator('#tab-devices').click()
    await page.getByText('(this one)').waitFor()
    await stage.picture(page, 'sessions-desk-en-light')
    await page.getByRole('button', { name: 'Sign out all others' }).click()
    await page.getByText('You are signed in nowhere else.').waitFor()
    const cookie = elsewhere.cookie
    assert.equal((await ask(demo, 'GET', '/api/session', undefined, { cookie, token: '' })).status, 401,
        'the other session is over')
    stage.played(page, 'sessions')
    await page.locator('#tab-data').click()
    const mbox = ['A', 'B'].map(one => `From anna@sigillo.test Mon Nov 30 08:00:00 2026\nFrom: Old <old@elsewhere.test>\nTo: ${demo.address}\nSubject: Old ${one} ${RUN}\n\nOf long ago.\n\n`).join('')
    const brought = { name: `Brought ${RUN}.mbox`, mimeType: 'application/mbox', buffer: Buffer.from(mbox) }
    await page.locator('dialog input[type=file]').setInputFiles(brought)
    await page.getByText('2 came, 0 were here already.').waitFor()
    await seen(imap, `Brought ${RUN}`, `Old B ${RUN}`, one => one !== undefined, 'what was brought is in its mailbox')
    await page.locator('dialog input[type=file]').setInputFiles(brought)
    await page.getByText('0 came, 2 were here already.').waitFor()
    await stage.picture(page, 'import-desk-en-light')
    const [taken] = await Promise.all([page.waitForEvent('download'),
        page.getByRole('link', { name: 'Export all mail' }).click()])
    const zip = readFileSync(await taken.path())
    assert.ok(zip.includes(`Brought ${RUN}.mbox`) && zip.includes('INBOX.mbox'), 'a file for each mailbox')
    stage.played(page, 'import', 'export')
    await page.locator('#tab-level').click()
    await page.getByText('Only you open your mail (L1)').waitFor()
    await stage.picture(page, 'level-desk-en-light')
    await page.keyboard.press('Escape')
    await stage.close(page)
}

/** A passkey is made, opens the mail without a password, and is taken away. */
async function byPasskey(stage) {
    const page = await stage.open({ size: 'desk', language: 'it', theme: 'dark' })
    const authenticator = await page.context().newCDPSession(page)
    await authenticator.send('WebAuthn.enable')
    const options = { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true,
        hasUserVerification: true, hasPrf: true, isUserVerified: true, automaticPresenceSimulation: true }
    const { authenticatorId } = await authenticator.send('WebAuthn.addVirtualAuthenticator', { options })
    await typeIn(page, demo.address, demo.password)
    await rowOf(page, newest).first().waitFor()
    await openSettings(page, 'it', 'security')
    await page.locator('dialog summary', { hasText: 'Crea una passkey' }).click()
    const form = page.locator('dialog form', { has: page.locator('input[name=name]') })
    await form.locator('input[name=name]').fill(`Anello ${RUN}`)
    await form.locator('input[name=password]').fill(demo.password)
    await form.locator('input[name=password]').press('Enter')
    await page.locator('dialog li', { hasText: `Anello ${RUN}` }).getByText('apre la posta').waitFor()
    await stage.look(page, 'passkeys-desk-it-dark')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: WORDS.it.out }).click()
    const sent = []
    page.on('request', one => sent.push(one.url()))
    await page.getByRole('button', { name: 'Accedi con una passkey' }).click()
    await rowOf(page, newest).first().waitFor()
    await rowOf(page, newest).first().click()
    await textOf(page, newest).waitFor()
    assert.ok(!sent.some(url => /stretched/.test(url)), 'no password was asked for')
    await openSettings(page, 'it', 'security')
    await page.getByRole('button', { name: `Togli Anello ${RUN}` }).click()
    // who came in by it is out
    await page.locator('form.sign-in').waitFor()
    await page.getByRole('button', { name: 'Accedi con una passkey' }).click()
    await page.getByRole('alert').filter({ hasText: 'non sono corretti' }).waitFor()
    stage.played(page, 'passkeys')
    await authenticator.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
    await stage.close(page)
}

/** Who wrote to it by Bcc is answered from it. */
async function hidden(page, masked, mail) {
    await deliver(demo, [{ ...mail, to: masked }])
    await rowOf(page, `Hidden ${RUN}`).first().click()
    await page.locator('article.open').first().waitFor()
    await page.keyboard.press('r')
    const from = page.locator('.compose .from select option:checked')
    await until(() => from.innerText(), one => one.includes(masked), 'the answer is from the masked address')
    await page.getByRole('button', { name: 'Elimina la bozza' }).click()
    await page.keyboard.press('u')
}

/**
 * A masked address is made while one writes and is switched off when others have it; a sender is blocked, and is
 * not.
 */
async function byStrangers(stage, imap, state) {
    const page = await stage.open({ size: 'phone', language: 'it', theme: 'dark', state })
    await rowOf(page, newest).first().waitFor()
    await page.getByRole('button', { name: 'Scrivi' }).click()
    await page.locator('.compose .from select').selectOption('+')
    const masked = await until(() => page.locator('.compose .from select option:checked').innerText(),
        one => !one.includes(demo.address), 'a new masked address')
    const mail = (domain, subject, to) => ({ from: `news@${domain}`, to, text: [`From: News <news@${domain}>`, `To: ${to}`, `Subject: ${subject}`,
        `Message-ID: <${RUN}-${subject.replace(/ /g, '.')}@${domain}>`, `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, '', 'Buy now.'].join('\n') })
    await deliver(demo, [mail('shop.test', `Offer ${RUN}`, masked)])
    await deliver(demo, [mail('leak.test', `Leak ${RUN}`, masked)])
    await page.getByRole('button', { name: 'Elimina la bozza' }).click()
    await hidden(page, masked, mail('shop.test', `Hidden ${RUN}`, 'undisclosed@shop.test'))
    await openSettings(page, 'it', 'masked')
    const line = page.locator('dialog li', { hasText: masked })
    await line.getByRole('button', { name: 'Chi vi ha scritto' }).click()
    await line.getByText('leak.test').waitFor()
    await seen(imap, 'INBOX', `Leak ${RUN}`, one => one !== undefined, 'mail to it comes')
    stage.played(page, 'masked-make', 'masked-leak')
    await stage.picture(page, 'masked-phone-it-dark')
    await line.getByRole('button', { name: 'Spegni' }).click()
    await line.getByText('Spento').waitFor()
    assert.match(await recipientReply(demo, 'news@leak.test', masked), /^5\d\d/, 'mail to it is refused')
    stage.played(page, 'masked-off')
    await page.locator('#tab-senders').click()
    await page.getByText('Nella lista non').waitFor()
    await stage.picture(page, 'senders-phone-it-dark')
    await page.keyboard.press('Escape')
    await rowOf(page, `Leak ${RUN}`).first().click()
    await page.locator('article.open .menu summary').click()
    await page.getByRole('menuitem', { name: 'Blocca il mittente' }).click()
    await page.getByText('va tra la posta indesiderata').waitFor()
    // what the filter makes of it is tried by its own tests: it does not judge what comes from this machine
    const listed = async () => (await ask(demo, 'GET', '/api/filter', undefined, { cookie: await cookieOf(page), token: '' })).json.list
    assert.deepEqual(await listed(), [{ who: 'news@leak.test', word: 'block' }])
    await page.getByRole('button', { name: WORDS.it.undo }).click()
    await page.getByText('arriva come prima').waitFor()
    assert.deepEqual(await listed(), [], 'nobody is on the list any more')
    await stage.close(page)
}

async function cookieOf(page) { return (await page.context().cookies()).map(one => `${one.name}=${one.value}`).join('; ') }

/** Who signs out is out, whatever he has kept. */
async function signOut(stage, state) {
    const page = await stage.open({ size: 'phone', language: 'en', theme: 'dark', state })
    await rowOf(page, newest).first().waitFor()
    await page.getByRole('button', { name: WORDS.en.out }).click()
    await page.locator('form.sign-in').waitFor()
    await stage.picture(page, 'sign-in-phone-en-dark')
    const cookie = state.cookies.map(one => `${one.name}=${one.value}`).join('; ')
    await until(async () => (await ask(demo, 'GET', '/jmap/session', undefined, { cookie, token: '' })).status,
        status => status === 401, 'the cookie opens nothing any more')
    await stage.close(page)
}

const began = Date.now()
const told = what => console.log(`${String(Date.now() - began).padStart(6)} ms  ${what}`)
const program = await signIn(demo)
await ask(demo, 'POST', '/api/sign-out', {}, program)
await deliver(demo, MAILS)
told('mail is there')
const imap = await Imap.open(demo)
const browser = await launch()
const stage = new Stage(demo, browser, pictures)
try {
    const state = await byKeyboard(stage, imap)
    told('at a desk, by the keyboard alone')
    await byWriting(stage, imap, state)
    told('written, sent, found, put aside')
    for (const one of [{ size: 'tablet', language: 'it', theme: 'dark', subject: subjectOf(28) },
        { size: 'phone', language: 'en', theme: 'light', subject: subjectOf(27) },
        { size: 'phone', language: 'it', theme: 'dark', subject: subjectOf(26) }]) {
        await byPointer(stage, imap, state, one)
        told(`${one.size}, ${one.language}, ${one.theme}`)
    }
    await byAccount(stage, imap, state)
    told('app passwords, sessions')
    await byStrangers(stage, imap, state)
    told('masked addresses, senders')
    await byPasskey(stage)
    told('a passkey')
    await signOut(stage, state)
    told('signed out')
    // on a demo that was played on before he has been here
    const { json: { kitToConfirm = false } } = await ask(demo, 'POST', '/api/sign-in', demo.newcomer)
    if (kitToConfirm) await newcomer(stage)
    told(kitToConfirm ? 'somebody new' : 'nobody is new here')
    for (const [i, link] of links.entries()) {
        const visit = (how, path) => stage.open({ ...how, theme: i % 2 ? 'dark' : 'light', path })
        await invited({ visit, look: (page, name) => stage.look(page, name), close: page => stage.close(page), link, name: `guest-${i}-${RUN}`, ...[{ size: 'phone', language: 'it' }, { size: 'desk', language: 'en' }][i % 2] })
        told('somebody who was invited')
    }
} finally {
    await browser.close()
    imap.close()
}
